"""The text of HTML as a browser shows it, as Word files hold some."""

from __future__ import annotations

from html.parser import HTMLParser

UNSEEN = frozenset({"head", "script", "style", "template", "noscript", "del", "rp", "select"})
INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em"),
        *("font", "i", "ins", "kbd", "label", "mark", "o:p", "q", "rb", "rt", "ruby", "samp"),
        *("small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    }
)
VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})
_HIDING = ("display:none", "visibility:hidden", "mso-hide:all")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self._readings: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._add(" ")
        if tag not in INLINE and tag != "br":
            self._break()
        if tag in VOID:
            return
        given = {name: value or "" for name, value in attrs}
        style = given.get("style", "").replace(" ", "").lower()
        is_unseen = tag in UNSEEN or "hidden" in given or any(one in style for one in _HIDING)
        self._open.append((tag, is_unseen))

    def handle_endtag(self, tag: str) -> None:
        if tag not in {name for name, _unseen in self._open}:
            return
        while self._open:
            if self._open.pop()[0] == tag:
                break
        if tag == "ruby":
            self._readings.append(" ")
        if tag not in INLINE:
            self._break()

    def handle_data(self, data: str) -> None:
        if any(is_unseen for _tag, is_unseen in self._open):
            return
        if any(tag == "rt" for tag, _unseen in self._open):
            self._readings.append(data.strip())
        else:
            self._add(data.replace("\n", " "))

    def _add(self, text: str) -> None:
        self.lines[-1] += text

    def _break(self) -> None:
        if self._readings:
            self.lines.append("".join(self._readings))
            self._readings = []
        self.lines.append("")

    def close(self) -> None:
        super().close()
        self._break()


def html_lines(markup: str) -> list[str]:
    """Return the lines of a document; readings of a line stand below it."""
    text = _Text()
    text.feed(markup)
    text.close()
    return [" ".join(line.split()) for line in text.lines if line.strip()]
