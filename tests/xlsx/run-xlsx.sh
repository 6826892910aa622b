#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Workbooks as a spreadsheet program opens them: every sheet and number there, formulas that come to the same when they are
# calculated anew, no error cell, the same bytes every time (every day of runs and comparisons), names that mean harm inert.
# LibreOffice opens one workbook of each
# answer, with BIREME_LONG in the environment (ctest -C long -L long) all. Called with <program> <source folder>.
set -eu
program=$1
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# shellcheck source=tests/support/checks.sh
. "$source/tests/support/checks.sh"

small=$source/tests/cli/scenarios/small.json
base=$source/scenarios/base.json
make() {
    file=$1
    shift
    status=0
    "$program" "$@" --out "$file" 2>said || status=$?
    [ "$status" -eq 0 ] || [ "$file" = unreachable.xlsx ] || fail "$*: $(cat said)"
    case $1 in
    run | compare) ;;
    *) [ -n "${BIREME_LONG-}" ] || return 0 ;;
    esac
    "$program" "$@" --out again.xlsx --threads 1 2>/dev/null || true
    cmp -s "$file" again.xlsx || fail "$file is not the same every time"
}
make run.xlsx run "$base" --trials 600
make totals.xlsx run "$small" --trials 300 --totals
make large.xlsx run "$small" --trials 100 --set defaults.deal_value=1e11 --set 'currency="CHF"' --set goal=null
make wide.xlsx run "$base" --trials 100 --set 'currency="CHF"' # amounts that are wide
make given.xlsx run "$small" --trials 300 --given recession
make compare.xlsx compare "$base" "$source/scenarios/recession.json" "$source/scenarios/growth.json" --trials 1024
make split.xlsx split "$base" --trials 512
make sensitivity.xlsx sensitivity "$base" --trials 512
make plan.xlsx plan "$base" --trials 1024 --target 3e6 --confidence 0.5
cat >grid.json <<EOF
{ "scenarios": ["$base"], "grid": { "channels.events.spend": [20000, 30000, 40000], "sales.reps": [6, 8] }, "seeds": [1, 2] }
EOF
make batch.xlsx batch grid.json --trials 512
make unreachable.xlsx plan "$base" --trials 1024
"$program" run "$base" --trials 600 --format json --out run.json --samples trials.csv
"$program" compare "$base" "$source/scenarios/recession.json" "$source/scenarios/growth.json" --trials 1024 --format json \
    --out compare.json

for name in base mid-market; do
    "$program" run "$source/scenarios/$name.json" --trials 200 --format json --out "by-hand-$name.json" --samples "by-hand-$name-trials.csv"
    "$program" run "$source/scenarios/$name.json" --trials 200 --format csv --out "by-hand-$name-answer.csv"
    "$program" run "$source/scenarios/$name.json" --trials 200 --out "by-hand-$name.xlsx"
done

# A name that is a formula, one that cannot be written in XML, one that looks like a code of page footers, one that is long.
hostile() {
    printf '{"start": "2027-01", "periods": 2, "funnel": ["lead", "won"], "name": "%s", "currency": "%s",
"goal": {"metric": "revenue", "at_least": 9000}, "channels": {"%s": {"organic_leads": {"dist": "gamma", "mean": 100, "cv": 0.3},
"conversion": {"won": 0.1}, "deal_value": 1000, "note": "%s"}, "R1C1": {"organic_leads": 20, "conversion": {"won": 0.5}, "deal_value": 10}}}' \
        "$1" "$2" "$3" "$4" >"hostile-$5.json"
    make "hostile-$5.xlsx" run "hostile-$5.json" --trials 200
    "$program" run "hostile-$5.json" --trials 200 --format json --out "answer-$5.json" --samples "trials-$5.csv"
    "$program" run "hostile-$5.json" --trials 200 --format csv --out "answer-$5.csv"
    { # in the same currency
        printf '{"currency": "%s",' "$2"
        tail -c +2 "$small"
    } >"small-$5.json"
    make "hostile-$5-compare.xlsx" compare "hostile-$5.json" "small-$5.json" --trials 200 --metric wins
}
hostile '=1+1' 'EUR' '@SUM(A1)' '=HYPERLINK(\"http://x\",\"y\")' 1
hostile '\u0001\u001b[31m\ufffe_x0041_' '\"&A' 'a&<b>\"' '</v><f>1</f>' 2
hostile '&P&N&\"Wingdings\"&72' '&P' 'Q1' "$(printf 'x%.0s' $(seq 40000))" 3
hostile "$(printf 'Ж中🚣 %.0s' $(seq 300))" 'CHF' "'+-1" '-2+3+cmd|\" /C calc\"!A0' 4

# Names that are long, of several scripts; amounts near 10^12, and far below 1: how they are on paper.
if command -p python3 "$source/tests/xlsx/scenarios.py" "$base" 2>/dev/null; then
    for name in long huge tiny; do
        make "run-$name.xlsx" run "$name.json" --trials 100
        [ "$name" != long ] && [ -z "${BIREME_LONG-}" ] || make "split-$name.xlsx" split "$name.json" --trials 64
    done
    [ -z "${BIREME_LONG-}" ] || make sensitivity-tiny.xlsx sensitivity tiny.json --trials 64
    make compare-long.xlsx compare long.json "$base" --trials 128
fi

# A batch's table, to be loaded without a hint.
"$program" batch "$source/scenarios/batches/nightly.json" --trials 500 --out nightly.csv --quiet || true

command -p python3 -c 'import openpyxl' 2>/dev/null || {
    echo "without openpyxl the workbooks were not read"
    exit "$((failures > 0))"
}
command -p python3 "$source/tests/xlsx/check.py" "$work" || failures=$((failures + 1))
rm -f again.xlsx
command -p python3 "$source/tests/xlsx/pages.py" ./*.xlsx || failures=$((failures + 1))
conclude
