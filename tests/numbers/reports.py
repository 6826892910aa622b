# SPDX-License-Identifier: GPL-3.0-or-later
"""A report has the tables of the answers that it consists of, and its pictures and sentences their numbers."""
import check
import headlines
from shown import numbers, values

QUANTILES = {"8 of 10 futures": ("p10", "p90"), "half of the futures": ("p25", "p75"), "the middle": ("p50",),
             "chance of the goal by then": ("probability",)}
FAN = ("8 of 10 futures", "half of the futures", "the middle")


def tables(markdown, answers):
    given = {(title, tuple(header)): rows for title, header, rows in markdown["tables"]}
    compared = 0
    for of in answers.values():
        for title, header, rows in of["md"]["tables"]:
            if (title, tuple(header)) in given:
                compared += 1
                if given[title, tuple(header)] != rows:
                    differ = [(a, b) for a, b in zip(given[title, tuple(header)], rows) if a != b][:1]
                    yield f"{title}: the report has other rows than the answer: {differ}"
    if compared < 3:
        yield f"only {compared} tables of the answers are in the report"


def words(page, answers, assumptions):
    """Each number of a sentence rounds one of JSON, or stands in a sentence of an answer or of what was assumed, or beneath a
    picture."""
    truth = sorted(value for of in answers.values() for value in values(of["json"]))
    said = {number.text for of in answers.values() for _, texts in headlines.paragraphs(of) for text in texts
            for number in numbers(text)}
    said |= {number.text for text in assumptions["words"] for number in numbers(text)}
    beneath = []
    for _, header, rows in page["pictured"]:
        beneath += [number.value for row in rows for cell in row for number in numbers(cell)]
        for width in numbers(header[0]): # of the bars of a histogram, which are named by their middles
            beneath += [number.value + side * width.value / 2 for row in rows for number in numbers(row[0]) for side in (-1, 1)]
    beneath.sort()
    for text in page["words"]:
        for number in numbers(text):
            if number.text not in said and not number.is_of_any(truth) and not number.is_of_any(beneath):
                yield f"the report says {number.text}, which no answer does: {text[:100]}"


def pictures(page, answers):
    """The tables beneath pictures: the fan by name, what is known by its row; the others round numbers of JSON. What is not
    in JSON is left out: the curves of what spend buys, and chances between the quantiles, which have to fall."""
    run = answers["run"]["json"]
    goal = run.get("goal", {}).get("metric", "revenue")
    periods = {period["start"]: period for period in run["periods"]}
    to_date = {period["start"]: period for period in run.get("to_date", {}).get("periods", [])}
    truth = sorted(value for of in answers.values() for value in values(of["json"]))
    seen = 0
    for title, header, rows in page["pictured"]:
        if title.startswith("What more spend buys"):
            continue
        added_up = title.startswith(("Added up", "When the goal is reached"))
        if title.startswith(("Period by period", "Added up")) and not set(FAN) <= set(header):
            yield f"{title}: the columns are {header}"
        chances = [numbers(row[1])[0].value for row in rows if len(row) == 2 and numbers(row[1])] if "chance" in header[-1] else []
        if any(a < b for a, b in zip(chances, chances[1:])):
            yield f"{title}: the chances do not fall: {chances}"
        for row in rows:
            for name, cell in zip(header[1:], row[1:]):
                expected = truth
                if name in QUANTILES and row[0] in periods:
                    seen += 1
                    period = periods[row[0]]["metrics"]
                    metric = to_date[row[0]] if row[0] in to_date and added_up else period.get(goal) or period["revenue"]
                    ends = [metric[quantile] for quantile in QUANTILES[name]]
                    shown = numbers(cell)
                    if len(shown) != len(ends) or not all(number.is_of(end) for number, end in zip(shown, ends)):
                        yield f"{title}, {row[0]}, {name}: {cell}, JSON has {ends}"
                elif not chances:
                    for number in numbers(cell):
                        seen += 1
                        if not number.is_of_any(expected) and not is_derived(number, row, rows):
                            yield f"{title}, {row[0]}, {name}: {number.text}, which is not in JSON"
    if seen < 30:
        yield f"only {seen} numbers beneath pictures were looked at"


def is_derived(number, row, rows):
    """Two standard errors on either side, shares of the bar before, sums of a bridge: within the rounding of what stands beside."""
    beside = [other for line in rows for cell in line for other in numbers(cell) if other is not number]
    return any(abs(a.value - b.value - number.value) <= a.within + b.within + number.within or
               abs(a.value - b.value + number.value) <= a.within + b.within + number.within or
               b.value and abs(a.value / b.value - number.value) <= number.within + 2 * abs(a.within / b.value)
               for a in beside for b in beside)


def problems(page, markdown, answers, assumptions):
    yield from check.page_against_markdown(page, markdown)
    yield from tables(markdown, answers)
    yield from words(page, answers, assumptions)
    yield from pictures(page, answers)
