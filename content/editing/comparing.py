"""What has changed between two versions of a page, as people read it.

Wagtail compares most values as Python or HTML writes them: False, h2, 2027-03-31 15:00:00+00:00,
the source of a table; and it takes a Japanese sentence for one word. Its classes of comparison are
asked by a function and a registry, in which ours take their place.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from bs4 import BeautifulSoup
from django.db import models
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from taggit.managers import TaggableManager
from wagtail import blocks
from wagtail.admin import compare
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import RichTextField
from wagtail.rich_text import RichText

from content.blocks.figures import PartialDateBlock
from content.date_fields import ENDS, moment_in_words
from content.dates import long_date, partial_date
from content.languages import active_language, babel_locale

#: A number, kanji, hiragana, katakana, letters with digits, and any other sign by itself.
TOKEN = re.compile(
    r"\d+(?:[,.]\d+)*"
    r"|[\u3400-\u9fff\uf900-\ufaff々〆]+"
    r"|[\u3041-\u309f]+"
    r"|[\u30a0-\u30ff]+"
    r"|[^\W\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff々〆]+"
    r"|.",
    re.DOTALL,
)
HEADERS = {
    "row": pgettext_lazy("header cells", "in the first row"),
    "column": pgettext_lazy("header cells", "in the first column"),
    "both": pgettext_lazy("header cells", "in the first row and column"),
    "neither": pgettext_lazy("header cells", "none"),
}


def install() -> None:
    """Compare like this from now on."""
    compare.diff_text = diff_text
    compare.StreamBlockComparison = StreamComparison
    compare.get_comparison_class_for_block = comparison_of
    for field in (models.BooleanField, models.DateField, models.DecimalField, models.IntegerField):
        compare.register_comparison_class(field, comparison_class=WordsFieldComparison)
    compare.register_comparison_class(models.DateTimeField, comparison_class=WordsFieldComparison)
    compare.register_comparison_class(RichTextField, comparison_class=RichTextFieldComparison)
    compare.register_comparison_class(TaggableManager, comparison_class=NamedTagsComparison)


# Texts ----------------------------------------------------------------------------------------


def diff_text(before: str | None, after: str | None) -> compare.TextDiff:
    """Compare two texts word by word; in Japanese by the change of script."""
    old, new = TOKEN.findall(before or ""), TOKEN.findall(after or "")
    changes: list[tuple[str, str]] = []
    for kind, a1, a2, b1, b2 in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if kind == "equal":
            changes.append(("equal", "".join(old[a1:a2])))
            continue
        changes += [("deletion", "".join(old[a1:a2]))] if a2 > a1 else []
        changes += [("addition", "".join(new[b1:b2]))] if b2 > b1 else []
    return compare.TextDiff(changes)


def whole_change(before: str, after: str) -> SafeString:
    """Show one value in the place of another."""
    if before == after:
        return conditional_escape(before)
    changes = [(kind, text) for kind, text in (("deletion", before), ("addition", after)) if text]
    shown: SafeString = compare.TextDiff(changes, separator=" ").to_html()
    return shown


def in_words(value: Any, *, is_end: bool = False) -> str:
    """Return a value as people read it, in the language of the admin; nothing for none."""
    match value:
        case None:
            found = ""
        case bool():
            found = _("Yes") if value else _("No")
        case datetime():
            moment = timezone.localtime(value) if timezone.is_aware(value) else value
            found = moment_in_words(moment, is_end=is_end)
        case date():
            found = long_date(value)
        case time():
            found = time_format(value, "TIME_FORMAT")
        case Decimal():
            found = format_decimal(value, locale=babel_locale(), decimal_quantization=False)
        case _:
            found = str(value)
    return str(found)


def lines_of(html: str | None) -> str:
    """Return the text of HTML with each paragraph and each item of a list on a line of its own."""
    soup = BeautifulSoup(html or "", "html.parser")
    for end in soup.find_all("br"):
        end.replace_with("\n")
    for part in soup.find_all(["p", "li", "h2", "h3", "h4", "blockquote"]):
        part.append("\n")
    return "\n".join(line.strip() for line in soup.get_text().splitlines() if line.strip())


def in_lines(shown: SafeString) -> SafeString:
    """Show a text with its lines."""
    return format_html('<div style="white-space: pre-line">{}</div>', shown) if shown else shown


# Fields of a page -----------------------------------------------------------------------------


class WordsFieldComparison(compare.FieldComparison):  # type: ignore[misc]
    """Yes or no, a date, a moment, a number."""

    def htmldiff(self) -> SafeString:
        is_end = self.field.name in ENDS
        before, after = (in_words(value, is_end=is_end) for value in (self.val_a, self.val_b))
        return whole_change(before, after)


class RichTextFieldComparison(compare.FieldComparison):  # type: ignore[misc]
    """Running text, word by word."""

    def htmldiff(self) -> SafeString:
        return in_lines(diff_text(lines_of(self.val_a), lines_of(self.val_b)).to_html())


class NamedTagsComparison(compare.TagsFieldComparison):  # type: ignore[misc]
    """Tags by their names; a Japanese one has no other."""

    def get_item_display(self, item: Any) -> str:
        return str(item.name)


# Blocks ---------------------------------------------------------------------------------------


def comparison_of(block: blocks.Block) -> type[compare.BlockComparison]:
    """Return the class that compares two values of a block."""
    if hasattr(block, "get_comparison_class"):
        found: type[compare.BlockComparison] = block.get_comparison_class()
        return found
    for kind, comparison in COMPARISONS:
        if isinstance(block, kind):
            return comparison
    return RichTextComparison


class WordsComparison(compare.BlockComparison):  # type: ignore[misc]
    """A value that is read whole: a choice, yes or no, a date, a number, what was chosen."""

    def words(self, value: Any) -> str:
        """Return a value as people read it."""
        if isinstance(self.block, PartialDateBlock):
            return partial_date(value)
        if isinstance(self.block, blocks.ChoiceBlock | blocks.MultipleChoiceBlock):
            chosen = value if isinstance(value, list | tuple) else [value]
            labels = dict(_flat(self.block.field.choices))
            return _listed([str(labels.get(one, one)) for one in chosen if one not in {None, ""}])
        return in_words(value)

    def htmlvalue(self, val: Any) -> SafeString:
        return conditional_escape(self.words(val))

    def htmldiff(self) -> SafeString:
        return whole_change(self.words(self.val_a), self.words(self.val_b))


class TextComparison(compare.BlockComparison):  # type: ignore[misc]
    """A text, word by word."""

    def htmlvalue(self, val: Any) -> SafeString:
        return conditional_escape(in_words(val))

    def htmldiff(self) -> SafeString:
        shown: SafeString = diff_text(in_words(self.val_a), in_words(self.val_b)).to_html()
        return shown


class RichTextComparison(compare.BlockComparison):  # type: ignore[misc]
    """Running text, word by word; what is no text of its own as it is shown."""

    def lines(self, value: Any) -> str:
        """Return the lines of a value's text."""
        if isinstance(value, RichText):
            return lines_of(value.source)
        return lines_of(self.block.render_basic(value)) if value is not None else ""

    def htmlvalue(self, val: Any) -> SafeString:
        return in_lines(conditional_escape(self.lines(val)))

    def htmldiff(self) -> SafeString:
        return in_lines(diff_text(self.lines(self.val_a), self.lines(self.val_b)).to_html())


