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

/*
 * The health checker's options, on the command line and in a file.
 */
#include <sys/types.h>

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "health.h"

enum kind { FLAG, TEXT, WORD, NUMBER, SECONDS, ADDRESS, LIST, NETWORKS,
    NEIGHBORS, ON_INTERFACE };

struct option_row {
	const char	*name;
	int		 letter;	/* or 0 */
	enum kind	 kind;
	size_t		 off;
};

#define F(f)	offsetof(struct health, f)

/* WORD goes into a command, so it has no control characters. */
static const struct option_row rows[] = {
	{ "help", 'h', FLAG, F(help) },
	{ "silent", 's', FLAG, F(silent) },
	{ "no-syslog", 0, FLAG, F(no_syslog) },
	{ "debug", 'd', FLAG, F(debug) },
	{ "no-ack", 'a', FLAG, F(no_ack) },
	{ "sudo", 0, FLAG, F(sudo) },
	{ "syslog-facility", 0, TEXT, F(facility) },
	{ "name", 'n', TEXT, F(name) },
	{ "config", 'F', TEXT, F(config) },
	{ "pid", 'p', TEXT, F(pid) },
	{ "user", 0, TEXT, F(user) },
	{ "group", 0, TEXT, F(group) },
	{ "interval", 'i', SECONDS, F(interval) },
	{ "fast-interval", 'f', SECONDS, F(fast) },
	{ "timeout", 't', SECONDS, F(timeout) },
	{ "rise", 0, NUMBER, F(rise) },
	{ "fall", 0, NUMBER, F(fall) },
	{ "disable", 0, TEXT, F(disable) },
	{ "command", 'c', TEXT, F(command) },
	{ "cmd", 0, TEXT, F(command) },
	{ "next-hop", 'N', ADDRESS, F(next_hop) },
	{ "ip", 0, NETWORKS, F(ips) },
	{ "ip-ifname", 0, ON_INTERFACE, F(ip_ifnames) },
	{ "local-preference", 0, NUMBER, F(local_preference) },
	{ "deaggregate-networks", 0, FLAG, F(deaggregate) },
	{ "no-ip-setup", 0, FLAG, F(no_ip_setup) },
	{ "dynamic-ip-setup", 0, FLAG, F(dynamic) },
	{ "label", 0, TEXT, F(label) },
	{ "label-exact-match", 0, FLAG, F(exact_label) },
	{ "start-ip", 0, NUMBER, F(start_ip) },
	{ "up-metric", 0, NUMBER, F(metric[HEALTH_UP]) },
	{ "down-metric", 0, NUMBER, F(metric[HEALTH_DOWN]) },
	{ "disabled-metric", 0, NUMBER, F(metric[HEALTH_DISABLED]) },
	{ "increase", 0, NUMBER, F(increase) },
	{ "community", 0, WORD, F(community) },
	{ "extended-community", 0, WORD, F(extended_community) },
	{ "large-community", 0, WORD, F(large_community) },
	{ "disabled-community", 0, WORD, F(disabled_community) },
	{ "as-path", 0, WORD, F(as_path) },
	{ "up-as-path", 0, WORD, F(state_as_path[HEALTH_UP]) },
	{ "down-as-path", 0, WORD, F(state_as_path[HEALTH_DOWN]) },
	{ "disabled-as-path", 0, WORD, F(state_as_path[HEALTH_DISABLED]) },
	{ "withdraw-on-down", 0, FLAG, F(withdraw_on_down) },
	{ "path-id", 0, NUMBER, F(path_id) },
	{ "neighbor", 0, NEIGHBORS, F(neighbors) },
	{ "debounce", 0, FLAG, F(debounce) },
	{ "execute", 0, LIST, F(execute) },
	{ "up-execute", 0, LIST, F(state_execute[HEALTH_UP]) },
	{ "down-execute", 0, LIST, F(state_execute[HEALTH_DOWN]) },
	{ "disabled-execute", 0, LIST, F(state_execute[HEALTH_DISABLED]) }
};

#undef F
#define NROWS	(sizeof(rows) / sizeof(rows[0]))

static int
bad(const char *name, const char *value, const char *why)
{
	fprintf(stderr, "healthcheck: --%s: \"%s\" %s\n", name, value, why);
	return -1;
}

static int
list_add(struct health_list *l, const char *s)
{
	const char **v = reallocarray(l->v, l->n + 1, sizeof(*v));

	if (v == NULL) {
		fprintf(stderr, "healthcheck: out of memory\n");
		return -1;
	}
	l->v = v;
	v[l->n++] = s;
	return 0;
}

