# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the numbers of a batch's forms: forms.py NAME, with NAME.html and NAME.xlsx beside the tidy table NAME.csv.

In the workbook they are the same to the last digit, and typed; on the page as many digits as are shown.
"""
import csv
import html.parser
import re
import sys
import zipfile

STATISTICS = {"mean": "mean", "standard error": "mean_se", "std. deviation": "sd", "P5": "p5", "P10": "p10",
              "P25": "p25", "P50": "p50", "P75": "p75", "P90": "p90", "P95": "p95"}


def read_table(name):
    runs = {}
    with open(name + ".csv", encoding="utf-8", newline="") as file:
        for row in list(csv.reader(file))[1:]:
            run = runs.setdefault(row[0].removeprefix("'"), {"scenario": row[1]})
            run[row[2], row[4] if row[2] not in ("error", "currency") else ""] = row[5] or row[4]
    return runs


class Tables(html.parser.HTMLParser):
    """The tables that are not under a picture, as rows of texts."""

    def __init__(self):
        super().__init__()
        self.figure, self.cell, self.tables = 0, None, []

    def handle_starttag(self, tag, attributes):
        self.figure += tag == "figure"
        if self.figure:
            return
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.cell = ""

    def handle_endtag(self, tag):
        self.figure -= tag == "figure"
        if tag in ("td", "th") and self.cell is not None:
            self.tables[-1][-1].append(self.cell)
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data


def number_of(text):
    found = re.search(r"(-?)[^-\d]*(\d[\d,]*\.?\d*)([KMB]?)", text)
    scale = {"": 1, "K": 1e3, "M": 1e6, "B": 1e9}[found.group(3)]
    value = float(found.group(2).replace(",", "")) * scale
    return (-value if found.group(1) else value) / (100 if text.strip().endswith("%") else 1)


def near(text, value):
    """Two digits at least are shown, and shares in whole per cents."""
    if text == "" or "<" in text or "0 %" == text:
        return True
    return abs(number_of(text) - value) <= max(0.06 * abs(value), 0.0051)


def check_page(name, runs):
    reader = Tables()
    with open(name + ".html", encoding="utf-8") as file:
        reader.feed(file.read())
    metrics = {"revenue": "revenue", "wins": "wins", "cost per win (CAC)": "cac"}
    seen, means = set(), 0
    for table in reader.tables:
        head = table[0]
        if head[0] != "run":
            continue
        for row in table[1:]:
            run = runs[row[0]]
            seen.add(row[0])
            for title, text in zip(head[1:], row[1:]):
                if title == "chance of the goal" and ("goal", "probability") in run:
                    assert near(text, float(run["goal", "probability"])), (row, title)
                words = title.removesuffix(", mean")
                if words != title and words in metrics and (metrics[words], "mean") in run:
                    means += 1
                    value = run[metrics[words], "mean"]
                    assert value in ("", "mean") or near(text, float(value)), (row, title, value)
                if title == "why there is no result":
                    assert text == run["error", ""], (text, run)
    assert seen == set(runs), f"the page has {sorted(seen)}, the table {sorted(runs)}"
    succeeded = sum(("error", "") not in run for run in runs.values())
    assert means >= succeeded, f"{means} means on the page, of {succeeded} runs"


def check_book(name, runs):
    zipfile.ZipFile(name + ".xlsx").testzip()
    try:
        import openpyxl
    except ImportError:
        print("without openpyxl the workbook was not read")
        return
    book = openpyxl.load_workbook(name + ".xlsx")
    assert {"Summary", "Runs", "Checks", "Chart data"} <= set(book.sheetnames), book.sheetnames
    sheet = book["Runs"]
    assert sheet.freeze_panes == "B4" and sheet.auto_filter.ref.startswith("A3:"), (sheet.freeze_panes, sheet.auto_filter.ref)
    head = [cell.value for cell in sheet[3]]
    compared = 0
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert [str(row[0]) for row in rows] == list(runs), [row[0] for row in rows]
    metrics = {"revenue": "revenue", "wins": "wins", "cost per win (CAC)": "cac"}
    for row in rows:
        run = runs[str(row[0])]
        for title, value in zip(head, row):
            words, _, statistic = title.rpartition(", ")
            key = (metrics.get(words), STATISTICS.get(statistic))
            if title == "chance of the goal":
                key = ("goal", "probability")
            if title == "why there is no result":
                assert (value or "") == run.get(("error", ""), ""), (row[0], value)
            if title == "currency" and value:
                assert value == run["currency", ""], (row[0], value)
            if key not in run or run[key] in ("", key[1]):
                continue
            assert isinstance(value, (int, float)), (row[0], title, value)
            assert abs(value - float(run[key])) <= 1e-14 * abs(value), (row[0], title, value, run[key])
            compared += 1
    succeeded = sum(("error", "") not in run for run in runs.values())
    assert compared >= 10 * succeeded, f"{compared} numbers compared"


def main():
    runs = read_table(sys.argv[1])
    check_page(sys.argv[1], runs)
    check_book(sys.argv[1], runs)


main()
