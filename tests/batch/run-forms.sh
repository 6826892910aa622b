#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Batches as pages, Markdown and workbooks: the numbers of the table, whatever is in the manifest and however it was made; what
# cannot go together is refused. Called with <program> <source folder>.
set -eu
program=$1
source=$2
here=$source/tests/batch
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# shellcheck source=tests/support/checks.sh
. "$source/tests/support/checks.sh"
cp "$source/tests/cli/scenarios/small.json" .
sed -e 's|"name": *"[^"]*"|"name": "</title><script>alert(1)</script>"|' small.json >hostile.json

# forms STATUS NAME: the manifest NAME.json as a page and as a workbook, which have the numbers of the table.
forms() {
    says "$1" batch "$2.json" --out "$2.html" -q
    says "$1" batch "$2.json" --out "$2.xlsx" -q
    says "$1" batch "$2.json" --out "$2.csv" -q
    same "$2.html.csv" "$2.csv"
    same "$2.xlsx.csv" "$2.csv"
    checks=$((checks + 1))
    python3 "$source/tests/page/check.py" "$2.html" >said || fail "$(cat said)"
    command -p python3 "$here/forms.py" "$2" >said 2>&1 || fail "$2: $(cat said)"
    [ "$(wc -c <"$2.html")" -lt 300000 ] || fail "$2: $(wc -c <"$2.html") bytes, 300,000 are allowed"
    ! grep -qE '<(script|img)' "$2.html" || fail "$2: markup came through"
}
# has FILE TEXT…: each stands in the words of the page.
has() {
    page=$1
    shift
    sed 's/<[^>]*>//g' "$page" | tr '\n' ' ' >words
    for text in "$@"; do
        checks=$((checks + 1))
        grep -qF -- "$text" words || fail "$page does not say: $text"
    done
}
lacks() { # PAGE, a text that it must not have
    checks=$((checks + 1))
    sed 's/<[^>]*>//g' "$1" | tr '\n' ' ' >words
    ! grep -qF -- "$2" words || fail "$1 says: $2"
}
manifest() { # NAME, the rest of it
    printf '{ "scenarios": ["small.json"], "metrics": ["revenue", "wins", "cac"], %s }\n' "$2" >"$1.json"
}

# ------------------------ what there can be in a manifest

manifest grid '"grid": { "channels.events.spend": [10, 20, 30], "channels.outbound.organic_leads": [80, 90] }, "seeds": [1, 2], "runs": [
    { "scenario": "small.json", "name": "<b>=none", "set": { "channels.events.spend": 0 } },
    { "scenario": "gone.json", "name": "there is none" } ]'
forms 1 grid
has grid.html '16 runs of' 'vary spend of events' 'each with 2 seeds' '2 stand by themselves' '&lt;b&gt;=none' \
    '2 failed and have no result' 'across: spend of events' 'there is none'
manifest line '"grid": { "channels.events.spend": [0, 10, 20, 30, 40] }'
forms 0 line
has line.html 'They vary spend of events' 'Revenue by spend of events' 'The other metrics by spend of events' 'P10 to P90'
manifest seeds '"seeds": [1, 2, 3]'
forms 0 seeds
has seeds.html 'They differ in their seeds alone.' 'over all 3 seeds' 'seed 2' 'Revenue, run by run'
manifest three '"grid": { "channels.events.spend": [10, 20], "channels.outbound.organic_leads": [80, 90], "periods": [2, 3] }'
forms 0 three
has three.html 'periods 2' 'periods 3'
manifest words '"grid": { "channels.events.deal_value": [100, { "dist": "lognormal", "mean": 100, "sd": 20 }], "name": ["a", "b"] }'
forms 0 words
has words.html 'lognormal, mean 100, sd 20'
manifest currencies '"grid": { "currency": ["USD", "EUR"], "channels.events.spend": [10, 20, 30] }'
forms 0 currencies
has currencies.html 'In USD' 'In EUR' 'in 2 currencies, which stand apart: nothing is converted'
checks=$((checks + 1)) # each has its own signs in its own part
sed -n '/<h2 id="in-aa"/,/<h2 id="in-ab"/p' currencies.html | grep -q '€' && fail "euros among dollars"
sed -n '/<h2 id="in-ab"/,/<h2 id="runs"/p' currencies.html | grep -q '\$' && fail "dollars among euros"
manifest one '"seeds": [7]'
forms 0 one
has one.html '1 run of'
manifest none '"grid": { "nothing.here": [1, 2] }'
forms 3 none
has none.html 'All have failed: there is no result.' 'Runs that failed'
printf '{ "scenarios": ["hostile.json", "small.json"], "metrics": ["revenue"] }\n' >hostiles.json
forms 0 hostiles
has hostiles.html '&lt;script&gt;alert(1)&lt;/script&gt;'
values() { seq -s, "$1" "$2" "$3"; }
printf '{ "scenarios": ["small.json"], "grid": { "channels.events.spend": [%s], "channels.outbound.organic_leads": [%s] } }\n' \
    "$(values 10 5 105)" "$(values 80 1 89)" >many.json
