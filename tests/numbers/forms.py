# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the forms of an answer into one shape: {"words": [paragraph], "tables": [(title, header, rows)]}, where a row is a
list of cells, texts as they are shown, or the numbers of a workbook. Of a text there are no cells: {"text": all of it}."""
import html.parser
import re
import xml.etree.ElementTree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def plain(text):
    """Without what a form does to a text: spaces that do not break, a minus sign, emphasis and escapes of Markdown."""
    text = text.replace("\u00a0", " ").replace("\u2011", "-").replace("\u2212", "-").replace("\u202f", " ")
    return " ".join(text.split())


def read_text(text):
    return {"text": text}


def read_markdown(text):
    found, title, last, is_header = {"words": [], "tables": [], "titles": []}, "", None, False
    for line in text.splitlines():
        line = re.sub(r"^- \*\*[^*]*\*\*: ", "- ", line) # of a note: the row that it belongs to
        line = re.sub(r"\\([^\w\s])", r"\1", line).replace("**", "")
        if line.startswith("#"):
            title, last = plain(line.lstrip("# ")), None
            found["titles"].append(title)
        elif line.startswith("|"):
            cells = [plain(cell) for cell in line.strip("|").split("|")]
            if last is None:
                last, is_header = (title, cells, []), True
                found["tables"].append(last)
            elif is_header:
                is_header = False
            else:
                last[2].append(cells)
        else:
            last = None
            if line.strip():
                found["words"].append(plain(re.sub(r"^(- |> |!\[)", "", re.sub(r"\]\(<[^>]*>\)$", "", line))))
    return found


class Page(html.parser.HTMLParser):
    """Tables under a picture have the title of the picture, the others that of the heading above them."""

    def __init__(self):
        super().__init__()
        self.found, self.pictured = {"words": [], "tables": []}, []
        self.title, self.caption, self.text, self.row, self.open = "", "", None, None, []

    def handle_starttag(self, tag, attributes):
        if tag in ("meta", "br"):
            return
        self.open.append((tag, dict(attributes).get("class") or ""))
        if tag == "table":
            pictured = any(name == "figure" for name, _ in self.open)
            (self.pictured if pictured else self.found["tables"]).append((self.caption if pictured else self.title, [], []))
            self.rows = (self.pictured if pictured else self.found["tables"])[-1]
        if tag == "tr":
            self.row = []
        if tag in ("h1", "h2", "h3", "p", "li", "td", "th", "figcaption", "caption"):
            self.text = ""

    def handle_endtag(self, tag):
        if tag in ("meta", "br"):
            return
        if tag == "b" and self.text is not None:
            self.text += " "
        names = [name for name, _ in self.open]
        classes = " ".join(kind for _, kind in self.open)
        text = plain(self.text or "")
        if tag in ("h1", "h2", "h3"):
            self.title = text
        elif tag == "figcaption":
            self.caption = text
        elif tag in ("td", "th") and "svg" not in names:
            self.row.append(text)
        elif tag == "tr":
            if "thead" in names:
                self.rows[1].extend(self.row)
            elif "more" not in classes.split():
                self.rows[2].append(self.row)
            else:
                self.found["words"].extend(self.row)
        elif tag in ("p", "li") and text:
            self.found["words"].append(text)
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        names = [name for name, _ in self.open]
        if self.text is not None and "svg" not in names and "style" not in names:
            self.text += data


def read_page(text):
    page = Page()
    page.feed(text)
    return dict(page.found, pictured=page.pictured)


def read_workbook(path, name="Report"):
    """The cells of a sheet, row by row, with the numbers as numbers."""
    with zipfile.ZipFile(path) as book:
        texts = []
        if "xl/sharedStrings.xml" in book.namelist():
            root = xml.etree.ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
            texts = ["".join(part.text or "" for part in item.iter(MAIN + "t")) for item in root]
        sheets = xml.etree.ElementTree.fromstring(book.read("xl/workbook.xml")).iter(MAIN + "sheet")
        place = [sheet.get("name") for sheet in sheets].index(name) + 1
        root = xml.etree.ElementTree.fromstring(book.read(f"xl/worksheets/sheet{place}.xml"))
    rows = []
    for row in root.iter(MAIN + "row"):
        cells = []
        for cell in row:
            value = cell.find(MAIN + "v")
            if cell.get("t") == "s":
                cells.append(plain(texts[int(value.text)]))
            elif cell.get("t") in ("inlineStr", "str"):
                cells.append(plain("".join(part.text or "" for part in cell.iter() if part.tag in (MAIN + "t", MAIN + "v"))))
            elif value is not None and value.text is not None:
                cells.append(float(value.text))
        if cells:
            rows.append(cells)
    return {"rows": rows}
