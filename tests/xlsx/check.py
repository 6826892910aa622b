# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the workbooks that run-xlsx.sh made: with openpyxl as they are, and as LibreOffice calculates them anew."""
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

import openpyxl

work = sys.argv[1]
failures = 0


def check(condition, what):
    global failures
    if not condition:
        failures += 1
        print("FAIL", what)


def close(a, b, relative=1e-12):
    return a == b or (isinstance(a, (int, float)) and isinstance(b, (int, float)) and abs(a - b) <= relative * max(abs(a), abs(b)))


def path(name):
    return os.path.join(work, name)


def names_of(book):
    names = book.defined_names
    return {n.name: n.attr_text for n in (names.definedName if hasattr(names, "definedName") else names.values())}


def cells(sheet):
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                yield cell


def find(sheet, text, column=1):
    for row in range(1, sheet.max_row + 1):
        if sheet.cell(row, column).value == text:
            return row
    check(False, f"{sheet.title}: no row {text!r}")
    return 1


books = sorted(f for f in os.listdir(work) if f.endswith(".xlsx") and f != "again.xlsx")
wanted = 29 if "BIREME_LONG" in os.environ else 26
check(len(books) == wanted, f"{wanted} workbooks, not {len(books)}")

# ---- every workbook: valid, inert, printable
for name in books:
    with zipfile.ZipFile(path(name)) as archive:
        check(archive.testzip() is None, f"{name}: damaged")
        members = archive.namelist()
        check(not any("vba" in m or "externalLink" in m for m in members), f"{name}: macros or links")
        check(all(i.date_time[:3] == (1980, 1, 1) for i in archive.infolist()), f"{name}: has a clock's time in it")
        core = archive.read("docProps/core.xml").decode()
        check("1980-01-01T00:00:00Z" in core, f"{name}: created when? {core}")
    book = openpyxl.load_workbook(path(name))
    check(book.sheetnames[0] == "Summary" and "Checks" in book.sheetnames and "Assumptions" in book.sheetnames,
          f"{name}: sheets {book.sheetnames}")
    for sheet in book:
        for cell in cells(sheet):
            allowed = ("=AVERAGE(", "=COUNTIF(", "=_xlfn.PERCENTILE.INC(", "=IF(ABS(AVERAGE(", "=IF(COUNTIF(Runs!")
            value = cell.value.text if hasattr(cell.value, "text") else cell.value
            if cell.data_type == "f":
                check(str(value).startswith(allowed), f"{name} {sheet.title}!{cell.coordinate}: formula {value}")
            elif isinstance(value, str):
                check(len(value) < 32768, f"{name} {sheet.title}!{cell.coordinate}: too long")
            check(cell.hyperlink is None or cell.hyperlink.target is None, f"{name}: a link to outside")
    summary = book["Summary"]
    check(summary.print_area, f"{name}: no print area")
    check(len(summary["A4"].value or "") > 40, f"{name}: no answer in words")
    for defined in names_of(book):
        check(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", defined) and not re.fullmatch(r"(?i)[a-z]{1,3}[0-9]+|r|c|r[0-9]+c[0-9]+", defined),
              f"{name}: the name {defined}")
    # how they are on paper: pages.py
    if "Report" in book.sheetnames and book["Report"].max_row > 100:
        check(len(book["Report"].row_breaks.brk) >= 1, f"{name}: the report has no page breaks")
    check(not any("`" in str(c.value) for c in cells(book["Checks"])), f"{name}: backticks in Checks")
    if "Assumptions" in book.sheetnames:
        check(not any("/" in str(c.value) for c in cells(book["Assumptions"]) if str(c.value).count(":") == 2),
              f"{name}: folders on every row of Assumptions")

# ---- what was written out by hand in other forms, in the words of a reader
tiny, huge = (openpyxl.load_workbook(path(f"run-{n}.xlsx"))["Assumptions"] for n in ("tiny", "huge"))
texts = [c.value for sheet in (tiny, huge) for c in cells(sheet) if isinstance(c.value, str)]
check(not any(re.search(r"\d\.\d{12,}", t) for t in texts), "Assumptions: numbers with the dust of a multiplication")
check(any(re.search(r"revenue of at least ¥4\.5T .*, with a confidence of 80", t) for t in texts), "Assumptions: the goal in words")
check(any(t.startswith("[¥0, ¥0, ¥90B") for t in texts), "Assumptions: lists of amounts")
check(not any(re.fullmatch(r"at least 45000+.*", t) for t in texts), "Assumptions: raw amounts")
checks = [str(c.value) for c in cells(openpyxl.load_workbook(path("run.xlsx"))["Checks"])]
check("the mean of revenue on the sheet Trials is the one on Summary" in checks and any(c.startswith("cac *") for c in checks)
      and any(c.startswith("* A ratio:") for c in checks), "Checks: means of ratios are told apart")
