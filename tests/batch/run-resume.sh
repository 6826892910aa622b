#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a resumed or merged batch rests on: everything that was read for it. A change is refused and named, a damaged journal is an
# error and no new beginning, runs that failed for want of a file or memory are tried again. Called with <program> <source folder>.
set -eu
program=$1
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# shellcheck source=tests/support/checks.sh
. "$source/tests/support/checks.sh"

# shellcheck source=tests/support/inputs.sh
. "$source/tests/support/inputs.sh"
printf 'value\n10\n' >other.csv
cat >m.json <<'JSON'
{ "scenarios": ["all.json"], "metrics": ["wins", "revenue"], "seeds": [1, 2, 3, 4, 5, 6], "grid": { "run.trials": [100] },
  "runs": [ { "scenario": "base.json", "name": "named", "trials": 100,
              "set": { "channels.events.deal_value": { "dist": "empirical", "file": "other.csv", "column": "value" } } } ] }
JSON
says 0 batch m.json --out whole.csv -q

# part NAME: a batch as a kill leaves it after three of its runs, made from the whole one: NAME.partial and NAME.journal.
part() {
    says 0 batch m.json --out "$1" -q --threads 1
    end=$(grep -n '^3,' "$1" | tail -1 | cut -d: -f1)
    head -n "$end" "$1" >"$1.partial"
    rm "$1"
    grep -E '^(bireme-batch|file) ' "$1.journal" >"$1.kept"
    # The line that the journal had then, with its check sum, from a batch that was cut off there.
    command -p python3 - "$1" <<'PY'
import sys
data = open(sys.argv[1] + ".partial", "rb").read()
def fnv(text):
    h = 0xcbf29ce484222325
    for byte in text:
        h = ((h ^ byte) * 0x100000001b3) & (2**64 - 1)
    return h
line = "run 3 %d %016x" % (len(data), fnv(data))
h = fnv(line.encode())
line += " %08x\n" % ((h ^ (h >> 32)) & 0xffffffff)
open(sys.argv[1] + ".journal", "w").write(open(sys.argv[1] + ".kept").read() + line)
PY
    rm "$1.kept"
}
part p.csv
cp p.csv.partial kept.partial
cp p.csv.journal kept.journal
again() {
    rm -f p.csv
    cp kept.partial p.csv.partial
    cp kept.journal p.csv.journal
}
says 0 batch m.json --out p.csv --resume -q
same whole.csv p.csv

# ------------------------ what was read

for file in all.json middle.json base.json open.csv deals.csv other.csv library.SIPmath m.json; do
    again
    cp $file was
    case $file in
    *.json | *.SIPmath) echo ' ' >>$file ;;
    *) tail -1 $file >>$file ;;
    esac
    refused 2 "of another batch: $file has changed" batch m.json --out p.csv --resume
    same kept.partial p.csv.partial
    same kept.journal p.csv.journal
    # Also where the table is whole.
    refused 2 "of another batch: $file has changed" batch m.json --out whole.csv --resume
    mv was $file
    says 0 batch m.json --out p.csv --resume -q
    same whole.csv p.csv
done
again
refused 2 'of another batch: it differs in --trials' batch m.json --out p.csv --resume --trials 50
refused 2 'of another batch: it differs in --periods' batch m.json --out p.csv --resume --periods
refused 2 'of another batch: it differs in --sampler' batch m.json --out p.csv --resume --sampler random
refused 2 'of another batch: it differs in the form' batch m.json --out p.csv --resume --wide
refused 2 'of another batch: it differs in --shard' batch m.json --out p.csv --resume --shard 1/2
refused 2 'of another batch: it differs in --repair' batch m.json --out p.csv --resume --repair-correlations
# From another folder it is the same batch.
mkdir elsewhere
(cd elsewhere && "$program" batch ../m.json --out ../p.csv --resume -q) || fail "from another folder"
same whole.csv p.csv
# A file that changes while the batch runs.
cat >slow.json <<'JSON'
{ "scenarios": ["all.json"], "metrics": ["wins"], "grid": { "run.trials": [40000], "channels.outbound.organic_leads": [100, 101, 102, 103, 104,
  105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129] },
  "seeds": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20] }
