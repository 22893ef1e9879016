/*
 * Copyright (c) 2026 The bgpd-x authors
 *
 * Permission to use, copy, modify, and distribute this software for any
 * purpose with or without fee is hereby granted, provided that the above
 * copyright notice and this permission notice appear in all copies.
 *
 * THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES
 * WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF
 * MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR
 * ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES
 * WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
 * ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF
 * OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.
 */

#include <sys/types.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "log.h"

static struct {
	log_writer	 write;
	void		*arg;
	enum log_level	 level;
} lg = { NULL, NULL, LOGL_INFO };

static const char *const level_names[] = {
	"FATAL", "CRITICAL", "ERROR", "WARNING", "INFO", "DEBUG"
};

void
log_init(log_writer fn, void *arg)
{
	lg.write = fn;
	lg.arg = arg;
}

void
log_set_level(enum log_level level)
{
	lg.level = level;
}

enum log_level
log_get_level(void)
{
	return lg.level;
}

bool
log_enabled(enum log_level level)
{
	return level <= lg.level;
}

const char *
log_level_name(enum log_level level)
{
	return level_names[level];
}

/* ExaBGP's words, in any case; NOTSET shows everything. */
int
log_level_parse(const char *s, enum log_level *level)
{
	size_t i;

	if (strcasecmp(s, "NOTSET") == 0) {
		*level = LOGL_DEBUG;
		return 0;
	}
	for (i = 0; i < sizeof(level_names) / sizeof(level_names[0]); i++) {
		if (strcasecmp(s, level_names[i]) == 0) {
			*level = (enum log_level)i;
			return 0;
		}
	}
	return -1;
}

static void
log_v(enum log_level level, const char *fmt, va_list ap)
{
	char line[LOG_LINE_MAX];
	int n;

	n = vsnprintf(line, sizeof(line), fmt, ap);
	if (n < 0)
		return;
	if ((size_t)n >= sizeof(line))
		n = (int)sizeof(line) - 1;
	if (lg.write != NULL)
		lg.write(lg.arg, level, line, (size_t)n);
	else
		fprintf(stderr, "%s: %s\n", level_names[level], line);
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	va_list ap;

	if (level > lg.level)
		return;
	va_start(ap, fmt);
	log_v(level, fmt, ap);
	va_end(ap);
}

void
log_text(enum log_level level, const char *text)
{
	size_t len;

	for (; *text != '\0'; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		if (len > 0)
			log_line(level, "%.*s", (int)len, text);
	}
}

void
fatalx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_v(LOGL_FATAL, fmt, ap);
	va_end(ap);
	exit(1);
}

bool
log_rate_ok(struct log_rate *r, int64_t now_ms, int64_t burst, int64_t rate)
{
	int64_t gain = (now_ms - r->last_ms) * rate;

	if (r->last_ms == 0)
		r->tokens = burst * 1000;
	else if (gain > 0)
		r->tokens += gain;
	if (r->tokens > burst * 1000)
		r->tokens = burst * 1000;
	r->last_ms = now_ms;
	if (r->tokens < 1000)
		return false;
	r->tokens -= 1000;
	return true;
}

const char *
log_safe(const char *s, size_t len, char *buf, size_t size)
{
	size_t i, o = 0;

	for (i = 0; i < len && o + 5 < size; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c >= 0x20 && c < 0x7f)
			buf[o++] = (char)c;
		else
			o += (size_t)snprintf(buf + o, size - o, "\\x%02x", c);
	}
	buf[o] = '\0';
	return buf;
}
