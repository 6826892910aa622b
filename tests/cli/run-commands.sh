#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every command once, end to end, in every form of its answer: short enough for the sanitizers' build, where what a
# command reads or writes beside its own memory ends it with status 86. Called with <program> <source folder>.
set -eu
program=$1
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# shellcheck source=tests/support/checks.sh
. "$source/tests/support/checks.sh"
export ASAN_OPTIONS=exitcode=86 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1:exitcode=86
cp "$source/tests/cli/scenarios/small.json" .
sed 's/"organic_leads": 100/"organic_leads": 80/' small.json >other.json
printf 'path,value\nchannels.outbound.organic_leads,90\n' >a.csv
cat >m.json <<'EOF'
{ "scenarios": ["small.json"], "metrics": ["revenue", "wins"], "seeds": [1, 2],
  "grid": { "channels.events.spend": [10000, 20000] } }
EOF

# does STATUS ARGUMENT…: the exit status of the program, which writes nothing of sanitizers.
does() {
    checks=$((checks + 1))
    expected=$1
    shift
    done_commands="$done_commands $1"
    status=0
    "$program" "$@" >answer 2>said </dev/null || status=$?
    [ "$status" -eq "$expected" ] || fail "$*: exit status $status, not $expected: $(head -c 1500 said)"
    ! grep -qE 'Sanitizer|runtime error' said || fail "$*: $(head -c 1500 said)"
}
done_commands=
few='--trials 512 --threads 1'

does 0 init first
does 0 check first.json
does 0 check small.json other.json --strict
does 0 check small.json -f json
does 0 check small.json --assumptions a.csv --explain-tables
does 0 run small.json --explain cac
does 0 run small.json --explain all --format md
does 3 check a.csv
does 0 schema
# shellcheck disable=SC2086
{
    for form in text md html json csv xlsx; do
        does 0 run small.json $few --out "run.$form" -f $form
        does 0 sensitivity small.json --trials 64 --threads 1 --out "sensitivity.$form" -f $form
        does 0 compare small.json other.json $few --no-bridge --out "compare.$form" -f $form
        does 0 plan small.json --target 100000 --confidence 0.5 $few --out "plan.$form" -f $form
        does 0 split small.json --total 1e6 --objective mean --steps 2 $few --out "split.$form" -f $form
    done
    does 0 run small.json $few --totals --samples s.csv --sipmath s.json
    does 0 run small.json $few --set channels.events.spend=40000 --given recession -f csv --wide --european
    does 0 compare small.json other.json $few
    # nothing is won, and nobody sells
    printf '%s' '{"start": "2027-03-01", "periods": 1, "period": "week", "funnel": ["lead", "won"], "channels": {"ads": {"spend": 100,
"cost_per_lead": {"dist": "lognormal", "p10": 80, "p90": 150}, "conversion": {"won": 0.2}, "cycle_days": {"won": 900}, "deal_value": 5}}}' >none.json
    does 0 run none.json --trials 64 --threads 1
    does 0 report small.json --trials 64 --threads 1 --out r.html
    does 0 report small.json other.json --trials 64 --threads 1 --sections answer,economy,certainty --out r.md
    does 2 report small.json --sections answer,plann
    does 2 report small.json --out r.xlsx
    for shard in 1/2 2/2; do
        does 0 run small.json $few --totals --shard $shard --out "${shard%/2}.part" -q
        does 0 batch m.json $few --shard $shard --out "${shard%/2}.csv" -q
    done
    does 0 batch m.json $few --out whole.csv -q
    does 0 batch m.json $few --out whole.csv --resume
}
for form in text json csv xlsx; do does 0 merge 2.part 1.part --out "merged.$form" -f $form; done
does 0 merge 1.part 2.part
does 2 merge 1.part 2.part --out 2.part -f json
does 2 merge 1.part 2.part --out small.json
does 3 merge 1.part
does 0 merge 2.csv 1.csv --out merged.csv
same whole.csv merged.csv
does 2 merge 1.csv 2.csv --out 2.csv

# Is that every command that there is?
"$program" --help | sed -n '/^commands/,/^$/ s/^  \([a-z]*\) .*/\1/p' >commands
checks=$((checks + 1))
[ "$(wc -l <commands)" -ge 10 ] || fail "the commands of --help cannot be read: $(cat commands)"
while read -r command; do
    case "$done_commands " in *" $command "*) ;; *) fail "$command is not run here" ;; esac
done <commands
conclude
