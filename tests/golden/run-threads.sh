#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The same bytes with any number of threads, also where the trials fill no whole block, and a shorter run of random
# trials is the beginning of a longer one. The two scenarios have every part of the model between them.
#
#   run-threads.sh PROGRAM SOURCE
set -u
program=$1 source=$2
. "$source/tests/golden/common.sh"
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

# Around the size of a block, which is 256.
sizes='1 257 4099' counts='2 3'
[ -z "$long" ] || sizes='1 2 17 255 257 1000 4099' counts='2 3 4 5 6 7 8'

threads_agree() { # scenario, sampler, more options
    run "$program" "$scratch/one" "$@" --trials 1500 --threads 1
    for threads in $counts; do
        checks=$((checks + 1))
        run "$program" "$scratch/many" "$@" --trials 1500 --threads "$threads"
        same "$scratch/one" "$scratch/many" || fail "$*: $threads threads give other bytes than one"
    done
}

sizes_agree() { # scenario, sampler, …
    threads=2
    for trials in $sizes; do
        checks=$((checks + 2))
        run "$program" "$scratch/$trials" "$@" --trials "$trials" --threads 1
        run "$program" "$scratch/many" "$@" --trials "$trials" --threads "$threads"
        same "$scratch/$trials" "$scratch/many" ||
            fail "$*, $trials trials: $threads threads give other bytes than one"
        [ "$(wc -l <"$scratch/$trials.csv")" -eq $((trials + 1)) ] || fail "$*: not one row for each of $trials trials"
        threads=$((threads + 1))
    done
}

beginnings_agree() { # of the runs that sizes_agree left; scenario
    for trials in $sizes; do
        checks=$((checks + 1))
        head -n $((trials + 1)) "$scratch/4099.csv" | cmp -s - "$scratch/$trials.csv" ||
            fail "$1: the first $trials of 4,099 random trials are not those of a run of $trials"
    done
}

for scenario in "$source/tests/cli/scenarios/everything.json" "$source/tests/cli/scenarios/whole.json"; do
    for sampler in $samplers; do
        threads_agree "$scenario" --sampler "$sampler"
        threads_agree "$scenario" --sampler "$sampler" --totals
        sizes_agree "$scenario" --sampler "$sampler"
        [ "$sampler" != random ] || beginnings_agree "$scenario"
    done
done
finish threads
