# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers that matter most of each answer, where they stand in its words and tables, and whether they are there."""
import re

import forms
from shown import numbers


def paragraphs(of):
    """The words of each form, paragraph by paragraph; of a text what has no columns."""
    yield "text", [forms.plain(part) for part in of["txt"]["text"].split("\n\n") if not re.search(r"\S {3,}\S", part)]
    yield "Markdown", of["md"]["words"]
    yield "the page", of["html"]["words"]
    yield "the workbook", [row[0] for row in of["xlsx"]["rows"] if len(row) == 1 and isinstance(row[0], str)]


def said(of, what, *expected):
    """In each form a paragraph has numbers that round those expected, in that order."""
    for form, texts in paragraphs(of):
        for text in texts:
            left = list(expected)
            for number in numbers(text):
                if left and number.is_of(left[0]):
                    left.pop(0)
            if not left:
                break
        else:
            yield f"{form}: no sentence has {what}, {expected}"


def row(of, title, label):
    """The numbers of a row of a table of the workbook, by its title (how it begins) and label."""
    rows = of["xlsx"]["rows"]
    place = next((i for i, cells in enumerate(rows) if len(cells) == 1 and str(cells[0]).startswith(title)), len(rows))
    found = next((cells for cells in rows[place:] if cells[0] == label), [])
    return [cell for cell in found if isinstance(cell, float)]


def stands(of, title, label, *expected):
    given = row(of, title, label)
    for value in expected:
        if not any(abs(value - cell) <= 1e-9 * max(1.0, abs(value)) for cell in given):
            yield f"{title}, {label}: {given} in the workbook, JSON has {value!r}"


def run(of):
    answer = of["json"]
    metrics, goal = answer["metrics"], answer["goal"]
    low = [metrics["revenue"][name] for name in ("mean", "p10", "p90")]
    yield from said(of, "mean, P10, P90 of revenue and the chance of the goal", *low, goal["probability"])
    yield from said(of, "the contribution", *(metrics["contribution"][name] for name in ("mean", "p10", "p90")))
    yield from said(of, "the standard errors", *(metrics["revenue"][name] for name in ("mean_se", "p10_se", "p50_se", "p90_se")))
    if "recession" in answer:
        difference = next(iter(answer["recession"]["metrics"].values()))["difference"]
        ends = sorted(abs(difference[k]) for k in ("p10", "p90"))
        yield from said(of, "what a recession costs", abs(difference["mean"]), difference["mean_se"], *ends)
    for name in metrics:
        if re.fullmatch(r"owner\.[^.]+\.revenue", name):
            yield from stands(of, "Marketing and sales together", name.split(".")[1],
                              *(metrics[name][k] for k in ("mean", "p10", "p90")))
        if re.fullmatch(r"channel\.[^.]+\.revenue", name):
            yield from stands(of, "The channels", name.split(".")[1], *(metrics[name][k] for k in ("mean", "p10", "p90")))


def compare(of):
    answer = of["json"]
    decided = answer["choice"]["metric"]
    for name, difference in answer["differences"][decided].items():
        yield from said(of, "the difference", abs(difference["mean"]), *sorted(abs(difference[k]) for k in ("p10", "p90"))[::-1])
        yield from said(of, "the standard error of the difference", difference["mean_se"])
    for name, summary in answer["metrics"][decided].items():
        yield from stands(of, "Side by side", name, *(summary[k] for k in ("mean", "p10", "p50", "p90")))


def plan(of):
    answer = of["json"]
    if answer["reachable"]:
        leads = sum(channel["leads"] for channel in answer["channels"].values())
        yield from said(of, "leads, budget and the chance of today's plan", leads, answer["budget"]["mean"], answer["today"])
        yield from stands(of, "What each channel has to bring", "together", leads, answer["budget"]["mean"])
    else:
        yield from said(of, "target, confidence and the best that can be reached", answer["target"], answer["confidence"],
                        answer["achieved"])


def split(of):
    answer = of["json"]
    best, today = answer["best"], answer["today"]
    lines = {name: (today["channels"][name]["spend"], line["spend"]) for name, line in best["channels"].items()}
    lines["reps"] = (today["sales"]["spend"], best["sales"]["spend"])
    for name, line in lines.items():
        yield from stands(of, "What each line gets", name, *line)
    marketing = sum(line["spend"] for line in best["channels"].values())
    yield from said(of, "what goes to marketing and to sales", marketing, best["share"]["marketing"], best["sales"]["spend"],
                    best["share"]["sales"])


def sensitivity(of):
    answer = of["json"]
    yield from said(of, "mean and standard deviation", answer["summary"]["mean"], answer["summary"]["sd"])
    shown = [[cell for cell in cells if isinstance(cell, float)] for cells in of["xlsx"]["rows"]]
    for one in answer["inputs"]:
        wanted = one["first_order"], one["total"]
        if one["first_order"] >= 0.02 and not any(abs(a - wanted[0]) < 1e-9 and abs(b - wanted[1]) < 1e-9
                                                  for a, b, *_ in (cells for cells in shown if len(cells) >= 2)):
            yield f"{one['path']}: no row of the workbook has its indices, {wanted}"
    yield from stands(of, "Where the uncertainty comes from", "chance", answer["chance"]["share"])


def missing(of, kind):
    return {"run": run, "compare": compare, "plan": plan, "split": split, "sensitivity": sensitivity}[kind](of)
