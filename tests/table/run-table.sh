#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Tables as people save them, and as they come damaged: run-table.sh PROGRAM SOURCE-FOLDER. The cases are data, one folder of
# cases/ each:
#   args     one argument a line
#   status   the exit status that is expected
#   expected lines, each of which must stand in what the program writes (both streams), as it is; with a ! in front none may
# Each runs in a fresh folder with s.json and the files of the case. At the end the program's own tables are read back.
set -u
program=$1
source=$2
here=$source/tests/table
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/support/cases.sh
. "$source/tests/support/cases.sh"

for folder in "$here"/cases/*/; do
    rm -rf "$work/here" && mkdir "$work/here" && cd "$work/here" || exit 1
    cp "$here/s.json" "$folder"* .
    run_case "$folder"
    cat "$work/stdout" "$work/stderr" > "$work/out"
    while IFS= read -r line; do
        case $line in
        !*) ! grep -aFq -e "${line#!}" "$work/out" || fail "$name" "it says: ${line#!}" ;;
        *) grep -aFq -e "$line" "$work/out" || fail "$name" "it does not say: $line
$(head -c 900 "$work/out")" ;;
        esac
    done < expected
done

# ---- the parts of a run know what was told of its tables
cd "$work/here" || exit 1
cp "$here/s.json" "$here/cases/assumptions-ambiguous/a.csv" .
for i in 1 2; do
    "$program" run s.json --assumptions a.csv --decimal comma --decimal 'value=point' --encoding latin1 --shard $i/2 \
        --out $i.part --quiet || fail parts "part $i"
done
count=$((count + 1))
"$program" merge 1.part 2.part --format json --out merged.json --quiet || fail parts "not merged"
"$program" run s.json --assumptions a.csv --decimal point --format json --quiet | sed '/elapsed_s/d' > whole.json
sed '/elapsed_s/d' merged.json | cmp -s - whole.json || fail parts "another answer than the whole run's"

# ---- and the rates of its currencies; a batch with other rates is another one
cp "$here"/cases/rate-pipeline/p.* "$here"/cases/rate-manifest/m.csv "$here"/cases/rate-manifest/u.json .
for i in 1 2; do
    "$program" run p.json --rate USD=0.5 --rate EUR=1 --shard $i/2 --out $i.part --quiet || fail rates "part $i"
done
"$program" merge 1.part 2.part --format json --quiet > merged.json || fail rates "not merged"
"$program" run p.json --rate EUR=1 --rate USD=0.5 --format json --quiet | sed '/elapsed_s/d' > whole.json
count=$((count + 1))
sed '/elapsed_s/d' merged.json | cmp -s - whole.json || fail rates "another answer than the whole run's"
count=$((count + 1))
"$program" run p.json --rate EUR=1 --rate USD=0.5 --format csv --quiet > rated.csv
printf 'stage,value\noffer,5\noffer,3.5\noffer,4.5\n' > p.csv
"$program" run p.json --format csv --quiet | cmp -s - rated.csv || fail rates "open deals are worth something else than converted ones"
cp "$here"/cases/rate-pipeline/p.csv .
"$program" run p.json --rate USD=0.6 --shard 2/2 --out 2.part --quiet || fail rates "part with another rate"
count=$((count + 1))
"$program" merge 1.part 2.part --quiet > merged.json 2>&1 && fail rates "parts with different rates are merged"
"$program" batch m.csv --rate GBP=1.2 --out b.csv --quiet || fail rates "no batch"
count=$((count + 1))
"$program" batch m.csv --rate GBP=1.3 --out b.csv --quiet --resume 2> stderr
{ [ $? -eq 2 ] && grep -Fq 'it differs in --rate' stderr; } || fail rates "resumed with another rate"

# ---- what the program writes reads back to the same numbers, in every style
cd "$work/here" || exit 1
cat > again.json <<'END'
{ "name": "again", "funnel": ["lead", "won"], "start": "2027-01",
  "defaults": { "conversion": { "won": 0.5 } },
  "channels": { "a": { "organic_leads": { "dist": "empirical", "file": "FILE", "column": "COLUMN" }, "deal_value": 1 } } }
END
# values STYLE COLUMN FILE: the samples of the column as the program reads them, its mean and quantiles
values() {
    sed "s/FILE/$2/; s/COLUMN/$1/" again.json > again-one.json
    "$program" check again-one.json --quiet --format json | sed -n 's/.*"path": "channels.a.organic_leads", \(.*\), "origin".*/\1/p'
}
for metric in revenue wins leads cost.marketing; do
    for style in '' --excel --european; do
        # shellcheck disable=SC2086
        "$program" run s.json --trials 500 --quiet --samples t.csv $style > /dev/null || fail samples "not written $style"
        values "$metric" t.csv > "values$style"
        count=$((count + 1))
        [ -s "values$style" ] || fail samples "$metric $style is not read back: $("$program" check again-one.json 2>&1 | head -3)"
        cmp -s values "values$style" || fail samples "$metric reads back as other numbers with $style"
    done
done

echo "$count cases, $failures failures"
[ "$failures" -eq 0 ]
