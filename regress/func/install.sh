#!/usr/bin/env atf-sh
# Copyright (c) 2026 The bgpd-x authors
#
# Permission to use, copy, modify, and distribute this software for any
# purpose with or without fee is hereby granted, provided that the above
# copyright notice and this permission notice appear in all copies.
#
# THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES
# WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF
# MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR
# ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES
# WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
# ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF
# OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.

# What is installed: examples that load, files in their places.

top()
{
	echo "$(atf_get_srcdir)/../.."
}

atf_test_case examples
examples_body()
{
	for f in "$(top)"/bgpd-x/etc/*.conf "$(top)"/bgpd-x/etc/examples/*; do
		case $f in
		*/sysusers.conf | */tmpfiles.conf)
			continue
			;;
		esac
		# a program of ours that need not be installed yet
		sed "s|@PREFIX@/bin/bgpctl-x|$(top)/bgpctl-x/bgpctl-x|" \
		    "$f" >example.conf
		f=example.conf
		atf_check -o match:"configuration OK" \
		    "$(top)/bgpd-x/bgpd-x" -n -f "$f"
		# and what it prints is the same configuration
		atf_check -e ignore -o save:once \
		    "$(top)/bgpd-x/bgpd-x" -n -v -f "$f"
		grep -v '^configuration OK' once >once.conf
		atf_check -e ignore -o file:once \
		    "$(top)/bgpd-x/bgpd-x" -n -v -f once.conf
	done
}

atf_test_case files
files_body()
{
	dest=$(pwd)/dest
	set -- DESTDIR="$dest" PREFIX=/usr
	atf_check -o ignore -e ignore make -C "$(top)" install "$@"
	for f in usr/sbin/bgpd-x usr/bin/bgpctl-x etc/bgpd-x/bgpd-x.conf \
	    usr/share/man/man8/bgpd-x.8 usr/share/man/man8/bgpctl-x.8 \
	    usr/share/man/man5/bgpd-x.conf.5 \
	    usr/share/man/man7/bgpd-x-api.7 \
	    usr/share/bash-completion/completions/bgpctl-x \
	    usr/share/zsh/site-functions/_bgpctl-x \
	    usr/share/fish/vendor_completions.d/bgpctl-x.fish; do
		[ -f "$dest/$f" ] || atf_fail "$f is missing"
	done
	atf_check -o match:"^bgpd-x : " "$dest/usr/sbin/bgpd-x" -V
	# no place of the build is left in them
	if grep -r '@PREFIX@' "$dest/usr/lib" "$dest/etc"; then
		atf_fail "a prefix is not filled in"
	fi
	# the administrator's file stays, twice
	echo "# mine" >"$dest/etc/bgpd-x/bgpd-x.conf"
	atf_check -o ignore -e ignore make -C "$(top)" install "$@"
	atf_check -o ignore -e ignore make -C "$(top)" uninstall "$@"
	atf_check -o inline:"$dest/etc/bgpd-x/bgpd-x.conf\n" \
	    find "$dest" -type f
	atf_check -o inline:"# mine\n" cat "$dest/etc/bgpd-x/bgpd-x.conf"
}

atf_init_test_cases()
{
	atf_add_test_case examples
	atf_add_test_case files
}
