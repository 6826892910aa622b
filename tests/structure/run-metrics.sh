#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Output and decisions ask for a metric by its handle, which the compiler checks, never by its name, where a slip would be an empty
# cell; and what a metric is called in words stands in its row only. A name may stand where it is written out: as a column's title,
# as a key of JSON and CSV, in a sentence.
# Called with <program> <source folder>.
set -eu
export LC_ALL=C
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The same word as a metric's name, of something else: sections of a scenario, keys of an answer, a line of a division.
cat >"$work/else" <<'END'
src/output/assumptions/assumptions.c revenue
src/output/assumptions/json.c revenue
src/output/decisions/target_figures.c leads
src/decide/split/answer.c reps
END

# check FILE...: the names, parts of names and words of metrics in them, a line each.
check() {
    awk '
        FILENAME ~ /metric_rows\.inc$/ {
            if (match($0, /\.name = "[^"]*"/)) names[substr($0, RSTART + 9, RLENGTH - 10)] = 1
            if (match($0, /\.words = "[^"]*"/)) words[substr($0, RSTART + 10, RLENGTH - 11)] = 1
            next
        }
        FILENAME ~ /else$/ { elsewhere[$1 " " $2] = 1; next }
        FNR == 1 { statement = ""; comment = 0; name = substr(FILENAME, index(FILENAME, "src/")) }
        /^[ \t]*#[ \t]*include/ { next }
        {
            rest = $0
            if (comment && index($0, "*/") == 0) next
            if (comment) sub(/^.*\*\//, "", rest)
            sub(/\/\*([^*]|\*[^\/])*\*\/[ \t]*$/, "", rest)
            comment = sub(/\/\*.*$/, "", rest)
            while (match(rest, /"([^"\\]|\\.)*"|[;{}]/)) {
                token = substr(rest, RSTART, RLENGTH)
                statement = statement substr(rest, 1, RSTART - 1)
                rest = substr(rest, RSTART + RLENGTH)
                if (token ~ /^[;{}]$/) { statement = ""; continue }
                literal = substr(token, 2, length(token) - 2)
                written = statement ~ /\.title = $|BIREME_(NUMBERS|TEXTS)\($|bireme_json_|bireme_figures_|write_[a-z]*\(json, $/
                said = written || statement ~ /bireme_text_|bireme_section_key/
                if (literal in names && !said && !((name " " literal) in elsewhere)) report("is the name of a metric")
                if (literal ~ /^[.]?(owner|channel|stage|share)[.]([a-z%*]|$)/ && !written) report("is a part of the name of a metric")
                if (literal in words && literal ~ / / && !written) report("are the words of a metric, which its row has")
            }
            # A macro ends with its line; so does what is not code.
            statement = /^[ \t]*#/ ? "" : statement rest
        }
        function report(what) { print name ":" FNR ": \"" literal "\" " what }
    ' "$source/src/model/metric_rows.inc" "$work/else" "$@"
}

mkdir "$work/src"
cat >"$work/src/made.c" <<'END'
/* "revenue" in a comment,
 * and "wins" */
static const char *const names[] = {"revenue", "wins"};
static const column columns[] = {{.title = "leads", .right = true}};
int one; /* "leads" */
bool asks = total(view, "cost.marketing") != NULL && strcmp(name,
                                                            "cac") == 0;
bireme_text_format(&name, "channel.%s.wins", channel);
row(view, document, BIREME_METRIC_CAC, "cost per win (CAC)");
bireme_json_number(json, "leads", leads);
bireme_text_format(out, "move the %s", money ? "revenue" : "wins");
#define ASKED "revenue"
#include "revenue"
END
[ "$(check "$work/src/made.c" | cut -d: -f2 | tr '\n' ' ')" = "3 3 6 7 8 9 12 " ] || {
    echo "self-test: of a made-up file this is found:"
    check "$work/src/made.c"
    exit 1
}

find "$source/src/output" "$source/src/decide" -name '*.[ch]' | sort >"$work/files"
[ "$(wc -l <"$work/files")" -gt 100 ] || { echo "only $(wc -l <"$work/files") files"; exit 1; }
# shellcheck disable=SC2046
check $(cat "$work/files") >"$work/found"

# A metric is looked up by a name only where a person wrote the name: the goal of a scenario, a manifest; or for programs.
lookups() { grep -nE 'metric_find\(' "$@" | sed "s|^$source/||" | grep -vE 'metric_find\((model, metric|f->forecast, goal->metric|view->forecast, goal->metric|t->models\[m\], asked|const bireme_comparison \*comparison), ' || true; }
printf '%s\n' 'bireme_forecast_metric_find(view->forecast, name, &metric, NULL);' 'x = bireme_forecast_metric_find(view->forecast, goal->metric, &metric, NULL);' >"$work/src/asks.c"
[ "$(lookups "$work/src/asks.c" | wc -l)" = 1 ] || { echo "self-test: a lookup by name is not seen"; exit 1; }
# shellcheck disable=SC2046
lookups $(cat "$work/files") | sed 's/$/: a metric is looked up by name/' >>"$work/found"
cat "$work/found"
echo "$(wc -l <"$work/files") files, $(wc -l <"$work/found") to mend"
[ ! -s "$work/found" ]
