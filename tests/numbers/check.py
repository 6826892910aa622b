# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers of an answer are the same in every form.

The workbook has them with all digits: each is one of JSON, or is derived from numbers beside it (a share, a difference, a
sum). Markdown shows the workbook's, rounded, cell by cell; a page has the cells of Markdown, the text its numbers. The numbers
that matter most stand where they should, in the words of each form.
"""
import bisect
import collections
import json

import forms
import headlines
from shown import numbers, values

SHEETS = {"run": "Report", "compare": "Compare", "plan": "Plan", "split": "Split", "sensitivity": "Sensitivity"}
BAR = set("`▒█─")


def read(folder, name, kind):
    """All forms of the answer NAME of a command."""
    of = {}
    for form, reader in (("txt", forms.read_text), ("md", forms.read_markdown), ("html", forms.read_page)):
        with open(f"{folder}/{name}.{form}", encoding="utf-8") as file:
            of[form] = reader(file.read())
    of["xlsx"] = forms.read_workbook(f"{folder}/{name}.xlsx", SHEETS[kind])
    of["sheets"] = {sheet: forms.read_workbook(f"{folder}/{name}.xlsx", sheet)["rows"]
                    for sheet in ["Summary"] + ["Periods"] * (kind == "run")}
    with open(f"{folder}/{name}.json", encoding="utf-8") as file:
        of["json"] = json.load(file)
    return of


def of_cells(cells):
    return [number for cell in cells if not BAR & set(cell) for number in numbers(cell)]


def counted(words, tables):
    """How often each number stands there, as it is shown."""
    texts = list(words)
    for _, header, rows in tables:
        texts += header + [cell for row in rows for cell in row if not BAR & set(cell)]
    return collections.Counter(number.text for text in texts for number in numbers(text))


def text_against_markdown(of):
    shown = counted([forms.plain(of["txt"]["text"])], [])
    expected = counted(of["md"]["words"] + of["md"]["titles"], of["md"]["tables"])
    for number in (shown - expected) + (expected - shown):
        yield f"text and Markdown: {number} stands {shown[number]} and {expected[number]} times"


def page_against_markdown(page, markdown):
    if len(page["tables"]) != len(markdown["tables"]):
        yield f"the page has {len(page['tables'])} tables, Markdown {len(markdown['tables'])}"
    for (title, head, rows), (name, header, lines) in zip(page["tables"], markdown["tables"]):
        if (title, [h for h in head if h], len(rows)) != (name, [h for h in header if h], len(lines)):
            yield f"{name}: the page has {title} {head}, {len(rows)} rows"
        for row, line in zip(rows, lines):
            for cell, expected in zip(row, line):
                if cell != expected and not BAR & set(expected):
                    yield f"{name}, {line[0]}: the page has '{cell}', Markdown '{expected}'"
    shown, expected = counted(page["words"], []), counted(markdown["words"], [])
    for number in (shown - expected) + (expected - shown):
        yield f"the words of the page and of Markdown: {number} stands {shown[number]} and {expected[number]} times"


def tables_of(rows, titles):
    """The rows of a sheet below each title, in order."""
    tables, place = [], 0
    for title in titles:
        while place < len(rows) and rows[place] != [title]:
            place += 1
        end = place + 1
        while end < len(rows) and not (len(rows[end]) == 1 and rows[end][0] in titles):
            end += 1
        tables.append(rows[place + 1:end])
        place = end
    return tables


def below_titles(markdown):
    """[(title, rows)], with the rows of tables that follow one another under one title together."""
    found = []
    for title, _, rows in markdown["tables"]:
        if found and found[-1][0] == title:
            found[-1][1].extend(rows)
        else:
            found.append((title, list(rows)))
    return found


def workbook_against_markdown(of):
    compared, tables = 0, below_titles(of["md"])
    for (title, lines), rows in zip(tables, tables_of(of["xlsx"]["rows"], [title for title, _ in tables])):
        rows = [row for row in rows if any(isinstance(cell, float) for cell in row)]
        for line in lines:
            if not of_cells(line[1:]):
                continue
            place = next((i for i, row in enumerate(rows) if row[0] == line[0] or isinstance(row[0], float)), None)
            if place is None:
                yield f"{title}: the workbook has no row '{line[0]}'"
                continue
            row = rows[place] if isinstance(rows[place][0], float) else rows[place][1:]
            given = [cell if isinstance(cell, float) else numbers(cell)[0].value for cell in row
                     if isinstance(cell, float) or numbers(cell)]
            shown = of_cells(line if row is rows[place] else line[1:])
            rows = rows[place + 1:]
            if len(given) != len(shown):
                yield f"{title}, {line[0]}: the workbook has {given}, Markdown {[n.text for n in shown]}"
            coarsest = max((number.within for number in shown), default=0)
            for number, value in zip(shown, given):
                compared += 1
                if not number.is_of(value) and not (number.value == 0 and abs(value) <= coarsest):
                    yield f"{title}, {line[0]}: {number.text} is shown, the workbook has {value!r}"
    if compared < 8:
        yield f"only {compared} numbers of the workbook were compared with Markdown"


def is_near(value, sorted_values):
    place = bisect.bisect_left(sorted_values, value)
    near = sorted_values[max(0, place - 1):place + 1]
    return any(abs(value - other) <= 1e-9 * max(abs(value), abs(other), 1e-3) for other in near)


def unknown(title, rows, truth, of):
    """The numbers in rows of a sheet that are neither in JSON, nor derived, nor the sum of those above."""
    rows = [(row[0], [cell for cell in row if isinstance(cell, float)]) for row in rows]
    cells = {cell for _, row in rows for cell in row}
    for place, (label, row) in enumerate(rows):
        for column, value in enumerate(row):
            if any(is_near(v, truth) for v in (value, value / 100)):
                continue
            above = [other[column] for _, other in rows[:place] if len(other) > column]
            sums = sorted(sum(above[first:]) for first in range(len(above)))
            if not is_near(value, sums) and not is_near(value, sorted(derive(cells - {value, 0.0}, of))):
                yield f"{title}, {label}: the workbook has {value!r}, which is not in JSON"


def workbook_against_json(of):
    truth = sorted(values(of["json"]))
    tables = below_titles(of["md"])
    for (title, _), rows in zip(tables, tables_of(of["xlsx"]["rows"], [title for title, _ in tables])):
        yield from unknown(title, rows, truth, of)
    yield from unknown("Summary", of["sheets"]["Summary"], truth, of)
    for row in of["sheets"].get("Periods", []):
        for value in (cell for cell in row if isinstance(cell, float)):
            if not is_near(value, truth):
                yield f"Periods, {row[0]}: the workbook has {value!r}, which is not in JSON"


def derive(cells, of):
    """What may be shown that is not in JSON: shares, differences and sums of two numbers of a table, what is left of a whole;
    what still waits, a fixed share of what waits; revenue of new customers; the leads of a plan, from those of its channels;
    rank correlations, with two decimals; small inputs, together."""
    yield from (1 - cell for cell in cells)
    for a in cells:
        for b in cells - {a}:
            yield from (a - b, a + b, a / b, 100 * (a - b))
    answer = of["json"]
    waiting = [answer.get("metrics", {}), *(period["metrics"] for period in answer.get("periods", []) if "metrics" in period)]
    if answer["kind"] == "forecast":
        for metrics in waiting:
            yield from (of["stay"] * value for value in values(metrics.get("backlog")))
        revenue, opening = ({} if answer.get("metrics", {}).get(name) is None else answer["metrics"][name]
                            for name in ("revenue", "revenue.opening"))
        yield from (revenue[key] - opening[key] for key in opening)
    if answer["kind"] == "plan":
        yield sum(channel["leads"] for channel in answer.get("channels", {}).values())
    for one in answer.get("inputs", []):
        for member in [one, *one.get("members", [])]:
            if member.get("rank_correlation") is not None:
                yield round(member["rank_correlation"], 2)
    shares = [one["first_order"] for one in answer.get("inputs", [])] # the last of them are shown together
    yield from (sum(shares[n:]) for n in range(1, len(shares)))


def problems(of, kind):
    for check in (text_against_markdown, lambda o: page_against_markdown(o["html"], o["md"]), workbook_against_markdown,
                  workbook_against_json, lambda o: headlines.missing(o, kind)):
        yield from check(of)
