#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Drives the program from outside: run-cli.sh PROGRAM SOURCE-FOLDER. The cases are data, one folder of cases/ each:
#   args     one argument a line
#   status   the exit status that is expected
#   stdout, stderr   extended regular expressions, one a line, each of which must match a line of the output;
#            with a ! in front none may match. An empty file: nothing may be written. No file: not looked at
#   files    "NAME PATTERN": the file must be there with a matching line; "!NAME": it must not be there. NAME may
#            hold blanks only if it ends with .json
# Each runs in a fresh folder with a copy of scenarios/. What does not fit into that form follows the cases.
set -u
program=$1
source=$2
here=$source/tests/cli
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/support/cases.sh
. "$source/tests/support/cases.sh"
unset NO_COLOR

fresh() {
    rm -rf "$work/here"
    cp -R "$here/scenarios" "$work/here"
    cd "$work/here" || exit 1
}

# look CASE STREAM: compares $work/STREAM with the patterns of the case.
look() {
    patterns=$here/cases/$1/$2
    [ -e "$patterns" ] || return 0
    if [ ! -s "$patterns" ]; then
        [ ! -s "$work/$2" ] || fail "$1" "$2 should be empty but is: $(head -c 300 "$work/$2")"
        return 0
    fi
    while IFS= read -r pattern; do
        case $pattern in
        !*) ! grep -Eq -e "${pattern#!}" "$work/$2" || fail "$1" "$2 matches /${pattern#!}/" ;;
        *) grep -Eq -e "$pattern" "$work/$2" ||
            fail "$1" "$2 does not match /$pattern/: $(head -c 600 "$work/$2")" ;;
        esac
    done < "$patterns"
}

look_at_files() {
    [ -e "$here/cases/$1/files" ] || return 0
    while IFS= read -r line; do
        case $line in
        !*) [ ! -e "${line#!}" ] || fail "$1" "${line#!} should not be there" ;;
        *.json\ *) grep -Eq -e "${line#*.json }" "${line%%.json *}.json" || fail "$1" "not so: $line" ;;
        *) grep -Eq -e "${line#* }" "${line%% *}" || fail "$1" "not so: $line" ;;
        esac
    done < "$here/cases/$1/files"
}