static int
set_number(const struct option_row *row, void *field, const char *s)
{
	const bool seconds = row->kind == SECONDS;
	int64_t ms;
	char *end;
	double d;
	long n;

	errno = 0;
	n = seconds ? 0 : strtol(s, &end, 10);
	d = seconds ? strtod(s, &end) : 0;
	if (end == s || *end != '\0' || errno != 0 || !isfinite(d) ||
	    d < 0 || d > 1e9)
		return bad(row->name, s, "is no number");
	/* so little is not 0, which means something else */
	ms = d > 0 && d < 0.001 ? 1 : (int64_t)(d * 1000);
	if (seconds)
		memcpy(field, &ms, sizeof(ms));
	else
		memcpy(field, &n, sizeof(n));
	return 0;
}

static int
set_word(const struct option_row *row, const char **field, const char *s)
{
	const char *p;

	for (p = s; *p != '\0'; p++)
		if (iscntrl((unsigned char)*p) && *p != '\t')
			return bad(row->name, s, "has control characters");
	*field = s;
	return 0;
}

static bool
is_address(const char *s)
{
	struct addr a;

	return addr_parse(s, strlen(s), &a) == 0;
}

static int
set_network(const struct option_row *row, struct health_list *l,
    const char *s)
{
	size_t len = row->kind == ON_INTERFACE ? strcspn(s, "%") : strlen(s);
	struct prefix p;

	switch (prefix_parse(s, len, &p)) {
	case 0:
		break;
	case -3:
		return bad(row->name, s, "has host bits set");
	default:
		return bad(row->name, s, "is no address or network");
	}
	if (row->kind == ON_INTERFACE && (s[len] == '\0' ||
	    s[len + 1] == '\0' || strlen(s + len) > 16))
		return bad(row->name, s, "is not ADDRESS%INTERFACE");
	return list_add(l, s);
}

static int
set(struct health *h, const struct option_row *row, const char *s)
{
	void *field = (char *)h + row->off;

	switch (row->kind) {
	case FLAG:
		*(bool *)field = true;
		return 0;
	case TEXT:
		*(const char **)field = s;
		return 0;
	case WORD:
		return set_word(row, field, s);
	case NUMBER:
	case SECONDS:
		return set_number(row, field, s);
	case ADDRESS:
		if (!is_address(s))
			return bad(row->name, s, "is no address");
		*(const char **)field = s;
		return 0;
	case NEIGHBORS:
		if (strcmp(s, "*") != 0 && !is_address(s))
			return bad(row->name, s, "is no address");
		return list_add(field, s);
	case LIST:
		return list_add(field, s);
	case NETWORKS:
	case ON_INTERFACE:
		return set_network(row, field, s);
	}
	return -1;
}

/* The rows as getopt_long(3) has them. */
static void
tables(struct option *longs, char *letters)
{
	size_t i;

	*letters++ = '+';
	for (i = 0; i < NROWS; i++) {
		longs[i] = (struct option){ rows[i].name, rows[i].kind == FLAG ?
		    no_argument : required_argument, NULL, 256 + (int)i };
		if (rows[i].letter == 0)
			continue;
		*letters++ = (char)rows[i].letter;
		if (rows[i].kind != FLAG)
			*letters++ = ':';
	}
	*letters = '\0';
}

static void
usage(void)
{
	static const char *const argument[] = { [FLAG] = "", [TEXT] = " TEXT",
	    [WORD] = " TEXT", [NUMBER] = " N", [SECONDS] = " SECONDS",
	    [ADDRESS] = " ADDRESS", [LIST] = " TEXT",
	    [NETWORKS] = " ADDRESS[/LENGTH]", [NEIGHBORS] = " ADDRESS",
	    [ON_INTERFACE] = " ADDRESS[/LENGTH]%INTERFACE" };
	const struct option_row *r;

	printf("usage: bgpctl-x healthcheck [option ...]\n");
	for (r = rows; r < rows + NROWS; r++)
		printf(r->letter == 0 ? "\t--%s%s\n" : "\t--%s%s, -%c\n",
		    r->name, argument[r->kind], r->letter);
}

