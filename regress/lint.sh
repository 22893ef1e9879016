#!/bin/sh
# Static checks:
#	lint.sh [rules] [manuals] [cppcheck] [tidy] [analyzer]
# Without a word all of them; any finding makes the status 1.
set -u
cd "$(dirname "$0")/.." || exit 1
status=0
[ $# -gt 0 ] || set -- rules manuals cppcheck tidy analyzer

bad()
{
	echo "$*"
	status=1
}

# quoted includes of these files that match none of the patterns
includes()
{
	allowed=$1
	shift
	found=$(grep -nE '^#include "' "$@" /dev/null |
	    grep -vE "#include \"($allowed)\"")
	[ -z "$found" ] || bad "$found"
}

# lines of these files that match, outside of comments
nothing()
{
	what=$1 pattern=$2
	shift 2
	found=$(grep -nE "$pattern" "$@" /dev/null |
	    grep -vE '^[^:]*:[0-9]*:[[:space:]]*(/?\*|//)')
	[ -z "$found" ] || bad "$what:
$found"
}

layers()
{
	own='[a-z0-9_]+\.h'
	includes "$own" common/base/*.[ch]
	includes "$own|\.\./base/$own" common/out/*.[ch]
	includes "$own|\.\./(base|out)/$own" common/codec/*.[ch]
	includes "$own|\.\./(base|out|codec)/$own" common/lang/*.[ch]
	nothing "bgpctl-x knows the daemon by its messages only" \
	    '#include ".*bgpd-x/' bgpctl-x/*.[ch]
	nothing "sessions know no routes" '#include "(.*/)?(nlri|rib|pack)\.h"' \
	    bgpd-x/sess*.[ch] bgpd-x/fsm.[ch]
	nothing "the route engine opens no sockets" \
	    '[^a-z_](socket|connect|bind|listen|tcpauth_[a-z]+) ?\(' \
	    bgpd-x/eng*.[ch] bgpd-x/cmd*.[ch] bgpd-x/api.[ch] \
	    bgpd-x/rib*.[ch] bgpd-x/event.[ch]
}

pure()
{
	files=$(ls common/codec/*.c common/lang/*.c common/out/*.c)
	calls='socket|connect|send|recv|read|write|open|fopen|time'
	calls="$calls|gettimeofday|clock_gettime|log_[a-z]+|fatalx?|exit"
	calls="$calls|_exit|abort|assert|printf|fprintf|system|fork|execv[ep]*"
	nothing "pure code calls" "(^|[^a-z_.>])($calls) ?\(" $files
	# A variable: no parameters, and what is not const.
	found=$(grep -nE '^[[:space:]]*static [^(]*[=;{]' $files |
	    grep -vE 'static (const|inline)|\*const ' |
	    grep -vE 'static struct [a-z_]+ \*?$')
	[ -z "$found" ] || bad "pure code has state of its own:
$found"
}

# Lines of files, and of functions as style(9) lays them out.
sizes()
{
	for f in common/*/*.[ch] bgpd-x/*.[ch] bgpctl-x/*.[ch] \
	    regress/*/*.[ch]; do
		n=$(wc -l <"$f")
		[ "$n" -le 800 ] || bad "$f has $n lines"
	done
	found=$(awk 'FNR == 1 { start = 0 }
	/^{/ { start = FNR }
	/^}/ && start { if (FNR - start > 100)
		print FILENAME ":" start ": function of " FNR - start " lines"
		start = 0 }' common/*/*.c bgpd-x/*.c bgpctl-x/*.c \
	    regress/*/*.c)
	[ -z "$found" ] || bad "$found"
}

style()
{
	all=$(ls common/*/*.[ch] bgpd-x/*.[ch] bgpctl-x/*.[ch] \
	    regress/*/*.[ch])
	nothing "blanks at the end of a line" '[[:blank:]]$' $all
	for f in $all; do
		head -15 "$f" | grep -q 'Permission to use' ||
		    bad "$f has no license"
	done
}

manuals()
{
	found=$(mandoc -T lint -W warning man/*.[1-9] 2>&1)
	[ -z "$found" ] || bad "$found"
}

flags="-std=c11 -D_GNU_SOURCE -Icommon
$(pkg-config --cflags libbsd-overlay libevent_core libcbor libseccomp)"
sources=$(ls common/*/*.c bgpd-x/*.c bgpctl-x/*.c |
    grep -v '_openbsd\.c$')

cppcheck_all()
{
	cppcheck -q --std=c11 --enable=warning,performance,portability \
	    --inline-suppr --error-exitcode=1 -j 2 -D_GNU_SOURCE \
	    -D__linux__ --suppress=missingIncludeSystem \
	    --suppressions-list=regress/cppcheck.txt \
	    --include=/usr/include/bsd/sys/queue.h \
	    --include=/usr/include/bsd/sys/tree.h -I common common bgpd-x bgpctl-x regress/unit \
	    regress/fuzz ||
	    status=1
}

tidy()
{
	echo "$sources" | xargs -P 2 -n 8 sh -c '
	flags=$1
	shift
	clang-tidy --quiet "$@" -- $flags 2>/dev/null' sh "$flags" |
	    grep -E 'warning:|error:' | sort -u >regress/lint.out
	[ ! -s regress/lint.out ] || { cat regress/lint.out; status=1; }
	rm -f regress/lint.out
}

# What gcc 12 takes for null, leaked or uninitialized is in lists and arrays
# whose invariants it does not see; descriptors, files and signal handlers it
# gets right.
analyzer()
{
	quiet=
	for w in malloc-leak null-dereference null-argument double-free \
	    use-after-free use-of-uninitialized-value \
	    possible-null-dereference possible-null-argument; do
		quiet="$quiet -Wno-analyzer-$w"
	done
	found=$(echo "$sources" | xargs -P 2 -n 1 sh -c '
	flags=$1
	shift
	gcc $flags -O1 -c -o /dev/null "$@" 2>&1' sh \
	    "$flags -fanalyzer $quiet" |
	    grep -E 'warning:|error:' | sort -u)
	[ -z "$found" ] || bad "$found"
}

for what; do
	echo "lint: $what"
	case $what in
	rules)
		layers
		pure
		sizes
		style
		;;
	cppcheck)
		cppcheck_all
		;;
	manuals | tidy | analyzer)
		$what
		;;
	*)
		echo "unknown: $what" >&2
		exit 2
		;;
	esac
done
exit $status
