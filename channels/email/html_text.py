"""HTML mail as plain text: no network, linear time, hidden text and real link targets shown."""

from __future__ import annotations

import html
import re

MAX_HTML = 2_000_000
"""Characters rendered; the rest is announced with ``[…]``."""

_SKIPPED = {"script", "style", "title", "template", "noframes", "xml"}
_BLOCK = {
    "address", "article", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section",
    "table", "tr", "ul",
}  # fmt: skip
_VOID = {
    "br",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "wbr",
    "area",
    "base",
    "col",
    "embed",
    "source",
}
_NAME = re.compile(r"/?\s*([a-zA-Z][\w:-]{0,40})")
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,40})\s*+=\s*+("[^"]*+"?|'[^']*+'?|[^\s"'>]++)""")
_HIDDEN = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|opacity\s{0,9}:\s{0,9}0(?![.\d])"
    r"|font-size\s{0,9}:\s{0,9}0(?![.\d])|mso-hide\s{0,9}:\s{0,9}all",
    re.IGNORECASE,
)
_HUGE_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{8,}+;?")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def html_to_text(source: str) -> str:
    """The text a reader would see, plus ``[hidden: …]``, link targets and image words."""
    page = _Page()
    page.read(source[:MAX_HTML])
    return page.text() + ("\n[…]" if len(source) > MAX_HTML else "")


class _Page:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes = 0
        self.pre = 0
        self.hidden = ""
        self.hidden_depth = 0
        self.link = ""
        self.link_words: list[str] = []

    def read(self, source: str) -> None:
        """Walk over text and tags; an unclosed construct shows the rest as text."""
        position, missing = 0, set[str]()
        while position < len(source):
            opening = source.find("<", position)
            if opening < 0:
                break
            self.words(source[position:opening])
            position = self._tag(source, opening, missing)
        self.words(source[position:])

    def text(self) -> str:
        """What was read so far, as lines."""
        self._close_link()
        self._close_hidden()
        self._end_line()
        joined = "\n".join(line.rstrip() for line in self.lines)
        return _BLANK_LINES.sub("\n\n", joined).strip("\n")

    def words(self, raw: str) -> None:
        """Add text between tags."""
        if not raw:
            return
        text = html.unescape(_HUGE_REFERENCE.sub("\ufffd", raw)).replace("\xa0", " ")
        if self.pre:
            for line in text.replace("\r", "").splitlines(keepends=True):
                self.line.append(line.rstrip("\n"))
                if line.endswith("\n"):
                    self._end_line()
            return
        self.line.append(_SPACES.sub(" ", text))
        if self.link:
            self.link_words.append(text)

    def _tag(self, source: str, opening: int, missing: set[str]) -> int:
        if source.startswith("<!--", opening):
            end = _find(source, "-->", opening + 4, missing)
            return end + 3 if end >= 0 else self._literally(opening, source)
        name = _NAME.match(source, opening + 1)
        if not name and source[opening + 1 : opening + 2] not in ("!", "?"):
            return self._literally(opening, source)
        closing = _find(source, ">", opening, missing)
        if closing < 0:
            return self._literally(opening, source)
        if source.count('"', opening, closing) % 2:
            after = source.find('"', closing, closing + 2_000)
            beyond = source.find(">", after, after + 2_000) if after >= 0 else -1
            closing = beyond if beyond >= 0 else closing
        if not name:
            return closing + 1
        element, body = name[1].lower(), source[name.end() : closing]
        if source[opening + 1] == "/":
            self._end(element)
        elif element in _SKIPPED:
            end = _find(source, f"</{element}", closing, missing)
            return end if end >= 0 else closing + 1
        else:
            self._start(element, body)
        return closing + 1

    def _literally(self, opening: int, source: str) -> int:
        self.words(source[opening])
        return opening + 1

    def _start(self, element: str, body: str) -> None:
        if element in _BLOCK:
            self._end_line(blank=element == "p")
        attributes = _attributes(body) if body and not body.isspace() else {}
        self._hide(element, attributes, body)
        match element:
            case "blockquote":
                self.quotes += 1
            case "pre":
                self.pre += 1
            case "li":
                self.line.append("- ")
            case "td" | "th":
                self.line.append(" ")
            case "img" if attributes.get("alt", "").strip():
                self.line.append(f"[{html.unescape(attributes['alt']).strip()}]")
            case "a":
                self._close_link()
                self.link = html.unescape(attributes.get("href", "")).strip()

    def _end(self, element: str) -> None:
        if element == "a":
            self._close_link()
        if element == self.hidden:
            self.hidden_depth -= 1
            if not self.hidden_depth:
                self._close_hidden()
        if element in _BLOCK:
            self._end_line(blank=element == "p")
        if element == "blockquote":
            self.quotes = max(0, self.quotes - 1)
        elif element == "pre":
            self.pre = max(0, self.pre - 1)

    def _hide(self, element: str, attributes: dict[str, str], body: str) -> None:
        if element in _VOID or body.rstrip().endswith("/"):
            return
        if element == self.hidden:
            self.hidden_depth += 1
        elif not self.hidden and ("hidden" in attributes or _hides(attributes)):
            self.hidden, self.hidden_depth = element, 1
            self.line.append("[hidden: ")

    def _close_hidden(self) -> None:
        if self.hidden:
            self.line.append("]")
            self.hidden = ""

    def _close_link(self) -> None:
        if self.link:
            shown = "".join(self.link_words).strip()
            target = self.link.removeprefix("mailto:")
            if shown.rstrip("/") != target.rstrip("/") and not self.link.startswith("#"):
                self.line.append(f" <{self.link[:2_000]}>")
        self.link = ""
        self.link_words.clear()

    def _end_line(self, *, blank: bool = False) -> None:
        prefix = "> " * min(self.quotes, 9)
        text = "".join(self.line)
        text = text if self.pre else _SPACES.sub(" ", text).strip()
        if text:
            self.lines.append(prefix + text)
        if blank and self.lines and self.lines[-1] != prefix.rstrip():
            self.lines.append(prefix.rstrip())
        self.line.clear()


def _attributes(body: str) -> dict[str, str]:
    found = {
        match[1].lower(): match[2].strip("\"'") for match in _ATTRIBUTE.finditer(body[:20_000])
    }
    if re.search(r"(?:^|\s)hidden(?:\s|$)", body[:200]):
        found["hidden"] = ""
    return found


def _hides(attributes: dict[str, str]) -> bool:
    return bool(_HIDDEN.search(attributes.get("style", "")))


def _find(source: str, what: str, start: int, missing: set[str]) -> int:
    """Find, remembering failures: searching to the end again and again would be quadratic."""
    if what in missing:
        return -1
    place = source.find(what, start)
    if place < 0 and what.startswith("</"):
        place = source.lower().find(what, start)
    if place < 0:
        missing.add(what)
    return place
