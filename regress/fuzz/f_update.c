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

#include "fuzz.h"
#include "mutate.h"
#include "codec/event.h"

/*
 * The body of an UPDATE: the first byte chooses the session.  Whatever is
 * accepted can be reported, printed and sent on.
 */
static void
use_run(struct nlri_run run)
{
	struct nlri_ctx c = { &run.nh, run.addpath, 0, false };
	struct rbuf one;

	while (nlri_run_next(&run, &c.path_id, &one))
		fuzz_use_nlri((enum fam)run.fam, one, &c);
}

static void
use_update(const struct update *u)
{
	const struct event_text four = { .prefix = "neighbor 10.0.0.1 ",
	    .version = 4 }, five = { .prefix = four.prefix, .version = 5 };
	struct wbuf w;
	struct sink s;

	wb_init(&w, FUZZ_BUF);
	sink_init(&s, &sink_json_ops, &w);
	sink_obj(&s);
	update_emit(u, EVENT_EXABGP, false, &s);
	sink_end_obj(&s);
	fuzz_json(&w, false);
	wb_reset(&w);
	sink_init(&s, &sink_json_ops, &w);
	sink_obj(&s);
	update_emit(u, EVENT_GUIDE, true, &s);
	sink_end_obj(&s);
	fuzz_json(&w, false);
	wb_reset(&w);
	update_text(u, &four, &w);
	update_text(u, &five, &w);
	wb_free(&w);
}

static void
send_on(const struct update *u)
{
	struct attr_iter it;
	struct negot n;
	struct wbuf w;
	struct nh nh;
	uint8_t bits;

	wb_init(&w, FUZZ_BUF);
	for (bits = 0; bits < 8; bits++) {
		n = fuzz_negot(bits);
		attr_first(&it, u->attrs.p, u->attrs.len, &nh);
		wb_reset(&w);
		attr_encode(&n, u->attrs.p, u->attrs.len, &nh, true, &w);
	}
	wb_free(&w);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct update u;
	static bool ready;
	struct negot ng;

	if (n < 1)
		return 0;
	if (!ready)
		update_init(&u);
	ready = true;
	ng = fuzz_negot(p[0]);
	update_decode(&ng, rb_init(p + 1, n - 1), &u);
	if (u.err.action == ERR_RESET)
		return 0;
	use_run(u.reach);
	use_run(u.nlri);
	use_run(u.unreach);
	use_run(u.withdrawn);
	fuzz_use_block(u.attrs.p, u.attrs.len, false);
	use_update(&u);
	send_on(&u);
	return 0;
}

size_t
LLVMFuzzerCustomMutator(uint8_t *p, size_t n, size_t max, unsigned int seed)
{
	return mutate_update(p, n, max, seed);
}
