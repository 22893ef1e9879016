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

#include "oper.h"
#include "../out/utf8.h"
#include "words.h"

enum oper_kind { OPER_ADVISORY, OPER_QUERY, OPER_ANSWER };

static const struct oper {
	const char	*word;		/* in commands */
	const char	*name;		/* in events */
	uint8_t		 type;
	enum oper_kind	 kind;
} opers[] = {
	{ "adm", "ADM", 1, OPER_ADVISORY },	/* advisory demand */
	{ "asm", "ASM", 2, OPER_ADVISORY },	/* advisory static */
	{ "rpcq", "RPCQ", 3, OPER_QUERY },	/* reachable prefixes */
	{ "rpcp", "RPCP", 4, OPER_ANSWER },
	{ "apcq", "APCQ", 5, OPER_QUERY },	/* adj-rib-out prefixes */
	{ "apcp", "APCP", 6, OPER_ANSWER },
	{ "lpcq", "LPCQ", 7, OPER_QUERY },	/* loc-rib prefixes */
	{ "lpcp", "LPCP", 8, OPER_ANSWER }
};

#define NOPERS	(sizeof(opers) / sizeof(opers[0]))

static const struct oper *
oper_find(uint16_t type)
{
	size_t i;

	for (i = 0; i < NOPERS; i++)
		if (opers[i].type == type)
			return &opers[i];
	return NULL;
}

static int
parse_family(struct lex *lx, struct wbuf *w)
{
	struct tok afi, safi;
	enum fam fam;

	if (lex_expect(lx, "afi") == -1 || lex_need(lx, &afi, "an AFI") ==
	    -1 || lex_expect(lx, "safi") == -1 || lex_need(lx, &safi,
	    "a SAFI") == -1)
		return -1;
	fam = family_parse(afi.s, afi.len, safi.s, safi.len);
	if (fam == FAM_NONE)
		return lex_err(lx, &afi, "invalid operational value for afi "
		    "or safi");
	wb_u16(w, families[fam].afi);
	wb_u8(w, families[fam].safi);
	return 0;
}

/* The rest of the line; what is too long ends in dots, as ExaBGP does. */
static int
parse_advisory(struct lex *lx, struct wbuf *w)
{
	const struct tok *t;
	size_t n;

	if (lex_expect(lx, "advisory") == -1)
		return -1;
	t = lex_peek(lx);
	if (t->kind != TOK_WORD)
		return lex_err(lx, t, "invalid advisory syntax, missing "
		    "argument(s) advisory");
	n = lx->len - t->off;
	if (n > OPER_TEXT_MAX) {
		wb_put(w, lx->src + t->off, OPER_TEXT_MAX - 3);
		wb_str(w, "...");
	} else {
		wb_put(w, lx->src + t->off, n);
	}
	return 0;
}

static int
parse_counters(struct lex *lx, const struct oper *o, size_t *own,
    struct wbuf *w)
{
	struct addr a = { .len = 0 };
	uint32_t n;

	if (lex_accept(lx, "router-id") &&
	    need_addr(lx, "router-id", &a) == -1)
		return -1;
	if (a.len != 4)
		*own = w->len;
	wb_u32(w, a.len == 4 ? addr_to_v4(&a) : 0);
	if (lex_expect(lx, "sequence") == -1 ||
	    need_u32(lx, "sequence", UINT32_MAX, &n) == -1)
		return -1;
	wb_u32(w, n);
	if (o->kind != OPER_ANSWER)
		return 0;
	if (lex_expect(lx, "counter") == -1 ||
	    need_u32(lx, "counter", UINT32_MAX, &n) == -1)
		return -1;
	wb_u32(w, n);
	return 0;
}

static const struct oper *
oper_named(const struct tok *t)
{
	size_t i;

	for (i = 0; i < NOPERS; i++)
		if (tok_is(t, opers[i].word))
			return &opers[i];
	return NULL;
}

bool
oper_is_kind(const struct tok *t)
{
	return oper_named(t) != NULL;
}

