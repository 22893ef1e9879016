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

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "../base/addr.h"
#include "../base/lex.h"
#include "env.h"

/*
 * ExaBGP's environment settings, "section.option": one row each.  A row
 * without a field is accepted and has no effect.
 */
struct setting;
typedef int (*set_fn)(const struct setting *, void *, const struct tok *);

struct setting {
	const char	*name;
	set_fn		 set;		/* NULL: ignored */
	uint16_t	 off;
	uint16_t	 size;
};

enum { SET_OK, SET_BAD = -1, SET_ODD = 1 };

/* As ExaBGP: what is not true is false, whatever it is. */
static int
set_bool(const struct setting *s, void *dst, const struct tok *t)
{
	static const char *const yes[] = { "1", "yes", "on", "enable",
	    "true" }, *const no[] = { "0", "no", "off", "disable", "false",
	    "" };
	bool *v = dst;
	size_t i;

	(void)s;
	*v = true;
	for (i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		if (tok_is_nocase(t, yes[i]))
			return SET_OK;
	}
	*v = false;
	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
		if (tok_is_nocase(t, no[i]))
			return SET_OK;
	}
	return SET_ODD;
}

static int
set_text(const struct setting *s, void *dst, const struct tok *t)
{
	char *v = dst;

	if (t->len >= s->size)
		return SET_BAD;
	memset(v, 0, s->size);
	memcpy(v, t->s, t->len);
	return SET_OK;
}

static int
set_number(const struct setting *s, void *dst, const struct tok *t)
{
	unsigned int *v = dst;
	int64_t n;

	(void)s;
	if (val_int(t, &n) == -1 || n < 0 || n > INT32_MAX)
		return SET_BAD;
	*v = (unsigned int)n;
	return SET_OK;
}

static int
set_port(const struct setting *s, void *dst, const struct tok *t)
{
	unsigned int v;

	if (set_number(s, &v, t) == SET_BAD || v == 0 || v > UINT16_MAX)
		return SET_BAD;
	return set_number(s, dst, t);
}

static int
set_octal(const struct setting *s, void *dst, const struct tok *t)
{
	unsigned int *v = dst, n = 0;
	size_t i = t->len > 2 && t->s[0] == '0' &&
	    tolower((unsigned char)t->s[1]) == 'o' ? 2 : 0;

	(void)s;
	if (t->len == i)
		return SET_BAD;
	for (; i < t->len; i++) {
		if (t->s[i] < '0' || t->s[i] > '7' || n > 0777)
			return SET_BAD;
		n = n << 3 | (unsigned int)(t->s[i] - '0');
	}
	*v = n;
	return n > 0777 ? SET_BAD : SET_OK;
}

static int
one_of(const char *const *words, size_t n, const struct setting *s,
    void *dst, const struct tok *t)
{
	struct tok word = *t;
	size_t i;

	for (i = 0; i < n; i++) {
		if (tok_is_nocase(t, words[i])) {
			word.s = words[i];
			return set_text(s, dst, &word);
		}
	}
	return SET_BAD;
}

static int
set_level(const struct setting *s, void *dst, const struct tok *t)
{
	static const char *const levels[] = { "FATAL", "CRITICAL", "ERROR",
	    "WARNING", "INFO", "DEBUG", "NOTSET" };

	return one_of(levels, sizeof(levels) / sizeof(levels[0]), s, dst, t);
}

static int
set_format(const struct setting *s, void *dst, const struct tok *t)
{
	static const char *const words[] = { "v1", "v2" };

	return one_of(words, 2, s, dst, t);
}

static int
set_version(const struct setting *s, void *dst, const struct tok *t)
{
	unsigned int v;

	if (set_number(s, &v, t) == SET_BAD || v < 4 || v > 6)
		return SET_BAD;
	return set_number(s, dst, t);
}

/* Addresses with blanks between them. */
static int
set_addresses(const struct setting *s, void *dst, const struct tok *t)
{
	struct addr a;
	size_t i = 0, start;

	while (i < t->len) {
		if (t->s[i] == ' ' || t->s[i] == '\t') {
			i++;
			continue;
		}
		for (start = i; i < t->len && t->s[i] != ' ' &&
		    t->s[i] != '\t'; i++)
			;
		if (addr_parse(t->s + start, i - start, &a) == -1)
			return SET_BAD;
	}
	return set_text(s, dst, t);
}

#define FIELD(f)	offsetof(struct env, f), \
	sizeof(((struct env *)NULL)->f)