class StructComparison(compare.StructBlockComparison):  # type: ignore[misc]
    """The fields of a block, without those that are empty in both versions."""

    def htmlvalue(self, val: Any) -> SafeString:
        return _fields(
            (child.label, comparison_of(child)(child, True, True, val[name], val[name]), True)
            for name, child in self.block.child_blocks.items()
        )

    def htmldiff(self) -> SafeString:
        return _fields(
            (
                child.label,
                comparison_of(child)(
                    child, self.exists_a, self.exists_b, self.val_a[name], self.val_b[name]
                ),
                False,
            )
            for name, child in self.block.child_blocks.items()
        )


class StreamComparison(compare.StreamBlockComparison):  # type: ignore[misc]
    """The blocks of a stream, each under its kind."""

    def htmldiff(self) -> SafeString:
        shown = []
        for comparison in self.get_block_comparisons():
            classes = "comparison__child-object"
            if comparison.is_new():
                classes += " addition"
                value = comparison.htmlvalue(comparison.val_b)
            elif comparison.is_deleted():
                classes += " deletion"
                value = comparison.htmlvalue(comparison.val_a)
            elif comparison.has_changed():
                value = comparison.htmldiff()
            else:
                value = comparison.htmlvalue(comparison.val_a)
            shown.append((classes, comparison.block.label, value))
        row = '<div class="{}"><strong>{}</strong><div>{}</div></div>'
        return format_html_join("\n", row, shown)


