#!/bin/sh
# Build the fuzz targets with clang and run each for some seconds:
#	fuzz.sh [-b] [-r runs | -s seconds] [target ...]
# -b builds only, -r makes so many runs that are the same each time.  New inputs are kept in corpus/, findings in findings/;
# any finding makes the status 1.
set -u
cd "$(dirname "$0")" || exit 1
seconds=10 build=0 runs=
while getopts br:s: opt; do
	case $opt in
	b)	build=1 ;;
	r)	runs=$OPTARG ;;
	s)	seconds=$OPTARG ;;
	*)	exit 2 ;;
	esac
done
shift $((OPTIND - 1))
CC=clang
command -v $CC >/dev/null || { echo "fuzz.sh needs clang" >&2; exit 1; }
[ $# -gt 0 ] || set -- update message row chan conf convert route cbor

top=../..
san="-fsanitize=address,undefined -fno-sanitize-recover=undefined"
flags="-std=c11 -O1 -g -Wall -Wextra -Werror -D_GNU_SOURCE -DSANITIZED -fno-omit-frame-pointer \
    -I$top/common $(pkg-config --cflags libbsd-overlay libcbor)"
libs="$(pkg-config --libs libbsd-overlay libcbor) -lm"
mkdir -p obj corpus findings

# What is older than a source or any header is made again.
newest=$(ls -t $top/common/*/*.h $top/bgpctl-x/*.h ./*.h fuzz.sh | head -1)
sources="$top/common/base/*.c $top/common/codec/*.c $top/common/lang/*.c
$top/common/out/*.c $top/bgpctl-x/tojson.c ../unit/t_codec_json.c fuzz.c mutate.c"
stale=
for src in $sources; do
	obj=obj/$(basename "$src" .c).o
	[ "$obj" -nt "$src" ] && [ "$obj" -nt "$newest" ] || stale="$stale $src"
done
for src in $stale; do
	echo "$src"
done | xargs -P 2 -I SRC sh -c "$CC $flags $san -fsanitize=fuzzer-no-link \
    -c -o obj/\$(basename SRC .c).o SRC" || exit 1
for t; do
	src=f_$t.c
	[ "obj/f_$t" -nt "$src" ] && [ "obj/f_$t" -nt "$newest" ] &&
	    [ -z "$stale" ] || $CC $flags $san -fsanitize=fuzzer \
	    -o "obj/f_$t" "$src" obj/*.o $libs || exit 1
done
[ $build -eq 0 ] || exit 0

status=0
for t; do
	corpus=corpus/$t
	limit=-max_total_time=$seconds
	if [ -n "$runs" ]; then
		corpus=obj/same.$t
		limit="-seed=1 -runs=$runs"
		rm -rf "$corpus"
	fi
	mkdir -p "$corpus"
	dict=
	case $t in
	conf | convert | route)
		dict=-dict=seeds/words.dict
		;;
	esac
	if "./obj/f_$t" $dict $limit -timeout=10 \
	    -rss_limit_mb=2048 -max_len=4200 -print_final_stats=1 \
	    -artifact_prefix="findings/$t-" "$corpus" "seeds/$t" \
	    >"obj/$t.log" 2>&1; then
		awk -v t="$t" '/number_of_executed_units/ { n = $2 }
		/cov: [0-9]/ { for (i = 1; i < NF; i++)
			if ($i == "cov:") c = $(i + 1) }
		END { printf "%s: %d runs, %d edges\n", t, n, c }' \
		    "obj/$t.log"
	else
		echo "$t: FOUND"
		grep -E 'not so|runtime error|ERROR|SUMMARY|Test unit|#[0-9]+ .*(common|bgpctl-x|fuzz)/' \
		    "obj/$t.log" | head -25
		status=1
	fi
done
exit $status
