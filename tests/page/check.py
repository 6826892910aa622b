# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks a page that bireme wrote: check.py PAGE.html [ANSWER.json]

It is well-formed; it loads and runs nothing; every picture has a role, a title and a description of its own, and a
table of its numbers beneath; ids are unique and links lead somewhere; headings go down one level at a time; and the
numbers of ANSWER.json, the same scenario's forecast, are those of the page.
"""
import html.parser
import json
import re
import sys

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.problems, self.ids, self.links, self.words = [], [], [], [], []
        self.levels, self.figures, self.pictures = [], [], []

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag in ("script", "iframe", "object", "embed", "link", "img", "base", "form"):
            self.problems.append(f"a {tag} element")
        for name, value in a.items():
            if name.startswith("on"):
                self.problems.append(f"{name} on a {tag}")
            if name in ("src", "href", "action", "xlink:href") and not (value or "").startswith("#"):
                self.problems.append(f"{tag} {name}={value}")
        if "id" in a:
            self.ids.append(a["id"])
        if tag == "a":
            self.links.append(a.get("href", ""))
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "figure":
            self.figures.append({"table": False})
        if tag == "table" and self.figures and "figure" in self.open:
            self.figures[-1]["table"] = "details" in self.open
        if tag == "svg" and a.get("aria-hidden") != "true":
            self.pictures.append(a)
            if a.get("role") != "img":
                self.problems.append("a picture without role")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing")

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)


def check(text):
    page = Page()
    page.feed(text)
    page.close()
    found = page.problems
    if page.open:
        found.append(f"not closed: {page.open}")
    if len(set(page.ids)) != len(page.ids):
        found.append("an id stands twice")
    for link in page.links:
        if link[1:] not in page.ids:
            found.append(f"{link} leads nowhere")
    for picture in page.pictures:
        names = picture.get("aria-labelledby", "").split()
        if len(names) != 2 or any(n not in page.ids for n in names):
            found.append("a picture without title and description")
    for number, figure in enumerate(page.figures, 1):
        if not figure["table"]:
            found.append(f"figure {number} has no table of its numbers")
    if page.levels[:1] != [1] or page.levels.count(1) != 1:
        found.append("not one heading of the first level")
    for before, after in zip(page.levels, page.levels[1:]):
        if after > before + 1:
            found.append(f"a heading of level {after} after one of level {before}")
    if "default-src 'none'" not in text:
        found.append("no policy that forbids all")
    return found, " ".join(" ".join(page.words).split()), page


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        text = file.read()
    found, words, page = check(text)
    if len(sys.argv) > 2:
        with open(sys.argv[2], encoding="utf-8") as file:
            answer = json.load(file)
        goal = answer.get("goal")
        for period in answer["periods"]:
            if period["start"] not in words:
                found.append(f"the period {period['start']} is missing")
        for name in answer["metrics"]:
            parts = name.split(".")
            if parts[0] == "channel" and parts[-1] == "wins" and ".".join(parts[1:-1]) not in words:
                found.append(f"{name} is missing")
        if goal and f"{round(100 * goal['probability'])} %" not in words:
            found.append("the chance of the goal is missing")
    for problem in found:
        print(f"{sys.argv[1]}: {problem}")
    print(f"{len(page.pictures)} pictures, {len(page.figures)} figures, {len(text.encode())} bytes")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
