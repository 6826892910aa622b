# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of answers in which one number of one form is another, which the checks have to notice."""
import re
import zipfile

from shown import DATE, NUMBER


def blank(match):
    return " " * len(match.group())


def other(digit):
    return "2" if digit == "1" else str(int(digit) - 1) if digit != "0" else "7"


def places(text, form):
    """Where the first digits of the numbers stand that people see."""
    if form == "html":
        for hidden in (r"(?s)^.*?<main>", r"(?s)<svg.*?</svg>", r"<[^>]*>", r"&#?\w+;"):
            text = re.sub(hidden, blank, text)
    text = DATE.sub(blank, text)
    if form == "md":
        text = re.sub(r"\]\(<[^>]*>\)", blank, text)
    return [match.start("whole") for match in NUMBER.finditer(text)]


def texts(text, form, n, first=0.0, last=1.0):
    """n copies of a text, in each another number altered, from all over the part between two shares of it."""
    found = [place for place in places(text, form) if first * len(text) <= place <= last * len(text)]
    for i in range(n):
        place = found[i * (len(found) - 1) // max(1, n - 1)]
        yield text[:place] + other(text[place]) + text[place + 1:]


def workbook(source, target, sheet, i):
    """Writes a workbook in which the i-th number of a sheet is a thousandth more."""
    seen = -1

    def more(match):
        nonlocal seen
        seen += 1
        return f"<c{match[1]}><v>{float(match[2]) * 1.001!r}</v>" if seen == i else match.group()

    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        names = re.findall(r'<sheet name="([^"]*)"', old.read("xl/workbook.xml").decode())
        for member in old.namelist():
            data = old.read(member)
            if member == f"xl/worksheets/sheet{names.index(sheet) + 1}.xml":
                data = re.sub(r"<c((?: (?!t=)\w+=\"[^\"]*\")*)><v>(-?(?!0<)[\d.E+-]+)</v>", more, data.decode()).encode()
            new.writestr(member, data)
