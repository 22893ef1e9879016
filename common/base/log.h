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

#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Levels, most severe first; a level shows those up to itself. */
enum log_level {
	LOGL_FATAL, LOGL_CRITICAL, LOGL_ERROR, LOGL_WARNING, LOGL_INFO,
	LOGL_DEBUG
};

#define LOG_LINE_MAX	2048	/* bytes; longer lines are cut */

/*
 * Where lines go.  A child sets a writer that hands them to the parent;
 * the parent sets one that writes stderr, a file or syslog.
 */
typedef void (*log_writer)(void *, enum log_level, const char *, size_t);

void	log_init(log_writer, void *);
void	log_set_level(enum log_level);
enum log_level log_get_level(void);
bool	log_enabled(enum log_level);
int	log_level_parse(const char *, enum log_level *);
const char *log_level_name(enum log_level);

void	log_line(enum log_level, const char *, ...)
	    __attribute__((__format__(__printf__, 2, 3)));

/* Text of several lines, an entry for each. */
void	log_text(enum log_level, const char *);

#define log_debug(...) do {						\
	if (log_enabled(LOGL_DEBUG))					\
		log_line(LOGL_DEBUG, __VA_ARGS__);			\
} while (0)
#define log_info(...)	log_line(LOGL_INFO, __VA_ARGS__)
#define log_warn(...)	log_line(LOGL_WARNING, __VA_ARGS__)
#define log_error(...)	log_line(LOGL_ERROR, __VA_ARGS__)

/* Log and exit(1): for what leaves a process without a way to go on. */
void	fatalx(const char *, ...)
	    __attribute__((__format__(__printf__, 1, 2), __noreturn__));

/* Allow `burst` lines, then `rate` a second. */
struct log_rate {
	int64_t		tokens;		/* thousandths */
	int64_t		last_ms;
};
bool	log_rate_ok(struct log_rate *, int64_t, int64_t, int64_t);

/* Text of untrusted origin, made safe for a log line (control -> \xNN). */
const char *log_safe(const char *, size_t, char *, size_t);

#endif
