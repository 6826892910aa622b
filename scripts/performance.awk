# SPDX-License-Identifier: GPL-3.0-or-later
#
# Reads bench/results.jsonl (bench/run.sh), for the tables and pictures of docs/performance.md. best(): the smallest
# figure of all rounds, because other work on the machine can only make a run slower; middle(): the smallest median.
# The first machine line names the instruction set of the page (`vectors`). Figures of a build that was held to a lesser
# one (`lesser`, bench/run.sh) are kept apart: best_lesser().

function field(name,    at) {
    if (!match($0, "\"" name "\": *(\"[^\"]*\"|[^,}]*)")) return ""
    at = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3)
    gsub(/^ *"?|"$/, "", at)
    return at
}
function least(into, key, value) { if (!(key in into) || value < into[key]) into[key] = value }
function best(bench, label, who) { return P_least[bench, label, who] }
function best_lesser(bench, label, who) { return has_lesser(bench, label, who) ? L_least[bench, label, who] : 0 }
function has_lesser(bench, label, who) { return (bench, label, who) in L_least }
function middle(bench, label, who) { return P_middle[bench, label, who] }
function has(bench, label, who) { return (bench, label, who) in P_least }

{ bench = field("bench"); label = field("case"); who = field("who") }
bench == "machine" {
    now = field("vectors")
    if (vectors == "") vectors = now
    if (now != vectors) lesser = now
    cpu = field("cpu"); processors = field("processors"); compiler = field("compiler"); flags = field("flags")
    date = field("date")
    next
}
field("peer") != "" { # a run of compare.sh: the most trials per second are the best
    who = field("peer") (field("delays") != "" ? ", " field("delays") : "")
    if (field("vectors") != "" && field("vectors") != vectors) who = who ", " field("vectors")
    if (!(who in peer)) peers[++n_peers] = who
    if (field("trials_per_second") + 0 > peer[who]) peer[who] = field("trials_per_second") + 0
    peer_threads[who] = field("threads")
    next
}
bench != "" {
    if (!((bench, label) in known)) { # cases in the order of the file
        known[bench, label] = 1
        cases[bench, ++n_cases[bench]] = label
    }
    figure = field("value") != "" ? field("value") : field("min")
    if (now != vectors) {
        least(L_least, bench SUBSEP label SUBSEP who, figure + 0)
        next
    }
    least(P_least, bench SUBSEP label SUBSEP who, figure + 0)
    if (field("median") != "") least(P_middle, bench SUBSEP label SUBSEP who, field("median") + 0)
    unit[bench, label, who] = field("unit")
}

# Three significant digits; from 10,000 on with commas.
function number(x,    digits, whole, out) {
    if (x >= 999.5) {
        whole = sprintf("%.0f", x)
        for (out = ""; length(whole) > 3; whole = substr(whole, 1, length(whole) - 3))
            out = "," substr(whole, length(whole) - 2) out
        return whole out
    }
    digits = x >= 99.95 ? 0 : x >= 9.995 ? 1 : 2
    return sprintf("%." digits "f", x)
}