for folder in "$here"/cases/*/; do
    fresh
    run_case "$folder"
    look "$name" stdout
    look "$name" stderr
    look_at_files "$name"
done

# expect NAME STATUS COMMAND…: the exit status of a command; its streams are kept in $work.
expect() {
    name=$1
    expected=$2
    shift 2
    count=$((count + 1))
    "$@" > "$work/stdout" 2> "$work/stderr"
    status=$?
    [ "$status" = "$expected" ] ||
        fail "$name" "exit status $status, expected $expected: $(head -c 600 "$work/stderr")"
}

fresh

# ---- standard output that cannot be written
closed() { "$program" "$@" >&-; }
full() { "$program" "$@" > /dev/full; }
expect stdout-closed 4 closed run small.json
grep -q 'cannot write to standard output' "$work/stderr" || fail stdout-closed "no message"
expect stdout-closed-but-not-needed 0 closed run small.json --out result.json
grep -q '"kind": "forecast"' result.json || fail stdout-closed-but-not-needed "the file is not whole"
expect help-to-closed-stdout 4 closed --help
if [ -e /dev/full ]; then
    expect disk-full 4 full run small.json -f csv
    grep -q 'cannot write to standard output: No space left' "$work/stderr" || fail disk-full "no message"
    expect file-on-full-disk 4 "$program" run small.json --out /dev/full -f json
fi
# The reader has gone: more than a pipe holds, so that the writer must notice.
gone() { { "$program" run small.json -f csv; echo $? > "$work/status"; } | head -1; }
expect pipe-closed 0 gone
[ "$(cat "$work/status")" = 4 ] || fail pipe-closed "exit status $(cat "$work/status"), expected 4"
# All three standard streams closed: nothing may be written into a file that took their place.
streams() { "$program" run no-value.json -o result.txt <&- >&- 2>&-; }
expect streams-closed 0 streams
grep -q 'warning' result.txt && fail streams-closed "a warning went into the result"

# ---- a scenario from standard input, beside the files of the current folder
by_pipe() { name=$1; shift; cat "$name" | "$program" "$@"; }
expect by-pipe 0 by_pipe small.json run - -f json
grep -v elapsed_s "$work/stdout" >by-pipe.json
"$program" run small.json -f json | grep -v elapsed_s >by-name.json
cmp -s by-pipe.json by-name.json || fail by-pipe "the answer is not that of the file"
expect by-pipe-extends 0 by_pipe child.json check -
expect by-pipe-wrong 3 by_pipe broken.json check -
grep -q '^-:[0-9]*:[0-9]*: error' "$work/stdout" "$work/stderr" || fail by-pipe-wrong "no place is named"
cp small.json again.json
onto_itself() { "$program" run - --out again.json <again.json; }
expect by-name-onto-itself 2 onto_itself
cmp -s small.json again.json || fail by-name-onto-itself "the scenario was changed"
# --root: the folder of both.
expect root-elsewhere 3 "$program" run part/outside.json --root part
grep -q 'outside the folder of the scenario, and outside that of --root' "$work/stderr" || fail root-elsewhere "$(cat "$work/stderr")"

# ---- a failed write leaves the old file and no other
mkdir keep && echo old > keep/result.json
expect bad-scenario-keeps-the-old-file 3 "$program" run bad.json --out keep/result.json
[ "$(cat keep/result.json)" = old ] || fail bad-scenario-keeps-the-old-file "it was changed"
expect good-scenario-replaces-it 0 "$program" run small.json --out keep/result.json
[ "$(ls keep)" = result.json ] || fail good-scenario-replaces-it "something is left over: $(ls keep)"

# ---- samples: one row a trial beside the title, one column a metric
expect samples 0 "$program" run small.json --samples s.csv --trials 1234 -f json
[ "$(wc -l < s.csv)" -eq 1235 ] || fail samples "$(wc -l < s.csv) lines, expected 1235"
head -1 s.csv | grep -q '^trial,revenue,bookings,wins,leads,stage.lead,' ||
    fail samples "title: $(head -1 s.csv)"
sed -n 2p s.csv | grep -Eq '^1,[0-9.]+,' || fail samples "first row: $(sed -n 2p s.csv)"
mean=$(tr -d '\r' < s.csv | awk -F, 'NR > 1 { sum += $4 } END { printf "%.4f", sum / (NR - 1) }')
json=$(sed -n 's/^    "wins": {"mean": \([0-9.]*\),.*/\1/p' "$work/stdout" | head -1)
# Both are means of the same 1,234 whole numbers: only the printed digits differ.
awk -v a="$mean" -v b="$json" 'BEGIN { exit !(a - b < 1e-3 && b - a < 1e-3 && b > 0) }' ||
    fail samples "mean of wins is $mean in the samples and $json in the answer"

# ---- same bytes whatever the number of threads, another seed other bytes
same() { sed '/"elapsed_s"/d' "$1"; }
for threads in 1 2 3; do
    expect threads-$threads 0 "$program" run small.json --threads $threads -f json \
        --trials 20000 --samples s$threads.csv
    same "$work/stdout" > t$threads.json
done
cmp -s t1.json t2.json && cmp -s t1.json t3.json || fail threads "the answers differ"
cmp -s s1.csv s2.csv && cmp -s s1.csv s3.csv || fail threads "the samples differ"
expect other-seed 0 "$program" run small.json --seed 8 -f json --trials 20000
same "$work/stdout" | cmp -s - t1.json && fail other-seed "the answer is the same"
"$program" run small.json --threads 1 > text1
"$program" run small.json --threads 2 > text2
cmp -s text1 text2 || fail threads "the text answers differ"

# ---- no line is longer than 100 columns, whatever the locale; ASCII only where the locale is not UTF-8
for file in text1 help; do
    [ $file = help ] && for command in init check schema run compare plan split sensitivity batch merge; do
        "$program" $command --help
    done > help
    awk 'length > 100 { exit 1 }' $file || fail width "$file has a line of more than 100 columns"
done
LC_ALL=C grep -q '[^ -~]' text1 && fail ascii "the C locale got other than ASCII"
if locale -a 2>/dev/null | grep -qi '^C\.utf-*8$'; then
    LC_ALL=C.UTF-8 "$program" run small.json > utf8
    grep -q '█' utf8 || fail utf-8 "no picture of the spread in a UTF-8 locale"
    # One that cannot be loaded is taken at its name.
    for name in xx_XX.UTF-8 xx_XX.utf8@euro; do
        LC_ALL=$name "$program" run small.json | cmp -s - utf8 || fail utf-8 "$name gives another text"
    done
    LC_ALL=xx_XX.ISO-8859-1 LANG=C.UTF-8 "$program" run small.json | cmp -s - text1 || fail ascii "xx_XX.ISO-8859-1 gives another text"