says 0 batch many.json --out many.html -q --trials 64
has many.html '200 runs of' '10 of 20 values are shown across'
checks=$((checks + 1))
[ "$(wc -c <many.html)" -lt 300000 ] || fail "many: $(wc -c <many.html) bytes"
# Which of two that are so near is best is not known, and it says so.
manifest near '"grid": { "channels.events.spend": [10, 10.0001] }'
says 0 batch near.json --out near.html -q
has near.html 'These runs cannot tell the two apart'

# A goal for another time is another goal.
manifest later '"grid": { "periods": [3, 6] }'
says 0 batch later.json --out later.html -q
lacks later.html 'best chance of the goal'
has later.html 'highest mean revenue'
# What is made with the same seed has the same random numbers, and does not count twice.
printf '%s' '{"runs": [{"scenario": "small.json", "trials": 100, "seed": 3}, {"scenario": "small.json", "trials": 400, "seed": 3, "name": "again"}],
 "metrics": ["revenue"]}' >same.json
says 0 batch same.json --out same.html -q
lacks same.html 'seeds'

# Numbers are the same however they are written; scenarios of one name are told apart by their files; one that cannot be
# read leaves the others their goal.
manifest spelt '"grid": { "channels.events.spend": [2e4, 20000, 10000] }'
says 0 batch spelt.json --out spelt.html -q
lacks spelt.html 'or $20,000 or'
has spelt.html 'They vary spend of events ($10,000 or $20,000).'
cp small.json twin.json
printf '%s' '{"scenarios": ["small.json", "twin.json", "gone.json"], "metrics": ["revenue"]}' >twins.json
says 1 batch twins.json --out twins.html -q
has twins.html 'twin.json' 'chance of the goal'

# ------------------------ however it is made

"$program" batch grid.json --out one.html -q --threads 1 || true
"$program" batch grid.json --out two.html -q --threads 2 || true
same one.html two.html
"$program" batch grid.json --format html -q >three.html || true
sed -i 's/ All numbers of all runs, with all digits, are in the CSV table beside it\.//' two.html
same two.html three.html
# Without the page, and after a kill, the table is what it is made from again.
cp grid.html kept.html
cp grid.xlsx kept.xlsx
rm grid.html grid.xlsx
says 1 batch grid.json --out grid.html --resume
same grid.html kept.html
says 1 batch grid.json --out grid.xlsx --resume -q
same grid.xlsx kept.xlsx
rm -f grid.html*
for i in 1 2 3 4 5 6; do
    timeout -s KILL "0.0$i" "$program" batch grid.json --out grid.html --resume -q 2>/dev/null || true
    [ -e grid.html.csv.journal ] || "$program" batch grid.json --out grid.html -q || true
done
says 1 batch grid.json --out grid.html --resume -q
same grid.html kept.html
# Markdown has its pictures beside it.
says 1 batch grid.json --out grid.md -q
checks=$((checks + 1))
grep -o '(<[^>]*\.svg>)' grid.md | tr -d '(<>)' | sort -V >named
[ -s named ] || fail "Markdown has no pictures"
ls grid-*.svg | sort -V | cmp -s - named || fail "Markdown: pictures $(ls grid-*.svg), named $(cat named)"

# ------------------------ what cannot go together

refused 2 'a page or a workbook is made of all runs; write the shards as CSV' batch grid.json --out no.html --shard 1/2
refused 2 '\-\-periods is for CSV' batch grid.json --out no.xlsx --periods
refused 2 '\-\-wide is for CSV' batch grid.json --out no.html --wide
refused 2 '\-\-excel and --european are for CSV' batch grid.json --out no.html --european
refused 2 '`batch` writes CSV, HTML, Markdown or XLSX' batch grid.json --out no.json
refused 2 '`batch` does not write text' batch grid.json --format text
refused 2 '\-\-resume goes on with a file' batch grid.json --format html --resume
refused 2 'the format must be' batch grid.json --format parquet
printf 'scenario\nsmall.json\n' >no.html.csv
refused 2 'no.html.csv' batch no.html.csv --out no.html
rm no.html.csv
checks=$((checks + 1))
ls no.* 2>/dev/null && fail "something was written that was refused"
# A file that is changed meanwhile: neither table nor page are of two worlds.
sed 's/"seeds": \[1, 2\]/"seeds": [1, 2, 3]/' grid.json >was && mv was grid.json
refused 2 'is of another batch' batch grid.json --out grid.html --resume
same grid.html kept.html

conclude
