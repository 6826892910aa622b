#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a batch is asked for and cannot do is said before it is begun, at its place; and what lies where it would write is not
# its own to replace. Called with <program> <source folder>.
set -eu
program=$1
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# shellcheck source=tests/support/checks.sh
. "$source/tests/support/checks.sh"
cp "$source/tests/cli/scenarios/small.json" s.json

# ------------------------ metrics

printf '{ "scenarios": ["s.json"], "metrics": ["revenue",\n  "winz"] }' >m.json
refused 3 '^m.json:2:3: error: no run has a metric `winz`; did you mean `wins`\? \(at /metrics/1\)$' batch m.json --out t.csv -q
[ ! -e t.csv ] && [ ! -e t.csv.journal ] || fail "a batch with a metric that no run has is begun"
cat >m.json <<'JSON'
{ "runs": [{ "scenario": "s.json" }, { "scenario": "s.json", "name": "with", "set": { "sales": { "reps": 5 } } }],
  "metrics": ["revenue", "cost.sales"] }
JSON
says 0 batch m.json --out t.csv --trials 16
grep -q '^m.json:2:26: warning: 1 of 2 runs have no metric `cost.sales`: their cells are empty' said || fail "said '$(cat said)'"
grep -q '^1,Small,cost.sales,,mean,.$' t.csv || fail "a metric that a run lacks has no empty cell"
grep -q '^with,Small,cost.sales,,mean,[0-9]' t.csv || fail "the run that has the metric does not show it"
says 0 batch m.json --out w.csv --trials 16 --wide -q
[ ! -s said ] || fail "with --quiet: $(cat said)"

# ------------------------ tables read in another way

printf 'scenario;sales.reps\ns.json;5,5\n' >m.csv
says 0 batch m.csv --out o.csv --trials 16 --decimal comma -q
refused 2 'differs in --decimal' batch m.csv --out o.csv --trials 16 --resume
refused 2 'differs in --decimal' batch m.csv --out o.csv --trials 16 --resume --decimal sales.reps=comma
refused 2 'differs in --dates' batch m.csv --out o.csv --trials 16 --resume --decimal comma --dates mdy
refused 2 'differs in --encoding' batch m.csv --out o.csv --trials 16 --resume --decimal comma --encoding latin1
says 0 batch m.csv --out o.csv --trials 16 --resume --decimal comma -q

# ------------------------ what is not its own

for other in journal partial; do
    echo 'dear diary' >"d.csv.$other"
    refused 2 "^bireme: d.csv.$other is no .* of a batch, and would be replaced" batch m.csv --out d.csv --decimal comma
    [ "$(cat "d.csv.$other")" = 'dear diary' ] && [ ! -e d.csv ] || fail "d.csv.$other was replaced"
    rm "d.csv.$other"
done
if [ "$(id -u)" -ne 0 ]; then # root reads everything
    echo 'dear diary' >d.csv.partial
    chmod 200 d.csv.partial
    refused 2 'd.csv.partial is no table' batch m.csv --out d.csv --decimal comma
    rm d.csv.partial
fi
mkdir d.csv.journal
refused 2 'd.csv.journal is no journal' batch m.csv --out d.csv --decimal comma
rmdir d.csv.journal
says 0 batch m.csv --out d.csv --trials 16 --decimal comma -q
says 0 batch m.csv --out d.csv --trials 16 --decimal comma -q --european
says 0 batch m.csv --out d.csv --trials 16 --decimal comma -q --excel
printf 'run,sc' >d.csv.partial # as a kill may leave it
: >d.csv.journal
says 0 batch m.csv --out d.csv --trials 16 --decimal comma -q
rm d.csv.journal
cp d.csv kept.csv
refused 3 'd.csv is there, but no journal \(d.csv.journal\) that says what it rests on' batch m.csv --out d.csv --trials 16 \
    --decimal comma --resume
: >d.csv.journal
refused 3 'd.csv is there, but no journal' batch m.csv --out d.csv --trials 16 --decimal comma --resume
same d.csv kept.csv
: >d.csv
says 0 batch m.csv --out d.csv --trials 16 --decimal comma --resume -q
same d.csv kept.csv

# ------------------------ numbers that would be rounded, or read in two ways

refused 3 '^--set run.seed:1:1: error: `seed` is 9007199254740993, allowed is from 0 to 9007199254740992' run s.json \
    --set run.seed=9007199254740993
refused 3 '`trials` must be a whole number, found 16.00000000000000000001' run s.json --set run.trials=16.00000000000000000001
says 0 run s.json --set run.seed=9007199254740992 --trials 16 -q
says 0 run s.json --seed 1.8446744073709551615e19 --trials 16 -q
"$program" run s.json --seed 1.8446744073709551615e19 --trials 16 -q -f json | grep -q '"seed": 18446744073709551615' ||
    fail "a seed of 2^64 - 1 is rounded"
refused 2 "not '1.000', which may be 1000 or 1" run s.json --trials=1.000
refused 2 "not '1,000', which may be 1000 or 1" run s.json --trials 1,000
refused 2 "not '1.000', which may be 1000 or 1" plan s.json --target 1.000
refused 2 "not '-1.000', which may be -1000 or -1" plan s.json --target=-1.000
refused 2 "not '4.500M', which may be 4500M or 4.5M" split s.json --total 4.500M
refused 2 "not '1.500G', which may be 1500G or 1.5G" run s.json --max-memory 1.500G
refused 2 'no groups, so write 4500000' plan s.json --target 4.500.000
refused 2 'a decimal point and no groups, so write 4.5M' plan s.json --target 4,5M
refused 2 'so write 0.8$' plan s.json --target 100 --confidence 0,8
for good in 0.125 1.0 1.5 1.2345 1234.567 1.000e3; do
    checks=$((checks + 1))
    ! "$program" plan s.json --target "$good" --trials 0 2>&1 | grep -q -- --target || fail "--target $good is refused"
done
near='so near to 0 \(less than 1e-100\)'
refused 3 "$near" check s.json --set channels.outbound.organic_leads=1e-400
for value in 1e-400 '"1,0e-400"'; do
    printf 'path,value\nchannels.outbound.organic_leads,%s\n' "$value" >a.csv
    refused 3 "a.csv:2:.*$near" check s.json --assumptions a.csv
done
printf '{ "scenarios": ["s.json"], "grid": { "channels.outbound.organic_leads": [1e-400] } }' >g.json
says 3 batch g.json --out g.csv -q
grep -qE "$near" g.csv || fail "1e-400 in a grid is 0"

# ------------------------ names that are empty

for command in run check plan batch merge; do refused 2 "takes .*: argument 1 is empty, and names no file" $command ''; done
refused 2 'one without a title cannot be named' run s.json --decimal =comma
printf ',b\n1,2\n3,4\n' >u.csv
from() { printf 'channels.outbound.deal_value={ "dist": "empirical", "file": "u.csv", "column": "%s" }' "$1"; }
refused 3 'the table has no column `amount`; 1 without a title cannot be named: give it one' check s.json --set "$(from amount)"
refused 3 'found an empty text' check s.json --set "$(from '')"
conclude
