#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The report of scenarios as pages and as Markdown: well-formed, inert, small, with all numbers of the answers, the same on
# any number of threads. Every day some of the scenarios, which have every section between them, with BIREME_LONG in the
# environment (ctest -C long -L long) all. Called with <program> <source folder>.
set -euo pipefail
export LC_ALL=C.UTF-8
program=$1
source=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
failures=0
checks=0
fail() {
    echo "FAIL $*"
    failures=$((failures + 1))
}
page() { # NAME, and the arguments of report
    name=$1
    shift
    checks=$((checks + 1))
    "$program" report "$@" --quiet --out "$name.html" || { fail "$name: exit status $?"; return; }
    [ "$(wc -c <"$name.html")" -lt 300000 ] || fail "$name: $(wc -c <"$name.html") bytes, 300,000 are allowed"
}

# Every shipped scenario; all that is searched for, of one.
for file in "$source"/scenarios/*.json; do
    name=$(basename "$file" .json)
    case $name in
    scenario.schema) continue ;;
    base | base-march | hand-over | hardware-seller | mid-market) ;;
    *) [ -n "${BIREME_LONG-}" ] || continue ;;
    esac
    if [ "$name" = base ]; then searched=; else searched="--sections answer,together,economy,sales,money,assumptions,certainty"; fi
    # shellcheck disable=SC2086
    page "$name" "$file" --trials 128 $searched
    "$program" run "$file" --trials 128 --quiet --format json >"$name.answer.json"
    python3 "$here/check.py" "$name.html" "$name.answer.json" >said || fail "$(cat said)"
done

# The parts of a page are those that the scenario has something for, in their order, or those that are asked for.
parts() { grep -o '<h2 id="[a-z]*"' "$1" | sed 's/.*"\(.*\)"/\1/' | tr '\n' ' '; }
expect() { # PAGE, its parts
    checks=$((checks + 1))
    [ "$(parts "$1.html")" = "$2" ] || fail "$1: the parts are $(parts "$1.html")"
}
expect base "together economy sales plan split drivers assumptions certainty details "
page asked "$source/scenarios/base.json" --trials 128 --sections certainty,plan
expect asked "plan certainty "

# Pictures in a table have a key, drawn as they are.
checks=$((checks + 1))
grep -A9 '<p class="key">' base.html | tr -d '\n' | sed 's/<[^>]*>//g' | grep -q ' P10 to P90,  P25 to P75,  P50; the scale runs from' ||
    fail "base: no key to the pictures in a table"

# A question that the scenario has no answer to: its section says why, and so does standard error, unless --quiet.
cat >certain.json <<'J'
{"name": "Certain", "start": "2027-01", "periods": 3, "funnel": ["lead", "won"],
 "channels": {"ads": {"owner": "marketing", "spend": 1000, "cost_per_lead": 10, "conversion": {"won": 0.1}, "deal_value": 100}}}
J
page certain certain.json --trials 128
grep -q 'No answer: there is nothing uncertain' certain.html || fail "certain: the page does not say why it has no drivers"
"$program" report certain.json --trials 128 --out again.html 2>said
expect certain "together sales split drivers assumptions certainty details "
grep -q '^bireme: the report is without `sensitivity`: there is nothing uncertain' said || fail "certain: $(cat said)"

# Cash, where it is said when customers pay, and the bridge of recurring revenue; its levels add up to the last.
page cash "$source/scenarios/cash.json" --trials 512 --sections money
expect cash "money "
for caption in 'Cash since the start' 'Recurring revenue, from the start to the end, means'; do
    checks=$((checks + 1))
    grep -q "<figcaption>$caption</figcaption>" cash.html || fail "cash: no picture '$caption'"
done
page recurring "$source/scenarios/mid-market.json" --trials 512 --sections money
checks=$((checks + 1))
grep -q '<figcaption>Recurring revenue' recurring.html && ! grep -q '<figcaption>Cash' recurring.html ||
    fail "mid-market: not the bridge alone"

# Two scenarios: what the second changes, as a bridge.
page pair "$source/scenarios/base.json" "$source/scenarios/recession.json" --trials 128 --sections economy
grep -q '<figcaption>From Base 2027 to Recession 2027, means</figcaption>' pair.html || fail "pair: no bridge"

# The same bytes on one thread and on two.
if [ -n "${BIREME_LONG-}" ]; then several=$source/scenarios/mid-market.json; else several=$source/tests/cli/scenarios/whole.json; fi
page one "$several" --trials 128 --threads 1
page two "$several" --trials 128 --threads 2
checks=$((checks + 1))
cmp -s one.html two.html || fail "the page depends on the number of threads"

# The command that a page names makes the same page again: with all options that the numbers depend on, in quotes if need be.
mkdir -p "it's mine"
cp "$source/scenarios/base.json" "it's mine/a plan.json"
printf 'path,value\nsales.commission,0.09\n' >more.csv
again() { # NAME, the arguments of report
    name=$1
    page "$@"
    command=$(python3 -c 'import html, re, sys
print(html.unescape(re.search(r"to the last digit, by: bireme ([^<]*)<", open(sys.argv[1]).read()).group(1)))' "$name.html")
    eval "\"\$program\" $command --quiet --out again.html" || fail "$name: its command fails: $command"
    cmp -s "$name.html" again.html || fail "$name: its command makes another page: $command"
}
again again-plain "$source/scenarios/mid-market.json" --trials 128 --sections answer,certainty --threads 1
again again-options "it's mine/a plan.json" --trials 128 --seed 7 --sampler lhs --sections answer,certainty \
    --set 'name="It'"'"'s $5"' --set goal.at_least=1e6 --assumptions more.csv

# Names that are markup, are long, or are written from right to left, stay names.
sed -e 's|"name": *"Base 2027"|"name": "</title><script>alert(1)</script>"|' \
    -e 's|paid_search|paid<img src=x onerror=alert(1)>|g' "$source/scenarios/base.json" >hostile.json
if "$program" check hostile.json --quiet >said 2>&1; then
    page hostile hostile.json --trials 128 --sections answer,together,sales,assumptions
    python3 "$here/check.py" hostile.html >said || fail "$(cat said)"
    ! grep -qE '<(script|img)' hostile.html || fail "hostile: markup came through"
else
    sed -e 's|"name": *"Base 2027"|"name": "</title><script>alert(1)</script>"|' "$source/scenarios/base.json" >hostile.json
    page hostile hostile.json --trials 128 --sections answer,together,sales,assumptions
    python3 "$here/check.py" hostile.html >said || fail "$(cat said)"
    ! grep -qE '<(script|img)' hostile.html || fail "hostile: markup came through"
fi

# Markdown: its pictures are beside it, each one there and whole.
"$program" report "$source/scenarios/base.json" --trials 128 --sections answer,together,economy,sales,drivers --quiet --out out.md
checks=$((checks + 1))
grep -o '(<[^>]*\.svg>)' out.md | tr -d '(<>)' >named
[ "$(wc -l <named)" -ge 5 ] || fail "Markdown: $(wc -l <named) pictures"
ls out-*.svg | sort -V | cmp -s - named || fail "Markdown: pictures $(ls out-*.svg | tr '\n' ' '), named $(tr '\n' ' ' <named)"
for file in $(cat named); do
    python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' "$file" || fail "$file is not well-formed"
done

if [ "$failures" -gt 0 ]; then
    echo "$failures of $checks failed"
    exit 1
fi
echo "ok: $checks pages"