class ListComparison(compare.ListBlockComparison):  # type: ignore[misc]
    """The items of a list."""

    def htmlvalue(self, val: Any) -> SafeString:
        child = self.block.child_block
        shown = (comparison_of(child)(child, True, True, one, one).htmlvalue(one) for one in val)
        row = '<div class="comparison__child-object">{}</div>'
        return format_html_join("\n", row, ((one,) for one in shown))


class TableComparison(compare.BlockComparison):  # type: ignore[misc]
    """A table as a table: its caption, where its header cells are, and each cell."""

    def htmlvalue(self, val: Any) -> SafeString:
        return self._shown(val, val)

    def htmldiff(self) -> SafeString:
        return self._shown(self.val_a, self.val_b)

    def _shown(self, before: Any, after: Any) -> SafeString:
        old, new = before or {}, after or {}
        caption = diff_text(old.get("table_caption"), new.get("table_caption")).to_html()
        headers = whole_change(_headers(old), _headers(new))
        rows = format_html_join("\n", "<tr{}>{}</tr>", _compared_rows(_rows(old), _rows(new)))
        return format_html(
            "<dl><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd></dl><table>{}</table>",
            _("Title of the table"),
            caption,
            _("Header cells"),
            headers,
            rows,
        )


Row = tuple[str, ...]


def _rows(table: dict[str, Any]) -> list[Row]:
    return [tuple(in_words(cell) for cell in row) for row in table.get("data") or []]


def _headers(table: dict[str, Any]) -> str:
    choice = table.get("table_header_choice") or ""
    return str(HEADERS.get("column" if choice == "col" else choice, ""))


def _compared_rows(
    old: Sequence[Row], new: Sequence[Row]
) -> Iterator[tuple[SafeString, SafeString]]:
    """Yield each row's attributes and cells; a changed row shows the change of each cell."""
    whole = "<td>{}</td>"
    for kind, a1, a2, b1, b2 in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        both = min(a2 - a1, b2 - b1) if kind in {"equal", "replace"} else 0
        for before, after in zip(old[a1 : a1 + both], new[b1 : b1 + both], strict=True):
            width = max(len(before), len(after))
            cells = zip(_padded(before, width), _padded(after, width), strict=True)
            shown = ((diff_text(*pair).to_html(),) for pair in cells)
            yield SafeString(""), format_html_join("", whole, shown)
        for name, rows in (("deletion", old[a1 + both : a2]), ("addition", new[b1 + both : b2])):
            for row in rows:
                plain = format_html_join("", whole, ((cell,) for cell in row))
                yield format_html(' class="{}"', name), plain


def _padded(row: Row, width: int) -> Row:
    return row + ("",) * (width - len(row))


def _fields(fields: Iterator[tuple[str, compare.BlockComparison, bool]]) -> SafeString:
    shown = []
    for label, comparison, is_whole in fields:
        value = comparison.htmlvalue(comparison.val_a) if is_whole else comparison.htmldiff()
        if str(value).strip():
            shown.append((label, value))
    return format_html("<dl>{}</dl>", format_html_join("\n", "<dt>{}</dt><dd>{}</dd>", shown))


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    """Yield choices with their labels, those within groups too."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def _listed(words: Sequence[str]) -> str:
    return ("、" if active_language() == "ja" else ", ").join(words)


COMPARISONS: tuple[tuple[Any, type[compare.BlockComparison]], ...] = (
    (TableBlock, TableComparison),
    (PartialDateBlock, WordsComparison),
    ((blocks.CharBlock, blocks.TextBlock, blocks.RawHTMLBlock), TextComparison),
    (blocks.RichTextBlock, RichTextComparison),
    (blocks.StructBlock, StructComparison),
    (blocks.StreamBlock, StreamComparison),
    (blocks.ListBlock, ListComparison),
    (blocks.FieldBlock, WordsComparison),
)
