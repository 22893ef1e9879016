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

#include "codec/open.h"
#include "codec/oper.h"
#include "fuzz.h"

/* The other messages; the first byte chooses which. */
enum { OPEN, NOTIFICATION, REFRESH, OPERATIONAL, HEADER, KINDS };

static struct open_params
ours(void)
{
	struct open_params p;

	memset(&p, 0, sizeof(p));
	p.families = p.addpath_rx = p.addpath_tx = FAM_BIT(FAM_MAX) - 1;
	p.extnh = FAM_BIT(FAM_IPV4_UNICAST);
	p.local_as = 65000;
	p.router_id = 0x0a000001;
	p.hold_time = 180;
	p.asn4 = p.extended_message = p.route_refresh = 1;
	p.graceful_restart = p.addpath = p.nexthop = p.operational = 1;
	return p;
}

static void
use_open(struct rbuf r)
{
	const struct open_params p = ours();
	struct bgp_err err = { 0 };
	static struct open o;
	struct negot n;
	struct wbuf w;
	struct sink s;
	uint8_t v;

	if (open_decode(r, &o, &err) == -1) {
		MUST(err.action == ERR_RESET, "%s", err.text);
		return;
	}
	wb_init(&w, FUZZ_BUF);
	for (v = 4; v <= 6; v++) {
		wb_reset(&w);
		sink_init(&s, &sink_json_ops, &w);
		s.version = v;
		open_emit(&o, v == 5, &s);
		fuzz_json(&w, false);
	}
	wb_reset(&w);
	open_text(&o, &w);
	memset(&n, 0, sizeof(n));
	if (open_negotiate(&p, &o, &n, &err) == 0) {
		MUST((n.families & ~p.families) == 0, "families");
		wb_reset(&w);
		sink_init(&s, &sink_json_ops, &w);
		negot_emit(&n, &s);
		fuzz_json(&w, false);
	}
	wb_free(&w);
}

static void
use_notification(struct rbuf r)
{
	struct wbuf w;
	struct sink s;

	wb_init(&w, FUZZ_BUF);
	notify_text(r, &w);
	wb_reset(&w);
	sink_init(&s, &sink_json_ops, &w);
	notify_emit(r, &s);
	fuzz_json(&w, false);
	wb_free(&w);
}

static void
use_refresh(struct rbuf r)
{
	struct bgp_err err = { 0 };
	struct refresh rf;
	struct wbuf w;
	struct sink s;

	if (refresh_decode(r, &rf, &err) == -1)
		return;
	wb_init(&w, FUZZ_BUF);
	sink_init(&s, &sink_json_ops, &w);
	refresh_emit(&rf, &s);
	fuzz_json(&w, false);
	wb_free(&w);
}

static void
use_operational(struct rbuf r)
{
	struct wbuf w;
	struct sink s;

	wb_init(&w, FUZZ_BUF);
	oper_text(r, &w);
	wb_reset(&w);
	sink_init(&s, &sink_json_ops, &w);
	oper_emit(r, &s);
	fuzz_json(&w, false);
	wb_free(&w);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct bgp_err err = { 0 };
	struct rbuf r;
	uint16_t len;
	uint8_t type;

	if (n < 1)
		return 0;
	r = rb_init(p + 1, n - 1);
	switch (p[0] % KINDS) {
	case OPEN:
		use_open(r);
		break;
	case NOTIFICATION:
		use_notification(r);
		break;
	case REFRESH:
		use_refresh(r);
		break;
	case OPERATIONAL:
		use_operational(r);
		break;
	case HEADER:
		if (rb_left(&r) >= MSG_HDR && msg_check(r, MSG_MAX, false,
		    &type, &len, &err) == 0)
			MUST(len >= MSG_HDR && len <= MSG_MAX, "%u", len);
		break;
	}
	return 0;
}