int
oper_parse(struct lex *lx, size_t *own, struct wbuf *w)
{
	const struct oper *o;
	size_t start = w->len;
	struct tok t;

	*own = 0;
	if (lex_need(lx, &t, "the kind of message") == -1)
		return -1;
	if ((o = oper_named(&t)) == NULL)
		return lex_err(lx, &t, "there is no operational message "
		    "\"%.*s\"", (int)t.len, t.s);
	wb_u16(w, o->type);
	wb_u16(w, 0);
	if (parse_family(lx, w) == -1 || (o->kind == OPER_ADVISORY ?
	    parse_advisory(lx, w) : parse_counters(lx, o, own, w)) == -1)
		return -1;
	wb_set_u16(w, start + 2, (uint16_t)(w->len - start - 4));
	return w->err ? -1 : 0;
}

/* The parts of a received message, as far as they are there. */
struct parts {
	const struct oper *o;
	uint16_t	 type;
	enum fam	 fam;
	uint16_t	 afi;
	uint8_t		 safi;
	struct rbuf	 data;
};

static void
split(struct rbuf r, struct parts *p)
{
	p->type = rb_u16(&r);
	p->data = rb_sub(&r, rb_u16(&r));
	p->o = oper_find(p->type);
	p->afi = rb_u16(&p->data);
	p->safi = rb_u8(&p->data);
	p->fam = family_find(p->afi, p->safi);
	if (p->data.err || p->fam >= FAM_MAX)
		p->o = NULL;
}

static void
emit_counters(const struct oper *o, struct rbuf r, struct sink *s)
{
	char buf[ADDR_STRLEN];
	struct addr id;

	addr_from_v4(&id, rb_u32(&r));
	sink_key(s, "router-id");
	sink_nstr(s, buf, addr_print(&id, buf, sizeof(buf)));
	sink_key(s, "sequence");
	sink_u64(s, rb_u32(&r));
	if (o->kind != OPER_ANSWER)
		return;
	sink_key(s, "counter");
	sink_u64(s, rb_u32(&r));
}

void
oper_emit(struct rbuf r, struct sink *s)
{
	struct parts p;

	split(r, &p);
	sink_obj(s);
	sink_key(s, "name");
	sink_str(s, p.o != NULL ? p.o->name : "unknown");
	if (p.o == NULL) {
		sink_key(s, "type");
		sink_u64(s, p.type);
		sink_key(s, "raw");
		sink_hex(s, r.p, rb_left(&r), true, false);
		sink_end_obj(s);
		return;
	}
	sink_key(s, "afi");
	sink_str(s, families[p.fam].afi_name);
	sink_key(s, "safi");
	sink_str(s, families[p.fam].safi_name);
	if (p.o->kind == OPER_ADVISORY) {
		sink_key(s, "advisory");
		sink_nstr(s, (const char *)p.data.p, rb_left(&p.data));
	} else {
		emit_counters(p.o, p.data, s);
	}
	sink_end_obj(s);
}

void
oper_text(struct rbuf r, struct wbuf *w)
{
	struct parts p;
	struct addr id;

	split(r, &p);
	if (p.o == NULL) {
		wb_printf(w, "unknown type %u 0x", p.type);
		wb_hex(w, r.p, rb_left(&r), true);
		return;
	}
	wb_printf(w, "%s afi %s safi %s", p.o->name, families[p.fam].afi_name,
	    families[p.fam].safi_name);
	if (p.o->kind == OPER_ADVISORY) {
		wb_str(w, " advisory \"");
		utf8_escape(w, p.data.p, rb_left(&p.data));
		wb_u8(w, '"');
		return;
	}
	addr_from_v4(&id, rb_u32(&p.data));
	wb_str(w, " router-id ");
	put_addr(w, id.b, 4);
	wb_printf(w, " sequence %u", rb_u32(&p.data));
	if (p.o->kind == OPER_ANSWER)
		wb_printf(w, " counter %u", rb_u32(&p.data));
}
