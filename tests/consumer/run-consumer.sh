#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A program of somebody else's: it is built with nothing but what is installed, and with headers of other versions, against the same
# library. Options that an older program knows give the same answers; those of a newer one too, as long as it sets nothing that is new;
# else, and without a size, they are refused by name. And everything public is where it was written down to be (layout.txt, which --update
# writes anew). Called with <program> <source folder> [--update].
set -eu
program=$1
source=$2
build=$(dirname "$program")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/support/checks.sh
. "$source/tests/support/checks.sh"

cmake --install "$build" --prefix "$work/here" >"$work/said" 2>&1 || fail "cmake --install: $(tail -3 "$work/said")"
library=$(dirname "$(find "$work/here" -name libbireme.so)")
cat >"$work/plan.json" <<'END'
{"name": "Plan", "start": "2027-01", "periods": 2, "funnel": ["lead", "won"], "channels": {
  "ads": {"spend": 1000, "cost_per_lead": {"dist": "uniform", "min": 20, "max": 30}, "conversion": {"won": 0.2}, "deal_value": 500},
  "web": {"spend": 500, "cost_per_lead": 40, "conversion": {"won": {"dist": "beta", "alpha": 4, "beta": 16}}, "deal_value": 500}}}
END
echo '{"runs": [{"scenario": "plan.json"}]}' >"$work/runs.json"

# Builds consumer.c with the headers in a folder; what follows goes to the compiler.
build_with() {
    name=$1 headers=$2
    shift 2
    cc -std=c11 -Wall -Wextra -Wpedantic -Werror "$@" -I"$headers" "$source/tests/consumer/consumer.c" -o "$work/$name" -L"$library" -lbireme \
        -Wl,-rpath,"$library" || fail "consumer.c does not compile: $name"
    "$work/$name" "$work/plan.json" "$work/runs.json" >"$work/$name.txt" || fail "$name ends with $?"
}

# The headers with another end of every struct of options; awk's `change` gets the lines of its fields.
headers_with() {
    mkdir -p "$1"
    cp -r "$work/here/include/bireme" "$1/"
    for header in "$1"/bireme/*.h; do
        awk -v how="$2" '
            /^typedef struct bireme_[a-z]+_options [{]/ { inside = 1; n = 0 }
            inside && /^} bireme_[a-z]+_options;/ {
                if (how == "shorter") { while (line[n] !~ /;/ || line[n] ~ /^ *\*/) n--; n-- }
                for (i = 1; i <= n; i++) print line[i]
                if (how == "longer") print "    unsigned char added[16];"
                inside = 0
            }
            inside { line[++n] = $0; next }
            { print }' "$header" >"$work/changed.h"
        cp "$work/changed.h" "$header"
    done
}

build_with plain "$work/here/include"
[ "$(wc -l <"$work/plain.txt")" -eq 19 ] || fail "the consumer says $(wc -l <"$work/plain.txt") lines"
grep -q ': ' "$work/plain.txt" && fail "the consumer has errors: $(cat "$work/plain.txt")"

headers_with "$work/of_older" shorter
[ "$(diff -r "$work/here/include" "$work/of_older" | grep -c '^<')" -ge 9 ] || fail "the older headers are not older"
build_with older "$work/of_older" -DOLDER
cmp -s "$work/plain.txt" "$work/older.txt" || fail "an older program: $(diff "$work/plain.txt" "$work/older.txt")"

headers_with "$work/of_newer" longer
build_with newer "$work/of_newer"
cmp -s "$work/plain.txt" "$work/newer.txt" || fail "a newer program that sets nothing new: $(diff "$work/plain.txt" "$work/newer.txt")"

# ---- every kind of options is refused, and named, in all of its calls
all_refused() {
    n=$(grep -cE "$2" "$work/$1.txt") || true
    [ "$n" -eq 19 ] || fail "$1: $n of 19 are refused: $(grep -vE "$2" "$work/$1.txt")"
    for kind in load table run compare target split sensitivity index batch; do
        grep -q "^$kind value out of range: .*bireme_${kind}_options" "$work/$1.txt" || fail "$1: $kind: $(grep "^$kind" "$work/$1.txt")"
    done
}
build_with asking "$work/of_newer" -DADDED
all_refused asking 'bireme_[a-z]+_options has [0-9]+ bytes, of which byte [0-9]+ is set; bireme [0-9.]+ knows the first [0-9]+: the program needs'
build_with careless "$work/here/include" -DWITHOUT_SIZE
all_refused careless 'the size of bireme_[a-z]+_options is said to be 0 bytes; bireme_[a-z]+_options_init\(\) sets it'

# ---- what is public has kept its place
command -p python3 "$source/scripts/python-layout" --record >"$work/layout.txt" || fail "scripts/python-layout --record"
if [ "${3-}" = --update ]; then
    cp "$work/layout.txt" "$source/tests/consumer/layout.txt"
else
    command -p python3 "$source/tests/consumer/moved.py" "$source/tests/consumer/layout.txt" "$work/layout.txt" || fail "what is public has moved"
fi
conclude
