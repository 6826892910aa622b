# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers as people read them, and whether they are a rounding of a value."""
import bisect
import re

SCALE = {"": 1, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12, "%": 0.01}
NUMBER = re.compile(r"(?P<less>< )?(?<![\w.,])(?P<sign>[-−]?)[$€£]?(?P<whole>\d[\d,]*)(?:\.(?P<part>\d+))?"
                    r"\s?(?P<unit>[KMBT](?!\w)|%|points?\b)?")
DATE = re.compile(r"\b\d{4}-(?:\d\d(?:-\d\d)?|Q\d)\b")


class Shown:
    """A number as it is shown: its text, its value, and how far what it rounds may be from it."""

    def __init__(self, match):
        self.text = match.group().strip()
        self.less, self.points = bool(match["less"]), (match["unit"] or "").startswith("point")
        whole, part = match["whole"].replace(",", ""), match["part"] or ""
        scale = 0.01 if self.points else SCALE[match["unit"] or ""]
        self.value = float(f"{whole}.{part or 0}") * scale * (-1 if match["sign"] else 1)
        zeros = 0 if part else len(whole) - len(whole.rstrip("0"))
        last = 10.0 ** -len(part) if part else 10.0 ** (0 if zeros == len(whole) else zeros)
        self.within = last * scale / 2

    def is_of(self, value):
        """A share may be given as it is, or, of points, in points."""
        if self.less:
            return 0 <= value < self.value
        values = (value, value / 100) if self.points else (value,)
        return any(abs(self.value - v) <= self.within * (1 + 1e-9) for v in values)

    def is_of_any(self, ascending):
        """Whether it rounds one of many numbers, which are sorted."""
        scales = (1, 100) if self.points else (1,)
        for scale in scales:
            low = 0 if self.less else (self.value - self.within * (1 + 1e-9)) * scale
            place = bisect.bisect_left(ascending, low)
            if place < len(ascending) and self.is_of(ascending[place] / scale):
                return True
        return False


def numbers(text):
    """All numbers of a text, dates left out."""
    return [Shown(match) for match in NUMBER.finditer(DATE.sub(" ", text))]


def values(document):
    """All numbers of a JSON document."""
    if isinstance(document, bool) or document is None:
        return
    if isinstance(document, (int, float)):
        yield float(document)
    elif isinstance(document, (dict, list)):
        for value in document.values() if isinstance(document, dict) else document:
            yield from values(value)