static int
read_args(struct health *h, int argc, char *argv[])
{
	struct option longs[NROWS + 1];
	char letters[2 * NROWS + 2];
	size_t i;
	int ch;

	memset(longs, 0, sizeof(longs));
	tables(longs, letters);
	optind = 0;
	while ((ch = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		for (i = 0; i < NROWS; i++)
			if (ch == 256 + (int)i || ch == rows[i].letter)
				break;
		if (i == NROWS || set(h, &rows[i], optarg) == -1)
			return -1;
	}
	if (optind < argc) {
		fprintf(stderr, "healthcheck: unexpected \"%s\"\n",
		    argv[optind]);
		return -1;
	}
	return 0;
}

/*
 * A line of the file, an option without its dashes, as an argument; NULL if
 * it says nothing, or there is no memory.
 */
static char *
line_arg(char *line)
{
	const char *sign = "=";
	char *eq, *value, *arg;

	line[strcspn(line, "\r\n")] = '\0';
	line += strspn(line, " \t");
	if (*line == '#' || *line == '\0')
		return NULL;
	if ((eq = strchr(line, '=')) == NULL) {
		eq = line + strlen(line);
		sign = "";
	}
	value = *eq == '\0' ? eq : eq + 1;
	while (eq > line && strchr(" \t", eq[-1]) != NULL)
		eq--;
	value += strspn(value, " \t");
	while (*value != '\0' && strchr(" \t", value[strlen(value) - 1]))
		value[strlen(value) - 1] = '\0';
	if (asprintf(&arg, "--%.*s%s%s", (int)(eq - line), line, sign,
	    value) == -1)
		return NULL;
	return arg;
}

/* -sF [F], which getopt(3) does not know: a word, its argument optional. */
static void
facility_word(int *argc, char *argv[])
{
	static char daemon_[] = "--syslog-facility=daemon";
	char *joined;
	const char *next;
	int i;

	for (i = 1; argv[i] != NULL; i++) {
		if (strcmp(argv[i], "-sF") != 0 &&
		    strcmp(argv[i], "--syslog-facility") != 0)
			continue;
		next = argv[i + 1];
		argv[i] = daemon_;
		if (next == NULL || next[0] == '-')
			continue;
		if (asprintf(&joined, "--syslog-facility=%s", next) != -1)
			argv[i] = joined;
		memmove(argv + i + 1, argv + i + 2, (size_t)(*argc - i - 1) *
		    sizeof(*argv));
		(*argc)--;
	}
}

/*
 * What the file says comes before the arguments, which win.  A line is by
 * itself: one without its value does not take the next one for it.
 */
static int
read_file(struct health *h, const char *path)
{
	static char name[] = "healthcheck";
	char *line = NULL, *args[3] = { name };
	size_t size = 0;
	int n, ret = 0;
	FILE *f;

	if ((f = fopen(path, "re")) == NULL)
		return bad("config", path, strerror(errno));
	while (ret == 0 && getline(&line, &size, f) != -1) {
		if ((args[1] = line_arg(line)) == NULL)
			continue;
		n = 2;
		ret = list_add(&h->args, args[1]);
		facility_word(&n, args);
		if (ret == 0)
			ret = read_args(h, n, args);
	}
	free(line);
	fclose(f);
	return ret;
}

static void
defaults(struct health *h)
{
	memset(h, 0, sizeof(*h));
	h->interval = 5000;
	h->fast = 1000;
	h->timeout = 5000;
	h->rise = h->fall = 3;
	h->local_preference = h->path_id = -1;
	h->increase = 1;
	h->metric[HEALTH_UP] = 100;
	h->metric[HEALTH_DOWN] = 1000;
	h->metric[HEALTH_DISABLED] = 500;
}

/* What makes sense only together, or not together. */
static int
check(const struct health *h)
{
	struct prefix p, q;
	const char *s;
	size_t i, j;

	if (h->silent + h->no_syslog + (h->facility != NULL) > 1) {
		fprintf(stderr, "healthcheck: --silent, --no-syslog and "
		    "--syslog-facility exclude each other\n");
		return -1;
	}
	for (i = 0; i < h->ip_ifnames.n; i++) {
		s = h->ip_ifnames.v[i];
		(void)prefix_parse(s, strcspn(s, "%"), &p);
		for (j = 0; j < h->ips.n; j++) {
			(void)prefix_parse(h->ips.v[j],
			    strlen(h->ips.v[j]), &q);
			if (p.plen == q.plen && addr_cmp(&p.addr, &q.addr) ==
			    0)
				break;
		}
		if (j == h->ips.n)
			return bad("ip-ifname", s, "is not given by --ip");
	}
	return 0;
}

static void
forget(struct health *h)
{
	size_t i;

	free(h->ips.v);
	free(h->ip_ifnames.v);
	free(h->neighbors.v);
	free(h->execute.v);
	for (i = 0; i < HEALTH_STATES; i++)
		free(h->state_execute[i].v);
}

int
health_options(struct health *h, int argc, char *argv[])
{
	const char *config;

	facility_word(&argc, argv);
	defaults(h);
	if (read_args(h, argc, argv) == -1)
		return -1;
	if (h->help) {
		usage();
		return 1;
	}
	if ((config = h->config) != NULL) {
		forget(h);
		defaults(h);
		if (read_file(h, config) == -1 ||
		    read_args(h, argc, argv) == -1)
			return -1;
	}
	if (h->label != NULL && *h->label == '\0')
		h->label = NULL;
	return check(h);
}