note = openpyxl.load_workbook(path("run.xlsx"))["Trials"]["A2"].value
check("On paper: the first 30 of 600 trials" in note and "The mean of a ratio" in note, f"Trials: {note}")

# ---- charts are there, and of the right kinds
def charts(name):
    with zipfile.ZipFile(path(name)) as archive:
        return [archive.read(m).decode() for m in archive.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", m)]


for name, kinds in {"run.xlsx": ["areaChart", "scatterChart", "lineChart", "lineChart", "barChart", "lineChart"],
                    "totals.xlsx": ["scatterChart", "barChart"],
                    "compare.xlsx": ["scatterChart", "barChart", "barChart"], "split.xlsx": ["barChart", "scatterChart"],
                    "sensitivity.xlsx": ["barChart"], "plan.xlsx": ["scatterChart", "barChart"],
                    "unreachable.xlsx": ["barChart"]}.items():
    found = [k for xml in charts(name) for k in ("areaChart", "scatterChart", "barChart", "lineChart") if f"<c:{k}>" in xml]
    check(found == kinds, f"{name}: charts {found}, not {kinds}")

# ---- numbers are those of the JSON
answer = json.load(open(path("run.json")))
run = openpyxl.load_workbook(path("run.xlsx"), data_only=True)
for title, metric in {"Revenue": "revenue", "Wins": "wins", "Leads": "leads", "Contribution": "contribution",
                      "Cost per win (CAC)": "cac"}.items():
    row = find(run["Summary"], title)
    for column, statistic in {2: "mean", 3: "p10", 4: "p50", 5: "p90"}.items():
        known = answer["metrics"][metric]
        expected = known.get("of_totals", known[statistic]) if statistic == "mean" else known[statistic]
        check(close(run["Summary"].cell(row, column).value, expected, 1e-14),
              f"Summary: {metric} {statistic}")
periods = {(r[0], r[1]): r for r in run["Periods"].iter_rows(min_row=4, values_only=True)}
for period in answer["periods"]:
    s, r = period["metrics"]["revenue"], periods[("revenue", period["start"])]
    for value, statistic in zip(r[2:], ["mean", "mean_se", "sd", "p05", "p10", "p25", "p50", "p75", "p90", "p95"]):
        check(close(value, s[statistic], 1e-14), f"Periods: revenue {period['start']} {statistic}")
numbers = list(run["Chart data"].iter_rows(values_only=True))
def block(title):
    """The columns under a title of the sheet Chart data, by their heads."""
    at = next(i for i, r in enumerate(numbers) if r[0] == title) + 1
    return {head: [r[c] for r in numbers[at + 1:at + 1 + len(answer["periods"])]] for c, head in enumerate(numbers[at]) if head}


so_far, chance = block("revenue since the start"), block("When the goal is reached")
for t, period in enumerate(answer["to_date"]["periods"]):
    for statistic in ("P10", "P50", "P90"):
        check(close(so_far[statistic][t], period[statistic.lower()], 1e-14), f"Chart data: {period['start']}, {statistic} to date")
    check(close(chance["chance of the goal by then"][t], period["probability"], 1e-14), f"Chart data: {period['start']}, the chance by then")
    check(so_far["period"][t] == chance["period"][t] == period["start"], f"Chart data: {period['start']}")
check(so_far["the goal"] == [answer["goal"]["at_least"]] * len(answer["periods"]), "Chart data: the goal")
at = next(i for i, r in enumerate(numbers) if r[0] == "How often each amount comes") + 2
steps = [(r[0], r[1]) for r in numbers[at:next(i for i in range(at, len(numbers)) if numbers[i][0] is None)]]
trials = [float(r["revenue"]) for r in csv.DictReader(open(path("trials.csv")))]
width = steps[1][0] - steps[0][0]
for start, share in steps:
    counted = sum(start - 1e-6 <= x < start + width - 1e-6 for x in trials)
    check(abs(counted / len(trials) - share) < 1e-12, f"Chart data: the share from {start} is {share}, of the trials {counted / len(trials)}")
check(0.99 <= sum(share for _, share in steps) <= 1, "Chart data: the histogram leaves out more than one trial in a hundred")
goal = run["Summary"].cell(7, 2).value
check(any(close(run["Summary"].cell(r, 2).value, answer["goal"]["probability"], 1e-14) for r in range(5, 14)), "the goal's chance")
# ---- what finance would ask for, from the trials by hand: the same in JSON, CSV and workbook
def mean_of(values):
    known = [v for v in values if v is not None]
    return sum(known) / len(known)


def by_hand(name, book, margin, recurring):
    """cost per win is cost over wins of the table; the share of revenue that the margin leaves counts for ROMI, LTV and payback."""
    said = json.load(open(path(name + ".json")))["metrics"]
    told = {(r["metric"], r["statistic"]): r["value"] for r in csv.DictReader(open(path(name + "-answer.csv"))) if not r["period"]}
    rows = list(csv.DictReader(open(path(name + "-trials.csv"))))
    column = {m: [float(r[m]) if r[m] else None for r in rows] for m in rows[0]}
    wins, bookings, marketing = column["wins"], column["bookings"], column["cost.marketing"]
    cost = [a + b for a, b in zip(marketing, column["cost.sales"])]
    expected = {"cac": [c / w if w else None for c, w in zip(cost, wins)],
                "romi": [(margin * r - m) / m for r, m in zip(column["owner.marketing.revenue"], marketing)]}
    totals = {"cac": mean_of(cost) / mean_of(wins),
              "romi": (margin * mean_of(column["owner.marketing.revenue"]) - mean_of(marketing)) / mean_of(marketing)}
    check(close(said["bookings_per_rep"]["mean"] / said["revenue_per_rep"]["mean"], mean_of(bookings) / mean_of(column["revenue"]), 1e-9),
          f"{name}: bookings per rep beside revenue per rep")
    if recurring:
        expected["ltv"] = [margin * v if v is not None else None for v in column["ltv_revenue"]]
        expected["ltv_cac"] = [v / c if v is not None and c else None for v, c in zip(expected["ltv"], expected["cac"])]
        totals["ltv"] = margin * said["ltv_revenue"]["of_totals"]
        totals["ltv_cac"] = totals["ltv"] / totals["cac"]
        totals["payback_months"] = totals["cac"] / (margin * mean_of(bookings) / mean_of(wins) / 12)
    for metric, values in expected.items():
        check(all(close(a, b, 1e-9) for a, b in zip(values, column[metric])), f"{name}: {metric} of the trials")
        check(close(said[metric]["mean"], mean_of(values), 1e-9), f"{name}: mean {metric}")
    for metric, value in totals.items():
        check(close(said[metric]["of_totals"], value, 1e-9), f"{name}: {metric} of the totals: {said[metric]['of_totals']}, {value}")
        check(close(float(told[metric, "of_totals"]), value, 1e-9), f"{name}: {metric} in CSV")
    titles = {"cac": "Cost per win (CAC)", "romi": "Return on marketing (ROMI)"}
    sheet = openpyxl.load_workbook(path(book), data_only=True)["Summary"]
    for metric, title in titles.items():
        check(close(sheet.cell(find(sheet, title), 2).value, totals[metric], 1e-9), f"{book}: {title}")


by_hand("by-hand-base", "by-hand-base.xlsx", 0.75, False)
by_hand("by-hand-mid-market", "by-hand-mid-market.xlsx", 0.75, True)

both = openpyxl.load_workbook(path("compare.xlsx"), data_only=True)
comparison = json.load(open(path("compare.json")))
for scenario in comparison["scenarios"]:
    row = find(both["Summary"], scenario)
    check(close(both["Summary"].cell(row, 2).value, comparison["metrics"]["revenue"][scenario]["mean"], 1e-14), f"Compare: {scenario}")
changed = {r[0] for r in both["Assumptions"].iter_rows(min_row=3, values_only=True)}
check(changed >= {"Base 2027", "Recession 2027", "Growth 2027"}, f"Assumptions of all scenarios: {changed}")

# ---- JSON and CSV of names that mean harm
for number in (1, 2, 3, 4):
    asked = json.load(open(path(f"hostile-{number}.json")))
    said = json.load(open(path(f"answer-{number}.json")))
    check(said["scenario"] == asked["name"], f"answer-{number}.json: {said['scenario'][:60]!r}")
    for file in (f"answer-{number}.csv", f"trials-{number}.csv"):
        rows = list(csv.reader(open(path(file), newline="", encoding="utf-8")))
        check(len({len(r) for r in rows}) == 1, f"{file}: rows of different lengths")
        for row in rows:
            for cell in row:
                number_like = re.fullmatch(r"-?[0-9.]+(e[+-]?[0-9]+)?", cell)
                check(number_like or cell[:1] not in ("=", "+", "-", "@", "\t", "\r"), f"{file}: {cell[:40]!r}")

# ---- trials: aligned, named, the numbers of --samples
trials = list(csv.reader(open(path("trials.csv"))))
names = names_of(run)
for name, metric in {"Revenue": "revenue", "Wins": "wins", "Cac": "cac", "Channel_paid_search_revenue": "channel.paid_search.revenue"}.items():
    sheet, cell_range = names[name].replace("$", "").split("!")
    column = [c[0].value for c in run[sheet][cell_range]]
    at = trials[0].index(metric)
    check(len(column) == 600, f"{name}: {len(column)} trials")
    check(all(close(c, float(t[at]) if t[at] else None, 1e-14) for c, t in zip(column, trials[1:])), f"{name} is not {metric}")


# ---- LibreOffice calculates anew: after a change of the target, too
def recalculate(name):
    """Through LibreOffice, with every remembered value thrown away."""
    book = openpyxl.load_workbook(path(name))  # formulas only: nothing is left that could be kept
    if "Target" in names_of(book):
        sheet, cell = names_of(book)["Target"].replace("$", "").split("!")
        book[sheet][cell] = 4000000
    os.makedirs(path("bare"), exist_ok=True)
    book.save(path("bare/" + name))
    convert(["bare/" + name], "new")
    return openpyxl.load_workbook(path("new/" + name), data_only=True)


def convert(names, folder):
    """All in one start of the program."""
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{work}/profile", "--convert-to", "xlsx", "--outdir",
                    path(folder), *map(path, names)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=240)


