#!/bin/sh
# Install what building and testing need; elsewhere say what that is.
# `deps.sh demo` leaves out what only the tests need; `deps.sh lint` and
# `deps.sh bench` add what only these need.
need="gcc make pkg-config libevent-dev libbsd-dev libcbor-dev
libseccomp-dev libedit-dev jq procps"
[ "${1:-}" = demo ] || need="$need kyua libatf-dev atf-sh mandoc frr bird2 gobgpd
openbgpd exabgp tshark iproute2 python3 clang libclang-rt-dev faketime valgrind
bash zsh fish"
[ "${1:-}" != lint ] || need="$need cppcheck clang-tidy"
[ "${1:-}" != bench ] || need="$need curl"

missing=
if command -v dpkg-query >/dev/null; then
	for p in $need; do
		dpkg-query -W -f '${Status}\n' "$p" 2>/dev/null |
		    grep -q 'ok installed' || missing="$missing $p"
	done
	[ -z "$missing" ] && exit 0
	if [ "$(id -u)" != 0 ]; then
		echo "as root: apt-get install$missing" >&2
		exit 1
	fi
	# The daemons among them are not to run.
	rc=/usr/sbin/policy-rc.d
	if [ ! -e $rc ]; then
		trap 'rm -f $rc' EXIT
		trap 'exit 1' INT TERM
		printf '#!/bin/sh\nexit 101\n' >$rc
		chmod 755 $rc
	fi
	apt-get update -qq &&
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
	    --no-install-recommends $missing >/dev/null
	exit $?
fi
echo "needed: a C compiler, make, pkg-config, libevent, libbsd, libcbor," \
    "libseccomp, libedit, kyua with ATF, mandoc, jq, python3, clang, FRR," \
    "BIRD 2, GoBGP, OpenBGPD, ExaBGP, tshark, faketime, valgrind," \
    "bash, zsh, fish"
