#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What is written and what is read: an output never replaces an input or another output, whatever the two are called; what is
# replaced keeps its mode; links are written through; what is no regular file is written directly. Called with
# <program> <source folder>.
set -eu
program=$1
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# shellcheck source=tests/support/checks.sh
. "$source/tests/support/checks.sh"
umask 022

# shellcheck source=tests/support/inputs.sh
. "$source/tests/support/inputs.sh"
"$program" run all.json --assumptions numbers.csv --trials 100 -f json >/dev/null || fail "the scenario of the test does not run"
mkdir before
cp -p ./*.json ./*.csv ./*.SIPmath before/

# kept: nothing that was there has changed.
kept() {
    for file in before/*; do same "$file" "$(basename "$file")"; done
}

# ------------------------ an input and an output

for input in all.json middle.json base.json open.csv deals.csv library.SIPmath numbers.csv; do
    for option in --out --samples --sipmath; do
        case $option$input in
        --samples*.json | --sipmath*.csv | --samples*.SIPmath) continue ;; # refused for its ending already
        esac
        format=
        [ $option = --out ] && format="--format json"
        # shellcheck disable=SC2086
        refused 2 "would replace '[^']*$input', which is read" run all.json --assumptions numbers.csv --trials 100 $option $input $format
    done
    refused 2 'which is read' check all.json --assumptions numbers.csv --out $input --format json
    refused 2 'which is read' plan all.json --assumptions numbers.csv --out $input --format json --trials 100 --target 1 --metric wins
    refused 2 'which is read' compare base.json all.json --assumptions numbers.csv --out $input --format json --trials 100
    refused 2 'which is read' sensitivity all.json --assumptions numbers.csv --out $input --format json --trials 100
    refused 2 'which is read' split all.json --assumptions numbers.csv --out $input --format json --trials 100
done
kept
# By another name.
ln -s all.json soft.json
ln deals.csv hard.csv
mkdir folder
ln -s ../numbers.csv folder/chain1.csv
ln -s folder/chain1.csv chain2.csv
for name in soft.json hard.csv ./all.json folder/../all.json "$work/all.json" chain2.csv folder/chain1.csv; do
    refused 2 'which is read' run all.json --assumptions numbers.csv --trials 100 --out "$name" --format json
done
refused 2 'which is read' run soft.json --trials 100 --out all.json
refused 2 'which is read' run all.json --assumptions chain2.csv --trials 100 --samples numbers.csv
kept
# Also where the scenario is not valid: the answer of `check` says so, and must not take its place.
echo '{ "extends": "base.json", "chanels": 1 }' >bad.json
printf '{ "extends": "base.json", "channels": { "none": { "spend": { "dist": "empirical", "file": "deals.csv", "column": "value" } } } }' >bad2.json
cp bad.json bad2.json before/
refused 2 'which is read' check bad2.json --out deals.csv -f json
refused 2 'which is read' check bad.json --out bad.json
refused 2 'which is read' check bad.json --out base.json
refused 2 'which is read' run bad.json --out bad.json
kept
# Standard output too.
checks=$((checks + 1))
status=0
"$program" run all.json --trials 100 >>all.json 2>said || status=$?
[ "$status" -eq 2 ] && grep -q 'standard output is' said || fail "standard output into the scenario: exit status $status"
kept

# ------------------------ two outputs

refused 2 'name the same file' run all.json --trials 100 --out new.csv --samples new.csv
refused 2 'name the same file' run all.json --trials 100 --out new.csv --samples ./new.csv
refused 2 'name the same file' run all.json --trials 100 --out folder/new.csv --samples folder/../folder/new.csv
refused 2 'name the same file' run all.json --trials 100 --out new.json --sipmath "$work/new.json"
ln -s new.csv dangling.csv
refused 2 'name the same file' run all.json --trials 100 --out new.csv --samples dangling.csv
echo old >old.csv
ln old.csv old-too.csv
refused 2 'name the same file' run all.json --trials 100 --out old.csv --samples old-too.csv
checks=$((checks + 1))
status=0
"$program" run all.json --trials 100 -f csv --samples /dev/stdout 2>said | cat >mixed || true
[ ! -s mixed ] && grep -q 'takes the answer' said || fail "answer and samples into one pipe"
[ ! -e new.csv ] && [ ! -e new.json ] && [ "$(cat old.csv)" = old ] || fail "something was written"

# ------------------------ batches, shards, parts

echo '{ "scenarios": ["all.json"], "seeds": [1, 2], "metrics": ["wins"] }' >m.json
printf 'scenario,seed\nall.json,1\nall.json,2\n' >m.csv
cp m.json m.csv before/
for input in m.json all.json base.json open.csv deals.csv library.SIPmath; do
    mv $input kept.csv && ln -s kept.csv $input
    refused 2 'which is read' batch m.json --out kept.csv
    rm $input && mv kept.csv $input
done
refused 2 'which is read' batch m.csv --out m.csv
refused 2 'which is read' batch m.csv --out deals.csv --resume
printf '{ "runs": [ { "scenario": "base.json", "set": { "channels.events.deal_value": { "dist": "empirical", "file": "deals.csv", "column": "value" } } } ] }' >named.json
refused 2 'which is read' batch named.json --out deals.csv
kept
# What is beside the table as long as it is not whole.
cp m.json x.csv.partial
sed 's/all.json/base.json/' m.csv >m2.csv
refused 2 'partial table .*which is read' batch x.csv.partial --out x.csv
mv x.csv.partial x.csv.journal
refused 2 'journal .*which is read' batch x.csv.journal --out x.csv
rm x.csv*
for i in 1 2; do "$program" batch m.csv --shard $i/2 --out s$i.csv -q; done
cp s?.csv s?.csv.journal before/
refused 2 'which is read' merge s1.csv s2.csv --out s1.csv
refused 2 'which is read' merge s1.csv s2.csv --out ./s2.csv
refused 2 'which is read' merge s1.csv s2.csv --out s2.csv.journal --format csv
for i in 1 2; do "$program" run all.json --trials 4000 --shard $i/2 --out $i.part -q; done
cp ./?.part before/
refused 2 'which is read' merge 1.part 2.part --out 2.part --format csv
refused 2 'which is read' merge 1.part 2.part --out all.json
refused 2 'which is read' merge 1.part 2.part --out deals.csv
refused 2 'which is read' run all.json --shard 1/2 --out all.json
kept
# `init` replaces nothing at all.
refused 4 'already there' init all
refused 4 'already there' init soft
kept

# ------------------------ what is replaced

mode() { stat -c %a "$1"; }
moded() {
    checks=$((checks + 1))
    [ "$(mode "$1")" = "$2" ] || fail "$1 has the mode $(mode "$1"), not $2"
}
for mask in 022 077 027; do
    rm -f made.json made.csv made-samples.csv table.csv* made.part begun.json
    (
        umask $mask
        "$program" run base.json --trials 100 --out made.json --samples made-samples.csv
        "$program" schema --out made.csv 2>/dev/null || true
        "$program" batch m2.csv --out table.csv -q
        "$program" run base.json --trials 100 --shard 1/1 --out made.part
        "$program" init begun -q
    )
    expected=$(printf '%o' $((0666 & ~0$mask)))
    for file in made.json made-samples.csv table.csv made.part begun.json; do moded $file "$expected"; done
done
for wanted in 600 640 664 400; do
    chmod $wanted made.json table.csv
    "$program" run base.json --trials 100 --out made.json
    "$program" batch m2.csv --out table.csv -q
    moded made.json $wanted
    moded table.csv $wanted
done
# Links are written through, to what is there and to what is not yet.
mkdir real
ln -s real/target.json link.json
ln -s link.json link-to-link.json
"$program" run base.json --trials 100 --out link-to-link.json
checks=$((checks + 3))
[ -L link.json ] && [ -L link-to-link.json ] && [ -f real/target.json ] && [ ! -L real/target.json ] || fail "a dangling link was not written through"
cp real/target.json first.json
"$program" run base.json --trials 100 --seed 77 --out link.json
[ -L link.json ] && ! cmp -s first.json real/target.json || fail "a link was not written through"
ln -s real/table.csv table-link.csv
"$program" batch m2.csv --out table-link.csv -q
[ -L table-link.csv ] && [ -f real/table.csv ] || fail "batch did not write through a link"
[ "$(ls -A real | tr '\n' ' ')" = "table.csv table.csv.journal target.json " ] || fail "left over: $(ls -A real)"
ln -s circle-a circle-b.json && ln -s circle-b.json circle-a
refused 4 'symbolic links' run base.json --trials 100 --out circle-b.json
# A name that leaves no room for an ending.
long=$(printf '%0250d' 0)
"$program" run base.json --trials 100 --out "$long.txt" || fail "a long name"

# ------------------------ what is no regular file

"$program" run base.json --trials 100 -f csv >answer.csv
"$program" run base.json --trials 100 -f csv --out /dev/stdout | cat >piped.csv
same answer.csv piped.csv
{
    echo before
    "$program" run base.json --trials 100 -f csv --out /dev/stdout
    echo after
} >around.csv
{
    echo before
    cat answer.csv
    echo after
} >expected.csv
same around.csv expected.csv
[ -L /dev/stdout ] || fail "/dev/stdout was replaced"
mkfifo pipe.csv
cat pipe.csv >from-pipe.csv &
"$program" run base.json --trials 100 --out pipe.csv
wait
same answer.csv from-pipe.csv
"$program" batch m2.csv >table-out.csv -q
cat pipe.csv >from-pipe.csv &
"$program" batch m2.csv --out pipe.csv -q
wait
same table-out.csv from-pipe.csv
"$program" batch m2.csv --out /dev/stdout -q | cat >from-stdout.csv
same table-out.csv from-stdout.csv
[ ! -e pipe.csv.journal ] && [ ! -e pipe.csv.partial ] && [ ! -e /dev/stdout.journal ] || fail "a pipe has a journal"
refused 2 'resume' batch m2.csv --out pipe.csv --resume
"$program" run base.json --trials 100 -f csv --out /dev/null --samples /dev/null || fail "/dev/null twice"
checks=$((checks + 1))
left=$(find . -name '*bireme-*')
[ -z "$left" ] || fail "left over: $left"

echo "$checks checks"
conclude
