# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the forms that run-numbers.sh made in a folder: main.py FOLDER SCENARIO…

Answers are NAME-COMMAND.{txt,md,html,json,xlsx}, reports NAME-report.{html,md}, assumptions NAME-check.md. That a wrong number
is noticed is tried with copies in which one is altered.
"""
import copy
import glob
import os
import re
import sys

import altered
import check
import forms
import reports

JSON_PLACES = {
    "run": [("metrics", "revenue", "mean"), ("metrics", "revenue", "p10"), ("metrics", "revenue", "mean_se"),
            ("goal", "probability"), ("regimes", 0, "comes", "mean"),
            ("recession", "metrics", 0, "difference", "mean")],
    "compare": [("choice", "regret", 1, "mean"), ("differences", "revenue", 0, "p90")],
    "plan": [("today",), ("achieved",)], # the one if the target can be reached, the other if not
    "split": [("best", "sales", "spend"), ("best", "share", "marketing"), ("frontier", 1, "value")],
    "sensitivity": [("inputs", 0, "first_order"), ("inputs", 0, "total"), ("summary", "sd")],
}


def path(folder, name):
    return os.path.join(folder, name)


def load(file):
    with open(file, encoding="utf-8") as opened:
        return opened.read()


def moved(document, place):
    """A copy of a JSON document in which a number is larger by a twentieth."""
    document = copy.deepcopy(document)
    at = document
    for key in place[:-1]:
        at = at[key] if isinstance(at, list) or isinstance(key, str) else list(at.values())[key]
    at[place[-1]] *= 1.05
    return document


def self_test(folder, name, kind, of):
    """What was altered and not noticed."""
    def unnoticed(what, changed):
        if not any(check.problems(dict(of, **changed), kind)):
            yield f"{name}: {what} was altered, and not noticed"

    for form, reader in (("txt", forms.read_text), ("md", forms.read_markdown), ("html", forms.read_page)):
        for i, text in enumerate(altered.texts(load(path(folder, f"{name}.{form}")), form, 8)):
            yield from unnoticed(f"number {i} of 8 in .{form}", {form: reader(text)})
    for i in range(0, 24, 5):
        changed = path(folder, "altered.xlsx")
        altered.workbook(path(folder, f"{name}.xlsx"), changed, check.SHEETS[kind], i)
        yield from unnoticed(f"number {i} of the workbook", {"xlsx": forms.read_workbook(changed, check.SHEETS[kind])})
    for sheet in of["sheets"]:
        altered.workbook(path(folder, f"{name}.xlsx"), path(folder, "altered.xlsx"), sheet, 3)
        changed = dict(of["sheets"], **{sheet: forms.read_workbook(path(folder, "altered.xlsx"), sheet)["rows"]})
        yield from unnoticed(f"a number of the sheet {sheet}", {"sheets": changed})
    for place in JSON_PLACES[kind]:
        if kind == "plan" and (place[0] == "today") != of["json"]["reachable"]:
            continue
        if place[0] == "choice" and of["json"]["choice"]["of_economies"]: # which nobody chooses, and no text tells of
            continue
        yield from unnoticed(f"{place} of JSON", {"json": moved(of["json"], place)})


def main():
    folder, scenarios = sys.argv[1], sys.argv[2:]
    failures = seen = 0
    for scenario in scenarios:
        name = os.path.splitext(os.path.basename(scenario))[0]
        stay = float(re.search(r'"patience": ([\d.]+)', load(scenario))[1])
        answers = {}
        for file in sorted(glob.glob(path(folder, f"{name}-*.json"))):
            answer = os.path.splitext(os.path.basename(file))[0]
            kind = answer[len(name) + 1:]
            answers[kind] = dict(check.read(folder, answer, kind), stay=stay)
            found = list(check.problems(answers[kind], kind)) or list(self_test(folder, answer, kind, answers[kind]))
            failures += len(found)
            seen += 1
            for problem in found:
                print(f"FAIL {answer}: {problem}")
        page = load(path(folder, f"{name}-report.html"))
        markdown = forms.read_markdown(load(path(folder, f"{name}-report.md")))
        assumptions = forms.read_markdown(load(path(folder, f"{name}-check.md")))
        found = list(reports.problems(forms.read_page(page), markdown, answers, assumptions))
        end = page.index("</details>") / len(page) # the sentences and the first picture
        if not found:
            copies = enumerate(altered.texts(page, "html", 12, 0, end))
            found = [f"number {i} of 12 was altered, and not noticed" for i, text in copies if not any(
                reports.problems(forms.read_page(text), markdown, answers, assumptions))]
        failures += len(found)
        seen += 1
        for problem in found:
            print(f"FAIL {name}-report: {problem}")
    print(f"{seen} answers and reports compared")
    sys.exit(1 if failures or seen < 5 * len(scenarios) else 0)


if __name__ == "__main__":
    main()