fi
comma=$(locale -a 2>/dev/null | grep -E '^(de|fr|es|it|nl|pl|ru|sv|pt)_' | head -1)
if [ -n "$comma" ]; then
    LC_ALL=$comma "$program" run small.json -f json | sed '/"elapsed_s"/d' > comma.json
    "$program" run small.json -f json | sed '/"elapsed_s"/d' | cmp -s - comma.json ||
        fail locale "$comma changes the JSON"
fi

# ---- no escape codes but on a terminal
grep -q "$(printf '\033')" text1 && fail escapes "escape codes in a file"

# ---- interrupted: what was finished is answered
interrupt() {
    "$program" run small.json --trials 100000000 --totals --threads 1 &
    child=$!
    sleep 2
    kill -"$1" $child
    wait $child
}
expect interrupted 130 interrupt TERM
grep -q 'of 100,000,000 trials (interrupted)' "$work/stdout" ||
    fail interrupted "$(head -c 300 "$work/stdout")"
grep -q '^bireme: interrupted: this is the answer of the first' "$work/stderr" || fail interrupted "no remark"
# Where these tests run in the background SIGINT is ignored, and the program respects that.
ignored=$(sh -c 'kill -INT $$; echo yes' 2> /dev/null)
if [ -z "$ignored" ] && command -v timeout > /dev/null; then
    # --foreground: one signal. Otherwise a second goes to the group, and a second one ends the program at once.
    expect interrupted-by-ctrl-c 130 timeout --foreground --preserve-status -k 60 -s INT 2 "$program" run \
        small.json --trials 100000000 --totals --threads 1
    grep -q '(interrupted)' "$work/stdout" || fail interrupted-by-ctrl-c "$(head -c 300 "$work/stdout")"
fi

# ---- what init writes is valid, clean and runs
expect init 0 "$program" init first
expect init-is-valid 0 "$program" check first.json --strict
[ ! -s "$work/stderr" ] || fail init-is-valid "$(cat "$work/stderr")"
expect init-runs 0 "$program" run first.json --trials 2000
grep -q '^first is expected to book' "$work/stdout" || fail init-runs "$(head -1 "$work/stdout")"

# ---- the example of the help page is what really comes out
expect example 0 "$program" init acme
expect example 0 "$program" run acme.json
head -2 "$work/stdout" > opening
while IFS= read -r line; do
    grep -Fqx -e "  $line" help || fail example "the help page does not have: $line"
done < opening

# ---- the JSON is JSON, where there is something to tell
if command -v python3 > /dev/null; then
    for form in "run small.json" "run no-value.json -q" "check small.json" "check bad.json"; do
        # shellcheck disable=SC2086
        "$program" $form -f json 2> /dev/null | python3 -m json.tool > /dev/null ||
            fail json "'$form' does not write JSON"
    done
fi

# ---- what is no answer says so in its first line, in every form, and with the exit status
fresh
for form in text json csv; do
    "$program" plan whole.json --metric revenue --target 1e12 --trials 512 --set sales.stage=null --set sales.patience=null \
        --set sales.opportunities_per_rep=null --set sales.overflow=null --set channels.search.response=null \
        --format $form > "$work/endless" 2> /dev/null
    status=$?
    count=$((count + 1))
    [ "$status" -eq 1 ] || fail "plan without an end, $form" "exit status $status, expected 1"
    case $form in
    text) head -n 1 "$work/endless" | grep -q '^Not an answer to rely on: ' || fail endless "the first line is another" ;;
    json) grep -q '"confirmed": false' "$work/endless" && grep -q '"doubt": "' "$work/endless" || fail endless "$form" ;;
    csv) grep -q ',plan,,confirmed,0' "$work/endless" || fail endless "$form" ;;
    esac
done

# ---- every option of a command's help page goes somewhere: a value that is none is refused, in the option's name
fresh
for command in init check schema run compare plan sensitivity split report batch merge; do
    "$program" $command --help | sed -n 's/^  \(-., \)\{0,1\}\(--[a-z-]*\) \([^ ]*\) .*/\2 \3/p' > options
    while read -r option argument; do
        count=$((count + 1))
        if [ -n "$argument" ]; then
            "$program" $command small.json "$option" "" > "$work/stdout" 2> "$work/stderr" < /dev/null
            [ $? -eq 2 ] && grep -q "^bireme: $option takes" "$work/stderr" || fail "$command $option" "$(cat "$work/stderr")"
        else
            "$program" $command --help "$option" > "$work/stdout" 2> "$work/stderr" < /dev/null ||
                fail "$command $option" "exit status $?"
        fi
    done < options
    [ -s options ] || fail "$command" "its help page shows no option"
done

echo "$count runs of the program, $failures failures"
[ "$failures" -eq 0 ]
