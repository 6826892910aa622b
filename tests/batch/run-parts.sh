#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Parts of a run as anybody may have written them: the file's fields, and what a part may make `merge` open. Called with
# <program> <source folder>.
set -eu
program=$1
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/here"
cd "$work/here"
# shellcheck source=tests/support/checks.sh
. "$source/tests/support/checks.sh"

cp "$source/tests/cli/scenarios/small.json" .
printf 'path,value\nchannels.outbound.organic_leads,90\n' >a.csv
shards() { # NAME ARGUMENT…: two parts, 1NAME.part and 2NAME.part
    name=$1
    shift
    for i in 1 2; do "$program" run "$@" --trials 700 --shard $i/2 --out "$i$name.part" -q; done
}

# ------------------------ the same run, the same bytes

shards '' small.json
mv 1.part first.part
MALLOC_PERTURB_=165 "$program" run small.json --trials 700 --shard 1/2 --out 1.part -q
same first.part 1.part
MALLOC_PERTURB_=90 "$program" run small.json --trials 700 --shard 1/2 --threads 1 --out 1.part -q
same first.part 1.part
if command -v valgrind >/dev/null && valgrind -q "$program" --version >/dev/null 2>&1; then # not of a sanitizer's build
    checks=$((checks + 1))
    valgrind -q --error-exitcode=9 "$program" run small.json --trials 700 --shard 1/2 --threads 1 --out 1.part -q ||
        fail "a part is written from memory that nobody has set"
fi
"$program" run small.json --trials 700 --format csv >whole.csv
"$program" merge 1.part 2.part --out merged.csv -q
same whole.csv merged.csv

# ------------------------ fields

field() { printf '%s %d\n%s' "$1" "$(printf %s "$2" | wc -c)" "$2"; }
# made FIELD TEXT FIELD TEXT …: a file with these fields, on standard output
made() {
    printf 'bireme run part 2\n'
    while [ $# -gt 0 ]; do
        field "$1" "$2"
        shift 2
    done
}
# wrong MESSAGE FIELD TEXT …: merge refuses the file with these fields
wrong() {
    message=$1
    shift
    made "$@" >made.part
    refused 3 "made.part is no part of a run: .*$message" merge made.part
}
s='scenario small.json' # two arguments
# shellcheck disable=SC2086
{
    wrong 'field 1 .at byte 18. is not the `scenario`' part x
    wrong 'field 2 .at byte 40. is there twice' $s scenario small.json part x
    wrong 'field 2 .*comes without the `path`' $s json 0
    wrong 'field 3 .*not the `json` that the `path`' $s path a part x
    wrong 'field 3 .*not the `json` that the `path`' $s path a path b json 1 part x
    wrong 'field 2 .*without the `given`' $s by 2027-01 part x
    wrong 'field 4 .*without the `given`' $s given bad by 2027-01 by 2027-02 part x
    wrong 'field 3 .*is there twice' $s seed 1 seed 2 part x
    wrong 'field 3 .*not where it belongs' $s seed 1 trials 2 part x
    wrong 'field 2 .*has a name that no field has' $s outsides 1 part x
    wrong '`trials`. must be a whole number from 1 to 1000000000' $s trials 0 part x
    wrong '`trials`. must be a whole number' $s trials 1000000001 part x
    wrong '`trials`. must be a whole number' $s trials -1 part x
    wrong '`seed`. must be a whole number' $s seed 18446744073709551616 part x
    wrong '`sampler`. must be a whole number from 1 to 3' $s sampler 4 part x
    wrong '`totals`. must be a whole number from 1 to 1' $s totals 0 part x
    wrong 'field 1 .*is empty' scenario '' part x
    wrong 'there is no `part`' $s
}
{ made scenario small.json && printf 'json 0\n%.0s' $(seq 5000); } >made.part
refused 3 'field 2 .*comes without the `path`' merge made.part
{ made scenario small.json && printf 'path 1\najson 1\n1%.0s' $(seq 3000) && field part x; } >made.part
refused 3 'there is no `a` to set|`a` is not a field' merge made.part
{ made scenario small.json part x && printf y; } >made.part
refused 3 'not the last: there are bytes after it' merge made.part
printf 'bireme run part 2\nscenario 12\nsmall.js\0n x' >made.part
refused 3 'field 1 .*zero byte' merge made.part
for length in -1 +5 ' 5' 5x 0x5 '' 18446744073709551621 99999999999999999999999999999999999999999999 6; do
    printf 'bireme run part 2\nscenario %s\nsmall' "$length" >made.part
    refused 3 'made.part is no part of a run: field 1 ' merge made.part
done
printf 'bireme run part 2\nscenario' >made.part
refused 3 'does not begin with a name and a length' merge made.part
printf 'bireme run part 1\nscenario 5\nsmall' >made.part
refused 3 'another version' merge made.part

# ------------------------ what a part may open

cp small.json ../outside.json
cp a.csv ../outside.csv
ln -s ../outside.json link.json
grep -q '"' ../outside.json
for name in ../outside.json "$work/outside.json" link.json /etc/passwd ./../outside.json; do
    made scenario "$name" part x >made.part
    refused 3 'outside the folder that merge runs in' merge made.part
done
made scenario small.json assumptions ../outside.csv part x >made.part
refused 3 "file of assumptions '../outside.csv'.*outside the folder" merge made.part
made scenario small.json root 1 part x >made.part
refused 3 'asked for with --root' merge made.part
made scenario gone.json part x >made.part
refused 4 'cannot be read' merge made.part
# What the scenario of the part extends is kept inside as it always is.
printf '{ "extends": "../outside.json" }' >child.json
made scenario child.json part x >made.part
refused 3 'outside the folder of the scenario' merge made.part
# What is inside is fine however it is spelled, and what is outside, if the command line says so.
shards in "$work/here/small.json" --assumptions a.csv
"$program" merge 1in.part 2in.part --out in.csv -q
shards out ../outside.json --assumptions ../outside.csv
refused 3 'outside the folder' merge 1out.part 2out.part
"$program" merge 1out.part 2out.part --root .. --out out.csv -q
tail -n +2 in.csv >a && tail -n +2 out.csv >b
same a b
shards ext child.json --root ..
refused 3 'asked for with --root' merge 1ext.part 2ext.part
"$program" merge 1ext.part 2ext.part --root .. --out ext.csv -q

[ "$checks" -ge 48 ] || fail "only $checks checks"
conclude
