#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Batches as they are lived with: killed and resumed, in shards under a job system, with names that mean harm. Called with
# <program> <source folder>.
set -eu
program=$1
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# shellcheck source=tests/support/checks.sh
. "$source/tests/support/checks.sh"

# Every day half of the runs and six kills; with BIREME_LONG in the environment (ctest -C long -L long) all and twenty.
seeds='1, 2' of_grid=120 kills_most=6
[ -z "${BIREME_LONG-}" ] || seeds='1, 2, 3, 4' of_grid=240 kills_most=20
cp "$source/tests/cli/scenarios/small.json" .
cat >m.json <<EOF
{ "scenarios": ["small.json"], "metrics": ["revenue", "wins", "cac"], "seeds": [$seeds],
  "grid": { "channels.events.spend": [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150],
            "channels.outbound.organic_leads": [80, 90, 100, 110] },
  "runs": [ { "scenario": "gone.json", "name": "there is none" }, { "scenario": "small.json", "name": "fast", "trials": 100 } ] }
EOF

# some STATUS COMMAND…: the exit status of the program; 1 where some of the runs fail, as `gone.json` does.
some() {
    checks=$((checks + 1))
    expected=$1
    shift
    status=0
    "$program" "$@" || status=$?
    [ "$status" -eq "$expected" ] || fail "$*: exit status $status, not $expected"
}

# ------------------------ the same table, however it is made

some 1 batch m.json --out whole.csv -q
some 1 batch m.json >output.csv -q
same whole.csv output.csv
some 1 batch m.json --out one.csv --threads 1 -q
same whole.csv one.csv
rows=$(grep -c '^[0-9]*,Small,revenue,,mean,' whole.csv)
checks=$((checks + 1))
[ "$rows" -eq $of_grid ] || fail "$of_grid runs of a grid have $rows means"
grep -q '^there is none.1,gone.json,error,,"*gone.json: cannot read' whole.csv || fail "a run that fails is no row"

# ------------------------ killed at any moment, and resumed

# A number from 0 to 999.
random() {
    od -An -N2 -tu2 /dev/urandom | awk '{ print $1 % 1000 }'
}
kills=0
while [ "$kills" -lt $kills_most ]; do
    "$program" batch m.json --out killed.csv --resume -q 2>/dev/null &
    pid=$!
    sleep "$(random | awk '{ printf "%.3f", 0.02 + $1 / 1000 * '"$of_grid"' / 218 }')"
    kill -9 "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    kills=$((kills + 1))
    checks=$((checks + 1))
    [ ! -e killed.csv ] || cmp -s killed.csv whole.csv || fail "a part of the table has the table's name"
    # Half a line of the journal, and rows that no journal knows of, as a crash may leave them.
    if [ "$((kills % 5))" -eq 0 ] && [ ! -e killed.csv ] && [ -s killed.csv.journal ]; then
        printf 'run 9' >>killed.csv.journal
        printf '1,Small,half a' >>killed.csv.partial
    fi
    # Once it is complete, again from the beginning.
    if [ -e killed.csv ]; then rm killed.csv killed.csv.journal; fi
done
some 1 batch m.json --out killed.csv --resume -q
same whole.csv killed.csv
some 1 batch m.json --out killed.csv --resume >/dev/null 2>said
checks=$((checks + 1))
grep -q 'is complete' said || fail "a complete batch is begun again"
sed 's/140, 150/140, 151/' m.json >other.json
refused 2 'of another batch' batch other.json --out killed.csv --resume
refused 2 'of another batch' batch m.json --out killed.csv --resume --trials 50
refused 2 'name it with --out' batch m.json --resume

# ------------------------ shards

for i in 1 2 3 4; do "$program" batch m.json --shard "$i/4" --out "part$i.csv" -q & done
wait
some 1 merge part3.csv part1.csv part4.csv part2.csv --out merged.csv
same whole.csv merged.csv
"$program" batch m.json --shard 2/4 --out again.csv -q --wide
"$program" batch other.json --shard 2/4 --out other2.csv -q
refused 3 'not of the same batch' merge part1.csv other2.csv part3.csv part4.csv
refused 3 'not of the same batch' merge part1.csv again.csv part3.csv part4.csv
refused 3 'shard 2 of 4 is missing' merge part1.csv part3.csv part4.csv
refused 3 'shard 1 of 4 is there twice' merge part1.csv part1.csv part2.csv part3.csv part4.csv
refused 3 'no journal' merge small.json
cp part4.csv changed.csv
cp part4.csv.journal changed.csv.journal
echo x >>changed.csv
refused 3 'has been changed' merge part1.csv part2.csv part3.csv changed.csv
grep -v '^end' part4.csv.journal >changed.csv.journal
refused 3 'is not complete' merge part1.csv part2.csv part3.csv changed.csv
refused 2 'i/n with i from 1 to n' batch m.json --shard 5/4
refused 2 'i/n with i from 1 to n' batch m.json --shard 0/4
refused 2 'i/n with i from 1 to n' batch m.json --shard two

# As a job system says; each process writes a file of its own.
for i in 0 1 2; do
    OMPI_COMM_WORLD_RANK=$i OMPI_COMM_WORLD_SIZE=3 "$program" batch m.json --out mpi.csv -q &
    PMI_RANK=$i PMI_SIZE=3 "$program" batch m.json --out pmi.csv -q &
    SLURM_ARRAY_TASK_ID=$((i + 7)) SLURM_ARRAY_TASK_MIN=7 SLURM_ARRAY_TASK_COUNT=3 "$program" batch m.json --out slurm.csv -q &