#define NOTHING(name)	{ name, NULL, 0, 0 }

static const struct setting settings[] = {
	{ "daemon.pid", set_text, FIELD(pid) },
	{ "daemon.user", set_text, FIELD(user) },
	{ "daemon.daemonize", set_bool, FIELD(daemonize) },
	{ "daemon.drop", set_bool, FIELD(drop) },
	{ "daemon.umask", set_octal, FIELD(umask) },
	{ "log.enable", set_bool, FIELD(log_enable) },
	{ "log.level", set_level, FIELD(log_level) },
	{ "log.destination", set_text, FIELD(log_destination) },
	{ "log.all", set_bool, FIELD(log_all) },
	{ "log.configuration", set_bool, FIELD(log_configuration) },
	{ "log.reactor", set_bool, FIELD(log_reactor) },
	{ "log.daemon", set_bool, FIELD(log_daemon) },
	{ "log.processes", set_bool, FIELD(log_processes) },
	{ "log.network", set_bool, FIELD(log_network) },
	{ "log.statistics", set_bool, FIELD(log_statistics) },
	{ "log.packets", set_bool, FIELD(log_packets) },
	{ "log.rib", set_bool, FIELD(log_rib) },
	{ "log.message", set_bool, FIELD(log_message) },
	{ "log.timers", set_bool, FIELD(log_timers) },
	{ "log.routes", set_bool, FIELD(log_routes) },
	{ "log.parser", set_bool, FIELD(log_parser) },
	{ "log.short", set_bool, FIELD(log_short) },
	{ "tcp.attempts", set_number, FIELD(tcp_attempts) },
	{ "tcp.delay", set_number, FIELD(tcp_delay) },
	{ "tcp.bind", set_addresses, FIELD(tcp_bind) },
	{ "tcp.port", set_port, FIELD(tcp_port) },
	{ "bgp.passive", set_bool, FIELD(bgp_passive) },
	{ "bgp.openwait", set_number, FIELD(bgp_openwait) },
	{ "api.ack", set_bool, FIELD(api_ack) },
	{ "api.chunk", set_number, FIELD(api_chunk) },
	{ "api.compact", set_bool, FIELD(api_compact) },
	{ "api.respawn", set_bool, FIELD(api_respawn) },
	{ "api.terminate", set_bool, FIELD(api_terminate) },
	{ "api.version", set_version, FIELD(api_version) },
	{ "api.show-routes-format", set_format,
	    FIELD(api_show_routes_format) },
	NOTHING("api.encoder"), NOTHING("api.cli"),
	NOTHING("api.pipename"), NOTHING("api.socketname"),
	NOTHING("profile.enable"), NOTHING("profile.file"),
	NOTHING("pdb.enable"), NOTHING("tcp.acl"),
	NOTHING("bgp.paths_limit_audit"), NOTHING("cache.attributes"),
	NOTHING("cache.nexthops"), NOTHING("reactor.speed"),
	NOTHING("debug.pdb"), NOTHING("debug.memory"),
	NOTHING("debug.configuration"), NOTHING("debug.selfcheck"),
	NOTHING("debug.defensive"), NOTHING("debug.route"),
	NOTHING("debug.rotate"), NOTHING("debug.timing"),
	NOTHING("tcp.once"), NOTHING("tcp.connections")
};

#define NSETTINGS	(sizeof(settings) / sizeof(settings[0]))

void
env_defaults(struct env *e)
{
	memset(e, 0, sizeof(*e));
	(void)strlcpy(e->user, "nobody", sizeof(e->user));
	e->drop = true;
	e->umask = 0137;
	e->log_enable = e->log_configuration = e->log_reactor = true;
	e->log_daemon = e->log_processes = e->log_network = true;
	e->log_statistics = e->log_short = true;
	(void)strlcpy(e->log_level, "INFO", sizeof(e->log_level));
	(void)strlcpy(e->log_destination, "stdout",
	    sizeof(e->log_destination));
	e->tcp_port = 179;
	e->bgp_openwait = 60;
	e->api_ack = e->api_respawn = true;
	e->api_chunk = 1;
	(void)strlcpy(e->api_show_routes_format, "v1",
	    sizeof(e->api_show_routes_format));
}