JSON
"$program" batch slow.json --out slow.csv -q --threads 1 2>said &
pid=$!
while ! grep -q '^2,' slow.csv.partial 2>/dev/null && kill -0 $pid 2>/dev/null; do sleep 0.05; done
cp deals.csv was
printf 'value\n7\n' >new.csv && mv new.csv deals.csv
status=0
wait $pid || status=$?
mv was deals.csv
checks=$((checks + 1))
[ "$status" -eq 3 ] && grep -q 'deals.csv has changed while' said || fail "a change in the middle: exit status $status, $(cat said)"
[ ! -e slow.csv ] || fail "a table of two worlds"
rm -f slow.csv.*

# ------------------------ the journal

spoil() {
    command -p python3 - "$@" <<'PY'
import sys
path, how = sys.argv[1:3]
data = bytearray(open(path, "rb").read())
if how == "digit":  # of the number of runs
    at = data.rindex(b"\nrun ") + 5
    data[at] ^= 1
elif how == "middle":
    data[len(data) // 2] ^= 4
elif how == "first":
    data[20] ^= 4
elif how == "nul":
    data[len(data) // 3] = 0
elif how == "line":  # half of one, in the middle
    at = data.rindex(b"\n", 0, len(data) - 1)
    data[at + 1:at + 1] = b"run 2\n"
elif how == "garbage":
    data = bytearray(bytes(range(256)) * 4)
elif how == "empty":
    data = bytearray()
elif how == "crlf":
    data = data.replace(b"\n", b"\r\n")
open(path, "wb").write(data)
PY
}
for how in digit middle first nul line garbage empty crlf; do
    again
    spoil p.csv.journal $how
    cp p.csv.journal spoilt
    refused 3 'p.csv.journal' batch m.json --out p.csv --resume
    same kept.partial p.csv.partial
    same spoilt p.csv.journal
done
for how in digit middle first nul line garbage empty crlf; do
    again
    cp whole.csv w.csv
    cp whole.csv.journal w.csv.journal
    spoil w.csv.journal $how
    refused 3 'w.csv' merge w.csv
    [ $how = empty ] || refused 3 'w.csv' batch m.json --out w.csv --resume
    [ $how = empty ] || same whole.csv w.csv
done
again
rm p.csv.journal && mkdir p.csv.journal
refused 4 'p.csv.journal' batch m.json --out p.csv --resume
rmdir p.csv.journal
refused 3 'no journal' batch m.json --out p.csv --resume
same kept.partial p.csv.partial
ln -s p.csv.journal p.csv.journal
refused 4 'p.csv.journal' batch m.json --out p.csv --resume
rm p.csv.journal
# Half a line at the end is what a kill leaves.
again
printf 'run 4 99' >>p.csv.journal
printf '1,half a row' >>p.csv.partial
says 0 batch m.json --out p.csv --resume -q
same whole.csv p.csv
# Ended after the journal's first lines, before it tells of the table: nothing is lost.
again
grep -v '^run ' kept.journal >p.csv.journal
says 0 batch m.json --out p.csv --resume -q
same whole.csv p.csv
# The table itself.
again
printf x | dd of=p.csv.partial bs=1 seek=100 conv=notrunc 2>/dev/null
refused 3 'p.csv.partial is not as the batch left it' batch m.json --out p.csv --resume
again
head -c 200 kept.partial >p.csv.partial
refused 3 'p.csv.partial is not as the batch left it' batch m.json --out p.csv --resume
cp whole.csv w.csv
cp whole.csv.journal w.csv.journal
printf x | dd of=w.csv bs=1 seek=100 conv=notrunc 2>/dev/null
cp w.csv edited.csv
refused 3 'w.csv is not as the batch left it' batch m.json --out w.csv --resume
refused 3 'w.csv is not as the batch left it' merge w.csv
same edited.csv w.csv
# Nothing is left that could be lost.
rm w.csv
says 0 batch m.json --out w.csv --resume
same whole.csv w.csv

# ------------------------ runs that failed

printf 'scenario,name,trials\nbase.json,a,100\nlate.json,b,100\nbase.json,c,100\nwrong.json,d,100\nlater.json,e,100\nbase.json,f,100\n' >f.csv
echo '{ "extends": "base.json", "chanels": {} }' >wrong.json
echo '{ "extends": "missing.json" }' >later.json
says 1 batch f.csv --out f-out.csv
grep -q '3 of 6 runs failed' said || fail "three runs fail: $(cat said)"
cp f-out.csv f-before.csv
says 1 batch f.csv --out f-out.csv --resume
same f-before.csv f-out.csv
cp base.json late.json
says 1 batch f.csv --out f-out.csv --resume
grep -q '2 of 6 runs failed' said || fail "two runs fail: $(cat said)"
cp base.json missing.json
says 1 batch f.csv --out f-out.csv --resume
grep -q '1 of 6 runs failed' said || fail "one run fails: $(cat said)"
says 1 batch f.csv --out f-whole.csv
same f-whole.csv f-out.csv
says 1 batch f.csv --out f-out.csv --resume
same f-whole.csv f-out.csv
# The file that came late counts from then on.
echo ' ' >>late.json
refused 2 'late.json has changed' batch f.csv --out f-out.csv --resume
cp base.json late.json
# Shards, one of them finished before the file was there.
rm late.json
says 1 batch f.csv --shard 1/2 --out f1.csv
cp base.json late.json
says 1 batch f.csv --shard 2/2 --out f2.csv
says 1 merge f1.csv f2.csv --out f-merged.csv
says 0 batch f.csv --shard 1/2 --out f1.csv --resume
says 1 merge f1.csv f2.csv --out f-merged.csv
same f-whole.csv f-merged.csv
printf 'scenario\nwrong.json\nwrong.json\n' >none.csv
says 3 batch none.csv --out none-out.csv
says 3 batch none.csv --out none-out.csv --resume
says 3 batch none.csv
says 3 merge none-out.csv --out none-merged.csv
# Memory: what there is too little of today there may be enough of tomorrow. A batch that would not fit is not begun.
printf 'scenario,trials\nbase.json,100\nbase.json,1000000\n' >large.csv
if (ulimit -v 120000 && "$program" run base.json --trials 100 --threads 1) >/dev/null 2>&1; then # not under the sanitizers
    status=0
    (ulimit -v 120000 && "$program" batch large.csv --out large-out.csv --threads 1 --periods -q) 2>said || status=$?
    checks=$((checks + 1))
    [ "$status" -eq 5 ] && grep -q 'there is a limit of' said || fail "a batch without memory: exit status $status, $(cat said)"
    for left in large-out.csv*; do [ ! -e "$left" ] || fail "a batch that was not begun left $left"; done
fi

# ------------------------ two worlds in two shards

for i in 1 2; do
    says 0 batch m.json --shard $i/2 --out s$i.csv -q
    cp base.json was
    echo ' ' >>base.json
done
refused 3 'not of the same batch: base.json was another file' merge s1.csv s2.csv
refused 3 'not of the same batch: base.json was another file' merge s2.csv s1.csv
cp was base.json
cp "$source/tests/cli/scenarios/small.json" base.json

# ------------------------ one run in parts

for i in 1 2; do says 0 run all.json --trials 40000 --assumptions numbers.csv --shard $i/2 --out $i.part; done
says 0 merge 1.part 2.part
for file in all.json middle.json base.json open.csv deals.csv library.SIPmath numbers.csv; do
    cp $file was
    case $file in
    *.json | *.SIPmath) echo ' ' >>$file ;;
    numbers.csv) sed -i 's/,90$/,91/' $file ;; # a path twice would be refused
    *) tail -1 $file >>$file ;;
    esac
    refused 3 "1.part is of another run: $file has changed since" merge 1.part 2.part
    if [ $file != numbers.csv ]; then
        says 0 run all.json --trials 40000 --assumptions numbers.csv --shard 2/2 --out other.part
        refused 3 "not parts of the same run: $file was another file" merge 1.part other.part
    fi
    mv was $file
done
# Samples with the same mean and the same standard deviation are other samples.
printf 'value\n0\n0\n3\n3\n' >deals.csv
for i in 1 2; do says 0 run all.json --trials 40000 --shard $i/2 --out $i.part; done
printf 'value\n0\n3\n' >deals.csv
refused 3 "deals.csv has changed since" merge 1.part 2.part
printf 'value\n100\n200\n350\n' >deals.csv

# ------------------------ two at the same time

"$program" batch slow.json --out slow.csv -q &
pid=$!
while [ ! -s slow.csv.journal ] && kill -0 $pid 2>/dev/null; do sleep 0.02; done
refused 4 'another batch is writing' batch slow.json --out slow.csv --resume
refused 4 'another batch is writing' batch m.json --out slow.csv
ln -s slow.csv slow-too.csv
refused 4 'another batch is writing' batch m.json --out slow-too.csv
# One whose journal was taken away does not mix with the next.
rm slow.csv.journal
says 0 batch m.json --out slow.csv -q
same whole.csv slow.csv
kill -9 $pid
wait $pid 2>/dev/null || true
same whole.csv slow.csv

echo "$checks checks"
conclude
