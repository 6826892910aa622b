#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Whoever comes to sales is taken up, gives up or still waits: the numbers that `run` says and shows add up, over the
# horizon and period by period. run-adds-up.sh PROGRAM SOURCE-FOLDER
set -u
program=$1
source=$2
failed=0
for name in base mid-market enterprise-abm; do
    "$program" run "$source/scenarios/$name.json" --trials 16384 --quiet >"adds-up-$name.txt" || failed=1
    awk -v name="$name" '
        function number(text) { gsub(/[^0-9.]/, "", text); return text + 0 }
        function check(what, left, right, slack) {
            checked++
            if (left - right > slack || right - left > slack) {
                print "FAIL " name ": " what ": " left " came, " right " are accounted for"; failed = 1
            }
        }
        /^Marketing and sales together/ { in_short = 0 }
        { if (!done) text = text " " $0 }
        /^Marketing and sales together/ {
            done = 1
            gsub(/ +/, " ", text)
            if (match(text, /Of the [0-9,]+ that come to the stage [^,]*, sales takes up .* still wait at the end/)) {
                said = substr(text, RSTART, RLENGTH)
                split(said, part, /Of the | that come|, sales takes up |; | \(|, and | still wait/)
                words++; check("in words", number(part[2]), number(part[4]) + number(part[5]) + number(part[7]), 2)
            }
        }
        /^  means .*give up +still wait$/ { table = 1; waits = 0; next }
        table && !/^  [0-9]/ { table = 0 }
        table {
            # label reps come can-be are-taken-up of-capacity % give-up still-wait
            check($1, waits + $3, $5 + $8 + $9, 1.6)
            waits = $9
        }
        END { if (checked < 8 || !words) { print "FAIL " name ": nothing was found to add up"; failed = 1 }; exit failed }
    ' "adds-up-$name.txt" || failed=1
    rm -f "adds-up-$name.txt"
done
# In a table of `compare` the difference is that of the two columns beside it, also of ratios.
"$program" compare "$source/scenarios/base.json" "$source/scenarios/recession.json" --trials 4096 --no-bridge --quiet >differences.txt || failed=1
awk '
    function number(text) { gsub(/[^0-9.-]/, "", text); return text + 0 }
    /^  cost per win \(CAC\)/ || /^  return on marketing/ {
        sub(/^  [a-z ]*\([A-Z]*\) */, "")
        gsub(/ to /, "..")
        left = number($2) - number($1); right = number($3); slack = 0.02 * (number($2) < 0 ? -number($2) : number($2)) + 0.02
        checked++
        if (left - right > slack || right - left > slack) { print "FAIL differences: " $0; failed = 1 }
    }
    END { if (checked != 2) { print "FAIL differences: " checked + 0 " ratios were found"; failed = 1 }; exit failed }
' differences.txt || failed=1
rm -f differences.txt
exit $failed