/* Names are the same with "_" for "-" and, in variables, for ".". */
static bool
same_name(const char *a, const char *s, size_t len, bool dots)
{
	char c;
	size_t i;

	if (strlen(a) != len)
		return false;
	for (i = 0; i < len; i++) {
		c = a[i];
		if (c == s[i] || (s[i] == '_' && c == '-') ||
		    (dots && s[i] == '_' && c == '.'))
			continue;
		return false;
	}
	return true;
}

static const struct setting *
find(const char *s, size_t len, bool dots)
{
	size_t i;

	for (i = 0; i < NSETTINGS; i++) {
		if (same_name(settings[i].name, s, len, dots))
			return &settings[i];
	}
	return NULL;
}

static int
set(struct env *e, const struct setting *s, const struct tok *value,
    const struct tok *at, struct diag *d)
{
	if (s->set == NULL)
		return 0;
	switch (s->set(s, (char *)e + s->off, value)) {
	case SET_BAD:
		return diag_err(d, at, "invalid value for %s : %.*s",
		    s->name, (int)value->len, value->s);
	case SET_ODD:
		diag_warn(d, at, "%s : %.*s means false", s->name,
		    (int)value->len, value->s);
		break;
	default:
		break;
	}
	if (s->off == offsetof(struct env, user))
		e->user_set = true;
	if (s->off == offsetof(struct env, tcp_port))
		e->tcp_port_set = true;
	return 0;
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static void
trim(struct tok *t)
{
	while (t->len > 0 && blank(t->s[0])) {
		t->s++;
		t->len--;
		t->off++;
		t->col++;
	}
	while (t->len > 0 && blank(t->s[t->len - 1]))
		t->len--;
}

static void
unquote(struct tok *t)
{
	if (t->len >= 2 && (t->s[0] == '"' || t->s[0] == '\'') &&
	    t->s[t->len - 1] == t->s[0]) {
		t->s++;
		t->len -= 2;
	}
}

/* "[exabgp.SECTION]" to SECTION; others are not ours. */
static int
ini_section(const struct tok *t, struct tok *section, struct diag *d)
{
	static const char prefix[] = "exabgp.";
	const size_t n = sizeof(prefix) - 1;

	if (t->len < 2 || t->s[t->len - 1] != ']')
		return diag_err(d, t, "\"]\" is missing");
	*section = *t;
	section->s++;
	section->len -= 2;
	if (section->len > n && memcmp(section->s, prefix, n) == 0) {
		section->s += n;
		section->len -= n;
	} else
		section->len = 0;
	return 0;
}

static int
ini_option(struct env *e, const struct tok *t, const struct tok *section,
    struct diag *d)
{
	struct tok name = *t, value = *t;
	const struct setting *s;
	char full[64];
	size_t i, n;

	for (n = 0; n < t->len && t->s[n] != '=' && t->s[n] != ':'; n++)
		;
	if (n == t->len)
		return diag_err(d, t, "expected \"option = value\"");
	name.len = n;
	trim(&name);
	value.s += n + 1;
	value.len -= n + 1;
	trim(&value);
	unquote(&value);
	if (section->len == 0 ||
	    section->len + name.len + 1 >= sizeof(full))
		return 0;
	memcpy(full, section->s, section->len);
	full[section->len] = '.';
	for (i = 0; i < name.len; i++)
		full[section->len + 1 + i] =
		    (char)tolower((unsigned char)name.s[i]);
	s = find(full, section->len + 1 + name.len, false);
	if (s == NULL) {
		diag_warn(d, t, "unknown setting %.*s is ignored",
		    (int)(section->len + 1 + name.len), full);
		return 0;
	}
	return set(e, s, &value, t, d);
}

/* exabgp.env: 0, or -1 if there was an error, after all has been read. */
int
env_file(struct env *e, const char *text, size_t len, struct diag *d)
{
	struct tok line, section;
	const char *nl;
	size_t pos = 0;
	uint32_t number = 0;
	int ret = 0;

	memset(&section, 0, sizeof(section));
	while (pos < len) {
		memset(&line, 0, sizeof(line));
		line.s = text + pos;
		nl = memchr(line.s, '\n', len - pos);
		line.len = nl == NULL ? len - pos : (size_t)(nl - line.s);
		line.line = ++number;
		line.col = 1;
		line.off = (uint32_t)pos;
		pos += line.len + 1;
		trim(&line);
		if (line.len == 0 || line.s[0] == '#' || line.s[0] == ';')
			continue;
		if ((line.s[0] == '[' ? ini_section(&line, &section, d) :
		    ini_option(e, &line, &section, d)) == -1)
			ret = -1;
	}
	return ret;
}

static void
value_of(const char *s, struct tok *t)
{
	memset(t, 0, sizeof(*t));
	t->s = s;
	t->len = strlen(s);
}

/* Is it exabgp.NAME=... or exabgp_NAME=...?  Where its value begins. */
static const char *
split(const char *v, struct tok *name, bool *dots)
{
	const char *eq;

	if (strncmp(v, "exabgp", 6) != 0 || (v[6] != '.' && v[6] != '_') ||
	    (eq = strchr(v, '=')) == NULL)
		return NULL;
	*dots = v[6] == '_';
	name->s = v + 7;
	name->len = (size_t)(eq - name->s);
	return eq;
}

/* The value of exabgp.NAME or exabgp_NAME; the dots win.  NULL if unset. */
static const char *
variable(char *const *environ_, const char *name)
{
	const char *eq, *found = NULL;
	struct tok t;
	bool dots;

	for (; *environ_ != NULL; environ_++) {
		if ((eq = split(*environ_, &t, &dots)) == NULL ||
		    !same_name(name, t.s, t.len, dots))
			continue;
		if (!dots)
			return eq + 1;
		found = eq + 1;
	}
	return found;
}

/* Deprecated names of tcp.attempts, which are variables only. */
static int
old_attempts(struct env *e, char *const *env, struct diag *d)
{
	const struct setting *s = find("tcp.attempts", 12, false);
	const char *v;
	struct tok t;
	bool once;

	if ((v = variable(env, "tcp.connections")) != NULL) {
		value_of(v, &t);
		return set(e, s, &t, NULL, d);
	}
	if ((v = variable(env, "tcp.once")) == NULL ||
	    variable(env, "tcp.attempts") != NULL)
		return 0;
	value_of(v, &t);
	(void)set_bool(NULL, &once, &t);
	e->tcp_attempts = once ? 1 : 0;
	return 0;
}

/* The setting that a name may be meant for, or NULL. */
static const char *
nearest(const char *name, size_t len)
{
	const char *words[NSETTINGS];
	size_t i;

	for (i = 0; i < NSETTINGS; i++)
		words[i] = settings[i].name;
	return diag_suggest(name, len, words, NSETTINGS);
}

/* Variables that look like settings and are none. */
static void
check_names(char *const *environ_, struct diag *d)
{
	const char *near;
	struct tok t;
	bool dots;

	for (; *environ_ != NULL; environ_++) {
		if (split(*environ_, &t, &dots) == NULL ||
		    find(t.s, t.len, dots) != NULL ||
		    same_name("tcp.connections", t.s, t.len, dots) ||
		    same_name("tcp.once", t.s, t.len, dots))
			continue;
		near = nearest(t.s, t.len);
		diag_warn(d, NULL, "variable %.*s is no setting%s%s%s",
		    (int)t.len + 7, *environ_, near != NULL ?
		    ", did you mean exabgp." : "", near != NULL ? near : "",
		    near != NULL ? "?" : "");
	}
}

/* The process environment: 0, or -1 if there was an error. */
int
env_environ(struct env *e, char *const *env, struct diag *d)
{
	const char *v;
	struct tok t;
	size_t i;
	int ret = 0;

	check_names(env, d);
	for (i = 0; i < NSETTINGS; i++) {
		if ((v = variable(env, settings[i].name)) == NULL)
			continue;
		value_of(v, &t);
		if (set(e, &settings[i], &t, NULL, d) == -1)
			ret = -1;
	}
	return old_attempts(e, env, d) == -1 ? -1 : ret;
}

/* "section.option=value", from the command line. */
int
env_option(struct env *e, const char *arg, struct diag *d)
{
	const char *eq = strchr(arg, '='), *near;
	const struct setting *s;
	struct tok t;

	if (strncmp(arg, "exabgp.", 7) == 0)
		arg += 7;
	if (eq == NULL)
		return diag_err(d, NULL, "%s: expected name=value", arg);
	if ((s = find(arg, (size_t)(eq - arg), false)) == NULL) {
		near = nearest(arg, (size_t)(eq - arg));
		return diag_err(d, NULL, "unknown setting %.*s%s%s%s",
		    (int)(eq - arg), arg, near != NULL ? ", did you mean " :
		    "", near != NULL ? near : "", near != NULL ? "?" : "");
	}
	value_of(eq + 1, &t);
	return set(e, s, &t, NULL, d);
}
