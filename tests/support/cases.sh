# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the scripts share whose cases are data; `program` and the folder `work` must be set. To be read with `.`.
failures=0
count=0
LC_ALL=C
export LC_ALL

# fail CASE WHAT
fail() {
    failures=$((failures + 1))
    echo "FAIL $1: $2"
}

# run_case FOLDER: the program with the arguments of FOLDER/args, one a line, in the current folder. Its exit status, in `status`, must be
# that of FOLDER/status; its streams are $work/stdout and $work/stderr, the case is called `name`.
run_case() {
    folder=$1
    name=$(basename "$folder")
    count=$((count + 1))
    set --
    while IFS= read -r argument; do set -- "$@" "$argument"; done <"$folder/args"
    status=0
    "$program" "$@" >"$work/stdout" 2>"$work/stderr" </dev/null || status=$?
    expected=$(cat "$folder/status")
    [ "$status" = "$expected" ] ||
        fail "$name" "exit status $status, expected $expected: $(head -c 600 "$work/stderr")"
}

# look_at_problems FILE STATUS EXPECTED: the exit status was to be that, and the errors and warnings of $work/stderr those of the file
# EXPECTED, line by line.
look_at_problems() {
    count=$((count + 1))
    [ "$status" -eq "$2" ] || fail "$1" "exit status $status, expected $2"
    grep -aE ': (error|warning): ' "$work/stderr" >"$work/found"
    cmp -s "$work/found" "$3" || fail "$1" "expected (-) and found (+):
$(diff -u "$3" "$work/found" | tail -n +3)"
}
