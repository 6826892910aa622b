# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures workbooks as they will be on paper: every sheet of every file named, with openpyxl alone.

Scale and width of the page, where pages break, room for every text and number, numbers that would be shown as 0, the unit
of amounts in a column, the axes and labels of charts. Called by run-xlsx.sh; fails with a line a fault."""
import math
import os
import re
import sys
import zipfile

import openpyxl

try:
    from PIL import ImageFont
    FONTS = {bold: ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans%s.ttf" % ("-Bold" if bold else ""), 100)
             for bold in (False, True)}
except Exception:  # then every letter is as wide as a digit
    FONTS = None

PAGE_WIDTH, PAGE_HEIGHT = 770.0, 508.0  # points of A4 across, less the margins
DIGIT = 0.75 * 8.48  # points: a digit of 10 points of DejaVu Sans, the widest that stands in for Arial
LINE = 1.165  # of the size of letters
SCALE_LEAST = 70
failures = 0


def fail(what):
    global failures
    failures += 1
    if failures <= 60:
        print("FAIL", what)


def width_of(text, font):
    """In digits of 10 points."""
    size = (font.sz or 10) / 10
    if FONTS is None:
        return size * sum(1.8 if ord(c) > 0x2E80 else 0.96 for c in text) * (1.1 if font.b else 1)
    return size * FONTS[bool(font.b)].getlength(text) / 63.6


def lines_of(text, room, font):
    lines, used, space = 1, 0.0, width_of(" ", font)
    for word in text.split(" "):
        wide = width_of(word, font)
        if used and used + space + wide > room:
            lines, used = lines + 1, 0.0
        used += wide + (space if used else 0)
        while used > room:
            lines, used = lines + 1, used - room
    return lines


class Sheet:
    def __init__(self, sheet):
        self.sheet = sheet
        self.cells = {(c.row, c.column): c for row in sheet.iter_rows() for c in row if c.value is not None}
        self.merged = {(r.min_row, r.min_col): r.max_col for r in sheet.merged_cells.ranges}
        area = re.search(r"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)", str(sheet.print_area))
        self.last_row = int(area.group(4)) if area else sheet.max_row
        self.last_column = openpyxl.utils.column_index_from_string(area.group(3)) if area else sheet.max_column
        self.widths = {}
        for d in sheet.column_dimensions.values():
            for c in range(d.min, d.max + 1):
                self.widths[c] = d.width or 8.43
        titles = re.search(r"(\d+):\$?(\d+)", str(sheet.print_title_rows or ""))
        self.titles = (int(titles.group(1)), int(titles.group(2))) if titles else None
        self.covered = set()
        for chart in sheet._charts:
            anchor = chart.anchor
            end = anchor.to.row + 1 if hasattr(anchor, "to") else anchor._from.row + 16
            self.covered |= set(range(anchor._from.row + 1, end + 1))
        self.filled = {r for r, _ in self.cells} | self.covered

    def width(self, column):
        return self.widths.get(column, 8.43)

    def height(self, row):
        return self.sheet.row_dimensions[row].height or self.sheet.sheet_format.defaultRowHeight or 15

    def heading(self, row):
        c = self.cells.get((row, 1))
        return c is not None and c.font.b and (c.font.sz or 0) == 12

    def head(self, row):
        return any(c.fill.fgColor.rgb == "FFE8EDF3" for k in range(1, self.last_column + 1)
                   for c in [self.sheet.cell(row, k)])


def pages_of(s):
    """Of each page its first and last row."""
    breaks = [b.id for b in s.sheet.row_breaks.brk if b.id < s.last_row]
    return list(zip([1] + [b + 1 for b in breaks], breaks + [s.last_row]))


def used_height(s, first, last):
    rows = [r for r in range(first, last + 1) if r in s.filled]
    return sum(s.height(r) for r in range(first, rows[-1] + 1)) if rows else 0


def check_pages(s, where):
    setup = s.sheet.page_setup
    scale = int(setup.scale or 100)
    if s.sheet.sheet_properties.pageSetUpPr is not None and s.sheet.sheet_properties.pageSetUpPr.fitToPage:
        fail(f"{where}: its scale is not known, it is fitted to the page")
    if scale < SCALE_LEAST:
        fail(f"{where}: printed at {scale} %")
    if setup.orientation != "landscape":
        fail(f"{where}: {setup.orientation}")
    wide = sum(s.width(c) for c in range(1, s.last_column + 1)) * DIGIT * scale / 100
    if wide > PAGE_WIDTH:
        fail(f"{where}: {wide:.0f} points wide")
    page = PAGE_HEIGHT * 100 / scale
    pages = pages_of(s)
    before = None
    for number, (first, last) in enumerate(pages):
        titles = sum(s.height(r) for r in range(s.titles[0], s.titles[1] + 1)) if s.titles and first > s.titles[1] else 0
        used = used_height(s, first, last)
        rows = [r for r in range(first, last + 1) if r in s.filled]
        if not rows:
            fail(f"{where}: rows {first} to {last} are an empty page")
            continue
        if used + titles > page:
            fail(f"{where}: rows {first} to {last} need {used + titles:.0f} points of {page:.0f}: the program breaks them anywhere")
        if s.heading(rows[-1]) or s.head(rows[-1]) and last < s.last_row:
            fail(f"{where}: row {rows[-1]}, a heading, is the last of its page")
        inside = number > 0 and not s.heading(first) and not s.head(first) and (first - 1) in s.filled and first not in s.covered
        if inside and not (s.titles and s.titles[1] < first):
            fail(f"{where}: row {first} continues a table without its head")
        if before is not None and before + used + titles < 0.97 * page and (first - 1) not in s.filled:
            fail(f"{where}: rows {first} to {last} would have fitted on the page before")
        if before is not None and number == len(pages) - 1 and used < 0.06 * page:
            fail(f"{where}: rows {first} to {last} alone on a page")
        before = used_height(s, first, last + 1 if last < s.last_row else last) + titles


def check_texts(s, where):
    for (row, column), cell in s.cells.items():
        if not isinstance(cell.value, str) or cell.data_type == "f" or (s.sheet.title == "Trials" and row > 14):
            continue
        last = s.merged.get((row, column), column)
        room = sum(s.width(c) for c in range(column, last + 1)) - 1.2 * (cell.alignment.indent or 0)
        if cell.alignment.wrap_text:
            needed = lines_of(cell.value, room, cell.font) * (cell.font.sz or 10) * LINE
            if needed > s.height(row) + 1.5:
                fail(f"{where}!{cell.coordinate}: {cell.value[:50]!r} needs {needed:.0f} points, not {s.height(row):.0f}")
            continue
        after = last + 1
        while cell.alignment.horizontal != "right" and after <= 26 and (row, after) not in s.cells:
            room += s.width(after)
            after += 1
        if width_of(cell.value, cell.font) > room + 0.5:
            fail(f"{where}!{cell.coordinate}: {cell.value[:60]!r} is cut")


def form_of(pattern):
    """Decimals, what the number is divided by, whether it is a percentage, what stands around it; None: with a power of ten."""
    first = pattern.split(";")[0]
    if "E+" in first:
        return None
    around = "".join(re.findall(r'"([^"]*)"', first))
    bare = re.sub(r'"[^"]*"', "", first)
    digits = re.search(r"\.([0#]+)", bare)
    commas = len(re.search(r"(,*)$", bare.rstrip("%")).group(1))
    return len(digits.group(1)) if digits else 0, 1000.0 ** commas, "%" in bare, around


def check_numbers(s, where):
    rows = {}
    for (row, column), cell in s.cells.items():
        if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
            rows.setdefault(row, []).append(abs(cell.value))
    block, units = {}, {}
    for (row, column), cell in sorted(s.cells.items()):
        if s.head(row):
            block[column] = row
        if not isinstance(cell.value, (int, float)) or isinstance(cell.value, bool) or cell.number_format == "General":
            continue
        form = form_of(cell.number_format)
        if form is None:
            continue
        decimals, unit, percent, around = form
        value = abs(cell.value) / unit * (100 if percent else 1)
        dust = abs(cell.value) <= 1e-11 * max(rows[row])
        if value and value * 10 ** decimals < 0.5 and not dust:
            fail(f"{where}!{cell.coordinate}: {cell.value} is shown as 0 ({cell.number_format})")
        if re.search(r"#\.#|\.#", cell.number_format):
            fail(f"{where}!{cell.coordinate}: {cell.number_format} leaves a point without digits")
        shown = f"{value:,.{decimals}f}" + around + ("%" if percent else "") + ("-" if cell.value < 0 else "")
        if width_of(shown, cell.font) > s.width(column) + 0.5:
            fail(f"{where}!{cell.coordinate}: {shown} has no room in {s.width(column):.1f} characters: shown as ###")
        if re.fullmatch(r"-?\d{13,}.*", shown.replace(",", "")):
            fail(f"{where}!{cell.coordinate}: {shown} is not to be read")
        if around and s.sheet.title not in ("Assumptions", "Periods", "Checks"):
            units.setdefault((column, block.get(column, 0)), []).append((abs(cell.value), unit, cell.coordinate))
    for values in units.values():
        most = max(unit for _, unit, _ in values)
        for value, unit, place in values:
            if unit != most and value >= 0.06 * most:
                fail(f"{where}!{place}: {value} is not in the unit of its column, {most:.0e}")


def check_periods(s, where):
    if s.sheet.title != "Periods":
        return
    metrics = {}
    for row in s.sheet.iter_rows(min_row=4, values_only=True):
        metrics.setdefault(row[0], []).append(row[2:])
    seen = {}
    for metric, rows in metrics.items():
        if not any(v for row in rows for v in row if isinstance(v, (int, float))):
            fail(f"{where}: {metric} is nothing in every period")
        other = seen.setdefault(tuple(rows), metric)
        if other != metric:
            fail(f"{where}: {metric} repeats {other}")


def check_charts(file):
    with zipfile.ZipFile(file) as archive:
        charts = [archive.read(m).decode() for m in archive.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", m)]
    for xml in charts:
        for axis in re.findall(r"<c:valAx>.*?</c:valAx>", xml, re.S):
            code = re.search(r'<c:numFmt formatCode="([^"]*)"', axis)
            most = re.search(r'<c:max val="([^"]*)"', axis)
            if code and code.group(1).endswith("%") and not most:
                fail(f"{file}: an axis of probabilities without an end")
            if code and code.group(1).endswith("%") and most and float(most.group(1)) > 1:
                fail(f"{file}: an axis of probabilities up to {most.group(1)}")
        title = re.search(r"<c:title>.*?<a:t>([^<]*)</a:t>", xml, re.S)
        if title and re.match(r"[a-z]+( |$)", title.group(1)):
            fail(f"{file}: the title {title.group(1)!r} begins small")


def check_labels(s, where):
    if s.sheet.title != "Chart data":
        return
    for (row, column), cell in s.cells.items():
        if column == 1 and isinstance(cell.value, str) and not s.heading(row) and len(cell.value) > 44:
            fail(f"{where}: {cell.value!r} has no room under a chart")


seen = 0
for file in sys.argv[1:]:
    name = os.path.basename(file)
    for worksheet in openpyxl.load_workbook(file):
        s, where = Sheet(worksheet), f"{name} {worksheet.title}"
        check_pages(s, where)
        if not name.startswith("hostile"):  # names of 300 letters
            check_texts(s, where)
        check_numbers(s, where)
        check_periods(s, where)
        check_labels(s, where)
        seen += 1
    check_charts(file)
print(f"{seen} sheets measured, {failures} faults")
sys.exit(failures > 0)
