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
#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf_priv.h"

/*
 * The program of a process: its words, and where it is.  The only part of
 * the language that looks at the file system.
 */
#define ETC_PREFIX	"etc/exabgp/"

/* Behind "run": the words as they are, without any shell. */
int
conf_run(struct cparse *cp, const struct tok *kw)
{
	struct proc_conf *p = cp->proc;
	struct tok t, first = *kw;
	char *s;

	free(p->argstr);
	p->argstr = NULL;
	p->arglen = p->argc = 0;
	while (lex_word(&cp->lx, &t)) {
		if (p->argc++ == 0)
			first = t;
		s = realloc(p->argstr, p->arglen + t.len + 1);
		if (s == NULL) {
			cp->nomem = true;
			return lex_err(&cp->lx, &t, "out of memory");
		}
		memcpy(s + p->arglen, t.s, t.len);
		s[p->arglen + t.len] = '\0';
		p->argstr = s;
		p->arglen += t.len + 1;
	}
	if (lex_peek(&cp->lx)->kind == TOK_ERROR)
		return -1;
	if (p->argc == 0 || p->argstr[0] == '\0')
		return lex_err(&cp->lx, kw, "run needs a program");
	return conf_program(cp, &first, p->argstr, p->path,
	    sizeof(p->path));
}

static bool
exists(const char *dir, size_t len, const char *name, char *buf, size_t size)
{
	struct stat st;
	int n;

	n = snprintf(buf, size, "%.*s/%s", (int)len, dir, name);
	return n > 0 && (size_t)n < size && stat(buf, &st) == 0;
}

/* Keep the first hit in `found`, and tell when there is another one. */
static void
candidate(struct cparse *cp, const struct tok *t, const char *dir,
    size_t len, char *found, size_t size)
{
	char buf[1024];

	if (!exists(dir, len, t->s, buf, sizeof(buf)))
		return;
	if (found[0] == '\0')
		(void)strlcpy(found, buf, size);
	else if (strcmp(found, buf) != 0)
		diag_warn(cp->diag, t, "%s is used, there is %s too", found,
		    buf);
}

/*
 * A relative path is looked up beside the configuration file, in
 * /etc/exabgp, and in $PATH; the first that exists is taken.  (ExaBGP
 * takes the last.)  The token's text is terminated.
 */
static void
search(struct cparse *cp, const struct tok *t, char *found, size_t size)
{
	const char *dir = cp->opts->dir != NULL ? cp->opts->dir : ".";
	const char *etc = getenv("EXABGP_ETC"), *path = getenv("PATH");
	struct tok rest = *t;
	size_t n;

	found[0] = '\0';
	candidate(cp, t, dir, strlen(dir), found, size);
	if (strncmp(t->s, ETC_PREFIX, strlen(ETC_PREFIX)) == 0) {
		rest.s += strlen(ETC_PREFIX);
		if (etc != NULL)
			candidate(cp, &rest, etc, strlen(etc), found, size);
		candidate(cp, &rest, "/etc/exabgp", 11, found, size);
	} else
		candidate(cp, t, "/etc/exabgp", 11, found, size);
	while (path != NULL && *path != '\0') {
		n = strcspn(path, ":");
		if (n > 0 && found[0] == '\0')
			candidate(cp, t, path, n, found, size);
		path += n + (path[n] == ':');
	}
}

static int
check(struct cparse *cp, const struct tok *t, const char *path)
{
	struct stat st;

	if (stat(path, &st) == -1)
		return lex_err(&cp->lx, t, errno == EACCES ?
		    "can not access program \"%s\"" :
		    "can not locate the program \"%s\"", path);
	if (S_ISDIR(st.st_mode))
		return lex_err(&cp->lx, t, "can not execute directories "
		    "\"%s\"", path);
	if (st.st_mode & S_ISUID)
		return lex_err(&cp->lx, t, "refusing to run setuid programs "
		    "\"%s\"", path);
	if (st.st_mode & S_ISGID)
		return lex_err(&cp->lx, t, "refusing to run setgid programs "
		    "\"%s\"", path);
	if (!S_ISREG(st.st_mode))
		return lex_err(&cp->lx, t, "program must be a regular file "
		    "\"%s\"", path);
	if (access(path, X_OK) == -1)
		return lex_err(&cp->lx, t, "bgpd-x will not be able to run "
		    "this program \"%s\": it is not executable", path);
	return 0;
}

/* See conf_priv.h. */
int
conf_program(struct cparse *cp, const struct tok *at, const char *name,
    char *path, size_t size)
{
	struct tok t = *at;

	t.s = name;
	t.len = strlen(name);
	if (strlcpy(path, name, size) >= size)
		return lex_err(&cp->lx, at, "the path of the program is too "
		    "long");
	if (!cp->opts->check_programs)
		return 0;
	if (name[0] != '/') {
		search(cp, &t, path, size);
		if (path[0] == '\0')
			return lex_err(&cp->lx, at, "can not locate the "
			    "program \"%s\"", name);
	}
	return check(cp, at, path);
}