done
wait
for system in mpi pmi slurm; do
    some 1 merge "$system".1-of-3.csv "$system".2-of-3.csv "$system".3-of-3.csv --out "$system".csv
    same whole.csv "$system".csv
done
checks=$((checks + 1))
status=0
OMPI_COMM_WORLD_RANK=3 OMPI_COMM_WORLD_SIZE=3 "$program" batch m.json 2>said >/dev/null || status=$?
[ "$status" -eq 2 ] && grep -q 'name no shard' said || fail "rank 3 of 3 is taken"
if command -v mpirun >/dev/null; then # which ends them all when one does not exit with 0
    sed 's/{ "scenario": "gone.json"[^}]*}, //' m.json >good.json
    "$program" batch good.json --out good.csv -q
    mpirun --allow-run-as-root --oversubscribe -np 3 "$program" batch good.json --out run.csv -q
    "$program" merge run.1-of-3.csv run.2-of-3.csv run.3-of-3.csv --out run.csv
    same good.csv run.csv
fi
if command -v parallel >/dev/null; then
    parallel -j 2 "$program" batch m.json --shard '{}/3' --out 'gnu{}.csv' -q ::: 1 2 3 2>/dev/null || true # 1
    some 1 merge gnu1.csv gnu2.csv gnu3.csv --out gnu.csv
    same whole.csv gnu.csv
fi

# ------------------------ one run in parts

one() { "$program" run small.json --trials 50000 --set channels.outbound.organic_leads=120 --given recession "$@"; }
one --format csv >one.csv
one --format json | grep -v elapsed_s >one.json
one --shard 3/3 --out three.part --threads 1
if command -v parallel >/dev/null; then
    parallel -j 2 "$program" run small.json --trials 50000 --set channels.outbound.organic_leads=120 --given recession \
        --shard '{}/3' --out '{}.part' -q ::: 1 2 3 2>/dev/null
    same 3.part three.part
else
    for i in 1 2 3; do one --shard $i/3 --out $i.part; done
fi
"$program" merge 2.part 3.part 1.part --out merged.csv
same one.csv merged.csv
"$program" merge 1.part 2.part 3.part --format json | grep -v elapsed_s >merged.json
same one.json merged.json
"$program" merge 1.part 2.part 3.part --out merged.xlsx
if command -v mpirun >/dev/null; then
    mpirun --allow-run-as-root --oversubscribe -np 3 "$program" run small.json --trials 50000 --set channels.outbound.organic_leads=120 \
        --given recession --shard auto --out rank.part -q
    same 2.part rank.2-of-3.part
fi
# Beyond 2^20 trials quantiles are from sketches; beyond 128 tasks of 16,384 trials there are rounds, in a long run.
many=1100000
[ -z "${BIREME_LONG-}" ] || many=2200000
"$program" run small.json --trials $many --totals --format csv >many.csv
for i in 1 2; do "$program" run small.json --trials $many --totals --shard $i/2 --out many$i.part; done
"$program" merge many2.part many1.part --out merged.csv
same many.csv merged.csv
refused 3 'is one of 3, and 2 are given' merge 1.part 2.part
refused 3 'part 1 is there twice' merge 1.part 1.part 2.part
refused 3 'not parts of the same run' merge 1.part many1.part 3.part
head -c 100000 2.part >cut.part
refused 3 'field [0-9]* .* is cut off' merge 1.part cut.part 3.part
{ head -c 100000 2.part; printf x; tail -c +100002 2.part; } >changed.part
refused 3 'part 2 of the list is damaged' merge 1.part changed.part 3.part
refused 3 'no part of a run' merge 1.part small.json 3.part
refused 2 'name its file with --out' run small.json --shard 1/2
refused 2 'name a .part file' run small.json --shard 1/2 --out x.json
refused 2 'do not go together' run small.json --shard 1/2 --out x.part --samples x.csv
refused 2 'i/n with i from 1 to n' run small.json --shard 3/2 --out x.part
refused 3 'precision' run small.json --set run.precision=0.01 --shard 1/2 --out x.part
cp small.json kept.json
sed -i 's/"periods": 4/"periods": 5/' small.json
refused 3 'of another run' merge 1.part 2.part 3.part
cp kept.json small.json

# ------------------------ names that mean harm

cat >names.json <<'EOF'
{ "metrics": ["wins"], "runs": [
  { "scenario": "small.json", "trials": 100, "name": "=1+1" }, { "scenario": "small.json", "trials": 100, "name": "@SUM(A1)" },
  { "scenario": "small.json", "trials": 100, "name": "-2+3" }, { "scenario": "small.json", "trials": 100, "name": "a \"b\", c" },
  { "scenario": "small.json", "trials": 100, "name": "two\nlines" }, { "scenario": "small.json", "trials": 100, "name": "Ж 中 🚣" },
  { "scenario": "small.json", "trials": 100, "set": { "name": "=HYPERLINK(\"http://x\",\"y\")" } } ] }
EOF
for form in '' --wide; do
    "$program" batch names.json --out names.csv -q $form
    checks=$((checks + 1))
    command -p python3 - names.csv <<'EOF' || fail "hostile names $form"
import csv, sys
rows = list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8")))
assert len({len(row) for row in rows}) == 1
names = {row[0] for row in rows[1:]}
assert names == {"'=1+1", "'@SUM(A1)", "'-2+3", 'a "b", c', "two\nlines", "Ж 中 🚣", "7"}, names
for row in rows:
    for cell in row:
        number = True
        try:
            float(cell)
        except ValueError:
            number = False
        assert number or cell[:1] not in "=+-@\t\r" or cell == "", cell
assert any(row[1] == "'=HYPERLINK(\"http://x\",\"y\")" for row in rows)
EOF
done

echo "$checks checks"
conclude
