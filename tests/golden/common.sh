# SPDX-License-Identifier: GPL-3.0-or-later
#
# For the scripts that compare runs with each other.
failed=0 checks=0
samplers='sobol lhs random'
# With BIREME_LONG in the environment (ctest -C long -L long) more is run.
long=${BIREME_LONG-}

fail() {
    echo "FAILED: $*" >&2
    failed=$((failed + 1))
}

# run PROGRAM NAME OPTIONS…: the answer as NAME.json, without the time that it took, and every trial as NAME.csv.
run() {
    run_program=$1 run_name=$2
    shift 2
    rm -f "$run_name.json" "$run_name.csv"
    "$run_program" run "$@" --format json --out "$run_name.out" --samples "$run_name.csv" --quiet &&
        sed '/"elapsed_s": /d' "$run_name.out" >"$run_name.json"
}

# same NAME NAME: both files are there, and the same.
same() {
    cmp -s "$1.json" "$2.json" && cmp -s "$1.csv" "$2.csv"
}

# The last word, and the exit status.
finish() { # what was checked
    echo "$1: $checks checks, $failed failed"
    [ "$checks" -gt 0 ] && [ "$failed" -eq 0 ]
}
