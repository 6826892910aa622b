#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Golden forms: the hash of every answer in every form for programs, of three scenarios. The numbers are those of
# run-golden.sh; this is about what is written of them: names, order, punctuation. The version and the time that it took
# are left out.
#
#   run-forms.sh PROGRAM SOURCE [--update]      --update writes the hashes anew
set -u
program=$1 source=$2 update=${3:-}
golden=$source/tests/golden/forms.sha256
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$source" || exit 1

answer() { # name, command and its arguments: a line with a hash for each form
    of=$1
    shift
    set -- "$@" --seed 3 --threads 1 --quiet --format
    for form in json csv "csv --wide" "csv --european" "csv --wide --excel"; do
        case $1-$form in # the styles are the same for every answer, and these take their time
        plan-*ex* | plan-*eu* | split-*ex* | split-*eu* | sensitivity-*ex* | sensitivity-*eu*) continue ;;
        esac
        # shellcheck disable=SC2086
        "$program" "$@" $form 2>"$scratch/errors" >"$scratch/answer"
        status=$?
        [ -s "$scratch/errors" ] && cat "$scratch/errors" >&2
        hash=$(sed 's/"elapsed_s": [^,]*,//; s/"version": "[^"]*"//' "$scratch/answer" | sha256sum | cut -c 1-16)
        echo "$hash $status $of $form"
    done
}

table() { # a batch, which has CSV only
    for style in "" "--wide" "--european --periods" "--wide --excel"; do
        # shellcheck disable=SC2086
        echo "$("$program" batch "$@" --quiet $style | sha256sum | cut -c 1-16) batch $style"
    done
}

for file in scenarios/base.json scenarios/enterprise-abm-recession.json tests/fault/rich.json; do
    name=$(basename "$file" .json)
    answer "$name run" run "$file" --trials 512
    answer "$name compare" compare "$file" "$file" --set 2:sales.reps=9 --trials 256
    answer "$name plan" plan "$file" --trials 256
    # the two others have every form of it, and its search is the longest here
    [ "$name" = enterprise-abm-recession ] || answer "$name split" split "$file" --trials 64 --steps 2
    answer "$name sensitivity" sensitivity "$file" --trials 64
done >"$scratch/forms"
answer "given" run scenarios/base.json --trials 512 --given-not recession:2027-12 >>"$scratch/forms"
answer "quarters" run scenarios/base-march.json --trials 512 --fiscal-year-start 02 >>"$scratch/forms"
answer "compared quarters" compare scenarios/base-march.json scenarios/base-march.json --set 2:sales.reps=9 --trials 256 \
    --fiscal-year-start 02 >>"$scratch/forms"
table scenarios/batches/nightly.json --trials 64 >>"$scratch/forms"

if [ "$update" = --update ]; then
    cp "$scratch/forms" "$golden"
    exit 0
fi
diff -u "$golden" "$scratch/forms" || { echo "FAILED: what is written has changed" >&2; exit 1; }
echo "golden forms: $(wc -l <"$golden") hashes"
