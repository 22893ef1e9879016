#!/bin/sh
# install.sh install|uninstall: the daemon's own files, by DESTDIR and
# PREFIX.  The user is made only when installing into the running system.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
dest=${DESTDIR:-}
prefix=${PREFIX:-/usr/local}
lib=$dest$prefix/lib

put() {
	install -d "$(dirname "$2")"
	sed "s|@PREFIX@|$prefix|g" "$1" > "$2"
	chmod "$3" "$2"
}

make_user() {
	if id _bgpdx >/dev/null 2>&1; then
		return
	elif command -v systemd-sysusers >/dev/null; then
		systemd-sysusers "$here/sysusers.conf"
	elif [ "$(uname -s)" = OpenBSD ]; then
		useradd -L daemon -d /var/empty -s /sbin/nologin _bgpdx
	else
		useradd -r -d /nonexistent -s /usr/sbin/nologin _bgpdx
	fi
}

case $1 in
install)
	install -d "$dest/etc/bgpd-x"
	# what the administrator wrote stays
	[ -e "$dest/etc/bgpd-x/bgpd-x.conf" ] ||
	    install -m 600 "$here/bgpd-x.conf" "$dest/etc/bgpd-x/bgpd-x.conf"
	for f in "$here"/examples/*.conf; do
		put "$f" "$dest$prefix/share/bgpd-x/examples/$(basename "$f")" \
		    644
	done
	if [ "$(uname -s)" = OpenBSD ]; then
		put "$here/bgpd-x.rc" "$dest/etc/rc.d/bgpd_x" 555
	else
		put "$here/bgpd-x.service" "$lib/systemd/system/bgpd-x.service" \
		    644
		put "$here/sysusers.conf" "$lib/sysusers.d/bgpd-x.conf" 644
		put "$here/tmpfiles.conf" "$lib/tmpfiles.d/bgpd-x.conf" 644
	fi
	[ -n "$dest" ] || [ "$(id -u)" != 0 ] || make_user
	;;
uninstall)
	rm -f "$lib/systemd/system/bgpd-x.service" \
	    "$lib/sysusers.d/bgpd-x.conf" "$lib/tmpfiles.d/bgpd-x.conf" \
	    "$dest/etc/rc.d/bgpd_x"
	rm -rf "$dest$prefix/share/bgpd-x"
	echo "left in place: $dest/etc/bgpd-x and the user _bgpdx"
	;;
esac
