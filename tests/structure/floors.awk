# SPDX-License-Identifier: GPL-3.0-or-later
#
# The rules of the house for one C file: awk -v file=src/room/name.c -f floors.awk FILE prints "file:line: what" for each
# broken one. Comments and strings are blanked first, so that a word in a sentence is no call.
BEGIN {
    split("base 0 random 1 numeric 1 dist 2 stats 2 model 3 table 3 scenario 4 compile 4 engine 5 decide 6 data 6 output 7 cli 8", f, " ")
    for (i = 1; i in f; i += 2) floor[f[i]] = f[i + 1]
    home["cjson/"] = "scenario"; home["cJSON.h"] = "scenario"; home["sleef"] = "numeric"; home["gsl/"] = "numeric"
    home["nlopt"] = "numeric"; home["popt.h"] = "cli"; home["xlsxwriter"] = "output"
    banned = "printf|vprintf|puts|putchar|perror|exit|_exit|_Exit|abort|quick_exit|atexit|getenv|secure_getenv|setenv|putenv|"\
        "time|clock|clock_gettime|gettimeofday|timespec_get|localtime|gmtime|signal|sigaction|setlocale|rand|srand|random|"\
        "gsl_set_error_handler|gsl_set_error_handler_off"
    libm = "exp|exp2|exp10|expm1|log|log2|log10|log1p|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|"\
        "atanh|erf|erfc|lgamma|lgamma_r|tgamma|cbrt|hypot"
    split(file, part, "/")
    public = part[1] == "include"
    room = public ? "" : part[2]
    if (!public && !(room in floor)) report(2, "is in the room " room ", which the house does not have")
    library = room != "cli"
    portable = room ~ /^(random|numeric|dist|stats|compile|engine)$/
}
function report(line, what) { print file ":" line ": " what }
# The line without comments and without the content of strings and character constants.
function blank(text,    out, c, two) {
    out = ""
    while (text != "") {
        c = substr(text, 1, 1); two = substr(text, 1, 2)
        if (inside == "comment") {
            if (two == "*/") { inside = ""; text = substr(text, 3); continue }
        } else if (inside != "") {
            if (c == "\\") { text = substr(text, 3); continue }
            if (c == inside) inside = ""
        } else if (two == "/*") { inside = "comment"; out = out " "; text = substr(text, 3); continue }
        else if (two == "//") break
        else if (c == "\"" || c == "'") inside = c
        else out = out c
        text = substr(text, 2)
    }
    if (inside != "comment") inside = ""
    return out
}
function include(name, quoted,    target, slash, key) {
    if (public) {
        if (!(quoted && name ~ /^bireme\//) && name !~ /^(std[a-z]+|math|string)\.h$/) report(NR, "an installed header includes " name)
        return
    }
    for (key in home)
        if (index(name, key) == 1 && room != home[key]) report(NR, "includes " name " outside its home src/" home[key])
    if (name == "omp.h" && room != "engine") report(NR, "uses OpenMP outside its home src/engine")
    if (!quoted || name ~ /^bireme\//) return
    slash = index(name, "/")
    target = slash ? substr(name, 1, slash - 1) : ""
    if (target == "" || target ~ /^\./) report(NR, "includes " name ": name the room, as in \"base/error.h\"")
    else if (!(target in floor)) report(NR, "includes " name ", a room the house does not have")
    else if (floor[target] > floor[room])
        report(NR, "includes " name ", which is on a higher floor (" floor[target] ") than " room " (" floor[room] ")")
    else if (floor[target] == floor[room] && target != room)
        report(NR, "includes " name ", another room on the same floor (" floor[room] ")")
}
# Every use of one of `names` in code: a call, or (any) any mention; not a member and not part of a longer name.
function uses(code, names, any, suffix,    rest, word, before, after) {
    rest = code
    before = " "
    while (match(rest, /[A-Za-z_][A-Za-z0-9_]*/)) {
        if (RSTART > 1) before = substr(rest, 1, RSTART - 1)
        word = substr(rest, RSTART, RLENGTH)
        rest = substr(rest, RSTART + RLENGTH)
        after = rest
        sub(/^[ \t]+/, "", after)
        if (word ~ ("^(" names ")[fl]?$") && before !~ /(\.|->)[ \t]*$/) {
            if (substr(after, 1, 1) == "(") report(NR, "calls " word suffix)
            else if (any && before ~ /[=(,][ \t]*&?$/ && after ~ /^[;,)]/ && !(word in declared)) report(NR, "uses " word suffix)
        }
        if (before ~ /[A-Za-z0-9_*][ \t*]+$/ && after ~ /^(\[[^]]*\][ \t]*)?[,;=)]/) declared[word] = 1
        before = " "
    }
}
{
    line = $0
    was = inside
    code = blank(line)
    if (was == "" && code ~ /^[ \t]*#[ \t]*include/) {
        name = line
        sub(/^[ \t]*#[ \t]*include[ \t]*/, "", name)
        quoted = substr(name, 1, 1) == "\""
        name = substr(name, 2)
        sub(/[">].*$/, "", name)
        include(name, quoted)
        next
    }
    if (code ~ /^[ \t]*#[ \t]*pragma[ \t]+omp/ && room != "engine") report(NR, "uses OpenMP outside its home src/engine")
    if (public || !library) next
    if (match(code, /(^|[^A-Za-z0-9_])(stdout|stderr)([^A-Za-z0-9_]|$)/)) {
        word = substr(code, RSTART, RLENGTH)
        gsub(/[^a-z]/, "", word)
        report(NR, "uses " word)
    }
    uses(code, banned, 0, "")
    if (portable) uses(code, libm, 1, " of libm")
}
