#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Golden results: what every shipped scenario gave when its numbers were last changed on purpose. The totals are kept
# as text, so that a difference can be read; the hash covers every period, to the last bit. The same bytes must come
# with any number of threads and with the processor's FMA and AVX hidden from the C library.
#
#   run-golden.sh PROGRAM SOURCE [--update]     --update writes the results anew (announce it in CHANGELOG, 'Streams')
set -u
program=$1 source=$2 update=${3:-}
here=$source/tests/golden
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
hidden=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2,-AVX,-AVX512F,-AVX2_Usable,-FMA_Usable
failed=0 checks=0

fail() {
    echo "FAILED: $*" >&2
    failed=$((failed + 1))
}

hash_of() { # scenario, more options: hash of the whole table
    scenario=$1
    shift
    "$program" run "$scenario" --trials 4096 --seed 1 --format csv --quiet "$@" | sha256sum | cut -d ' ' -f 1
}

for scenario in "$source"/scenarios/*.json; do
    name=$(basename "$scenario" .json)
    [ "$name" = scenario.schema ] && continue
    totals=$scratch/$name.csv
    if ! "$program" run "$scenario" --trials 4096 --seed 1 --totals --format csv --quiet >"$totals"; then
        fail "$name does not run"
        continue
    fi
    hash=$(hash_of "$scenario" --threads 1)
    if [ "$update" = --update ]; then
        cp "$totals" "$here/$name.csv"
        echo "$hash" >"$here/$name.sha256"
        continue
    fi
    checks=$((checks + 3))
    diff -u "$here/$name.csv" "$totals" >"$scratch/diff" || {
        fail "$name: the totals differ from the golden ones"
        head -n 20 "$scratch/diff" >&2
    }
    [ "$hash" = "$(cat "$here/$name.sha256")" ] || fail "$name: the hash of all periods differs from the golden one"
    # Both at once; if they do not give the same, which of the two it is.
    if [ "$hash" = "$(GLIBC_TUNABLES=$hidden hash_of "$scenario" --threads 3)" ]; then
        continue
    elif [ "$hash" != "$(hash_of "$scenario" --threads 3)" ]; then
        fail "$name: three threads give other bytes than one"
    else
        fail "$name: without FMA and AVX in the C library the bytes are other ones"
    fi
done

[ "$update" = --update ] && exit 0
echo "golden: $checks checks, $failed failed"
[ "$checks" -gt 0 ] && [ "$failed" -eq 0 ]