if shutil.which("soffice"):
    new = recalculate("run.xlsx")
    old = run["Trials"]
    at = {c.value: c.column for c in old[6]}["Revenue"]
    for row, what in {7: "mean", 8: "P10", 9: "P50", 10: "P90"}.items():
        for column in range(2, old.max_column + 1):
            check(close(new["Trials"].cell(row, column).value, old.cell(row, column).value, 1e-9),
                  f"{what} of {old.cell(5, column).value}: {new['Trials'].cell(row, column).value}, {old.cell(row, column).value}")
    reached = sum(float(t[trials[0].index("revenue")]) >= 4000000 for t in trials[1:]) / 600
    check(close(new["Trials"].cell(12, at).value, reached), f"chance of another target: {new['Trials'].cell(12, at).value}, {reached}")
    for name in ("nightly.csv",):
        convert([name], "tables")
        sheet = openpyxl.load_workbook(path("tables/" + name.replace(".csv", ".xlsx"))).active
        rows = list(csv.reader(open(path(name), newline="", encoding="utf-8-sig")))
        seen = list(sheet.iter_rows(values_only=True))
        check(len(seen) == len(rows) and len(rows) > 500 and list(seen[0]) == rows[0], f"{name}: {len(seen)} rows, {seen[0]}")
        numbers = [(a[5], b[5]) for a, b in zip(seen[1:], rows[1:]) if b[5]]
        check(len(numbers) > 500 and all(isinstance(a, (int, float)) and close(a, float(b), 1e-14) for a, b in numbers),
              f"{name}: values are no numbers in LibreOffice: {numbers[:3]}")
    if "BIREME_LONG" not in os.environ:
        books = ["compare.xlsx", "split.xlsx", "sensitivity.xlsx", "plan.xlsx", "batch.xlsx", "hostile-1.xlsx"]
    convert(books, "opened")
    for name in books:
        opened = openpyxl.load_workbook(path("opened/" + name), data_only=True)
        for sheet in opened:
            for cell in cells(sheet):
                check(not (isinstance(cell.value, str) and re.match(r"#(N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)", cell.value)),
                      f"{name} {sheet.title}!{cell.coordinate}: {cell.value}")
        if "Do the figures hold together?" in [c.value for c in opened["Checks"]["A"]]:
            row = find(opened["Checks"], "Do the figures hold together?") + 1
            while opened["Checks"].cell(row, 1).value:
                value = opened["Checks"].cell(row, 2).value
                check(value is not None, f"{name}: {opened['Checks'].cell(row, 1).value}: nothing")
                told = opened["Checks"].cell(row, 1).value.startswith("the best can be told")
                check(value != "NO" or told, f"{name}: {opened['Checks'].cell(row, 1).value}: {value}")
                row += 1
else:
    print("without LibreOffice the workbooks were not calculated anew")
print(f"{len(books)} workbooks read")
sys.exit(failures > 0)
