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
 * Routes as the commands and configurations of the daemons.
 *
 *	gen FORMAT ROUTES
 */
#include <sys/socket.h>
#include <arpa/inet.h>

#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bench.h"

struct format {
	const char	*name;
	const char	*head;
	void		(*route)(const struct routes *, uint32_t);
	const char	*tail;
};

static const char *
prefix(const struct routes *r, uint32_t i)
{
	static char text[80];
	char a[INET6_ADDRSTRLEN];
	uint8_t b[NLRI_MAX], addr[16] = { 0 };
	bool v6 = routes_v6(r, i);
	size_t n = routes_nlri(r, i, b), skip = 1;
	unsigned len = b[0];

	if (r->kind == KIND_VPN) {
		skip = 12;
		len -= 88;
	} else if (r->kind == KIND_FLOW) {
		skip = 3;
		len = b[2];
	}
	memcpy(addr, b + skip, n - skip);
	inet_ntop(v6 ? AF_INET6 : AF_INET, addr, a, sizeof(a));
	snprintf(text, sizeof(text), "%s/%u", a, len);
	return text;
}

static void
list(const char *name, const uint32_t *v, unsigned n, bool pairs)
{
	unsigned i;

	if (n == 0)
		return;
	printf(" %s [", name);
	for (i = 0; i < n; i++)
		if (pairs)
			printf(" %u:%u", v[i] >> 16, v[i] & 0xffff);
		else
			printf(" %u", v[i]);
	printf(" ]");
}

static void
words(const struct routes *r, uint32_t i)
{
	struct aset a;

	routes_aset(r, routes_set(r, i), &a);
	printf(" next-hop %s", routes_v6(r, i) ? "2001:db8:ff::2" :
	    "10.1.0.1");
	if (r->kind == KIND_VPN)
		printf(" rd 65000:1 label 100");
	if (a.med != 0)
		printf(" med %u", a.med);
	list("as-path", a.path, a.npath, false);
	list("community", a.com, a.ncom, true);
	if (a.has_large)
		printf(" large-community [ %u:%u:%u ]", a.large[0],
		    a.large[1], a.large[2]);
}

static void
flow(const struct routes *r, uint32_t i)
{
	struct aset a;

	routes_aset(r, routes_set(r, i), &a);
	printf("announce flow route { match { destination %s; } then { "
	    "discard;", prefix(r, i));
	list("community", a.com, a.ncom, true);
	printf("%s } }\n", a.ncom > 0 ? ";" : "");
}

static void
api(const struct routes *r, uint32_t i)
{
	if (r->kind == KIND_FLOW) {
		flow(r, i);
		return;
	}
	printf("announce route %s", prefix(r, i));
	words(r, i);
	putchar('\n');
}

static void
bulk(const struct routes *r, uint32_t i)
{
	if (i % BULK == 0) {
		printf("announce attributes");
		words(r, i);
		printf(" nlri");
	}
	printf(" %s", prefix(r, i));
	if (i % BULK == BULK - 1 || i == r->n - 1)
		putchar('\n');
}

static void
withdraw(const struct routes *r, uint32_t i)
{
	printf("withdraw route %s\n", prefix(r, i));
}

static void
conf(const struct routes *r, uint32_t i)
{
	printf("\t\troute %s", prefix(r, i));
	words(r, i);
	printf(";\n");
}

static void
bird_attrs(const struct routes *r, uint32_t set)
{
	struct aset a;
	unsigned k;

	routes_aset(r, set, &a);
	for (k = a.npath; k > 0; k--)
		printf(" bgp_path.prepend(%u);", a.path[k - 1]);
	for (k = 0; k < a.ncom; k++)
		printf(" bgp_community.add((%u,%u));", a.com[k] >> 16,
		    a.com[k] & 0xffff);
	if (a.med != 0)
		printf(" bgp_med = %u;", a.med);
}

/* What all have in common is in the import filter. */
static void
bird(const struct routes *r, uint32_t i)
{
	if (i == 0) {
		printf("protocol static r4 {\n\tipv4 { import filter {");
		if (r->sets == 1)
			bird_attrs(r, 0);
		printf(" accept; }; };\n");
	}
	printf("\troute %s blackhole", prefix(r, i));
	if (r->sets > 1) {
		printf(" {");
		bird_attrs(r, routes_set(r, i));
		printf(" }");
	}
	printf(";\n");
}

static void
openbgpd(const struct routes *r, uint32_t i)
{
	struct aset a;
	unsigned k;

	routes_aset(r, routes_set(r, i), &a);
	printf("network %s set {", prefix(r, i));
	for (k = 0; k < a.ncom; k++)
		printf(" community %u:%u", a.com[k] >> 16, a.com[k] & 0xffff);
	printf(" }\n");
}

static void
frr(const struct routes *r, uint32_t i)
{
	printf("  network %s route-map ALL\n", prefix(r, i));
}

static void
frr_no(const struct routes *r, uint32_t i)
{
	printf("  no network %s\n", prefix(r, i));
}

static void
plain(const struct routes *r, uint32_t i)
{
	puts(prefix(r, i));
}

#define FRR_HEAD	"router bgp 65000\n address-family ipv4 unicast\n"

static const struct format formats[] = {
	{ "api", "", api, "" },
	{ "bulk", "", bulk, "" },
	{ "withdraw", "", withdraw, "" },
	{ "conf", "\tstatic {\n", conf, "\t}\n" },
	{ "bird", "", bird, "}\n" },
	{ "openbgpd", "", openbgpd, "" },
	{ "frr", "route-map ALL permit 10\n set community 65000:1 65000:2\n"
	    "exit\n" FRR_HEAD, frr, " exit-address-family\nexit\n" },
	{ "frr-no", FRR_HEAD, frr_no, " exit-address-family\nexit\n" },
	{ "prefixes", "", plain, "" },
	{ "grpc", "", gen_grpc, "" },
	{ NULL, NULL, NULL, NULL }
};

int
gen_main(int argc, char *argv[])
{
	const struct format *f = formats;
	struct routes r;
	uint32_t i;

	if (argc != 3)
		errx(2, "usage: gen FORMAT ROUTES");
	if (strcmp(argv[1], "sum") == 0) {
		routes_init(&r, argv[2]);
		printf("%016" PRIx64 "\n", routes_sum(&r));
		return 0;
	}
	while (f->name != NULL && strcmp(f->name, argv[1]) != 0)
		f++;
	if (f->name == NULL)
		errx(2, "%s: no such format", argv[1]);
	routes_init(&r, argv[2]);
	fputs(f->head, stdout);
	for (i = 0; i < r.n; i++)
		f->route(&r, i);
	fputs(f->tail, stdout);
	return fflush(stdout) != 0;
}
