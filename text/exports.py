"""What the admin exports opens in a spreadsheet program as it stands on the screen.

Wagtail writes CSV that Japanese Excel reads as another encoding, texts that a spreadsheet program
runs as formulas, moments of Greenwich and Python's words for yes and no; and a control character
stops a whole workbook. All lists of the admin share one mixin, so that is where this is put right.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from .characters import clean

#: By this Excel knows that a file is UTF-8.
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
#: What spreadsheet programs read as the beginning of a formula, in full width too.
FORMULA = tuple("=+-@\t\r＝＋－＠")
#: Columns of the reports on workflows, whose rows are a list that knows no labels.
HEADINGS: dict[str, Promise] = {
    "workflow": gettext_lazy("Workflow"),
    "task": gettext_lazy("Task"),
    "requested_by": gettext_lazy("Requested by"),
    "started_at": gettext_lazy("Started at"),
    "finished_at": gettext_lazy("Finished at"),
    "finished_by": gettext_lazy("Finished by"),
}

_get_heading = SpreadsheetExportMixin.get_heading
_preprocess = SpreadsheetExportMixin.preprocess_field_value
_stream_csv = SpreadsheetExportMixin.stream_csv
_write_csv_response = SpreadsheetExportMixin.write_csv_response


def connect() -> None:
    """Export like this from now on."""
    SpreadsheetExportMixin.get_heading = heading
    SpreadsheetExportMixin.preprocess_field_value = prepared
    SpreadsheetExportMixin.stream_csv = stream_with_mark
    SpreadsheetExportMixin.write_csv_response = write_marked_response


def heading(view: Any, rows: Any, field: str) -> str:
    """Return the heading of a column, where Wagtail knows none the one of :data:`HEADINGS`."""
    found: str = _get_heading(view, rows, field)
    return str(HEADINGS.get(field, found)) if found == field else found


def prepared(view: Any, field: str, value: Any, export_format: str) -> Any:
    """Return the value of a cell: texts clean and harmless, moments in Japan, yes and no in words.

    A workbook says of each cell that it is a text; in CSV an apostrophe before a formula does.
    """
    found = _preprocess(view, field, as_on_screen(value), export_format)
    if not isinstance(found, str):
        return found
    text = clean(found)
    is_formula = export_format == view.FORMAT_CSV and text.startswith(FORMULA)
    return f"'{text}" if is_formula else text


def as_on_screen(value: Any) -> Any:
    """Return a moment by Japan's clock, and yes or no in the language of the admin."""
    if isinstance(value, datetime):
        local = timezone.make_naive(value) if timezone.is_aware(value) else value
        return local.replace(microsecond=0)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return value


def stream_with_mark(view: Any, rows: Any) -> Iterator[bytes]:
    """Yield a CSV file's bytes, the mark of its encoding first."""
    yield BYTE_ORDER_MARK
    yield from _stream_csv(view, rows)


def write_marked_response(view: Any, rows: Any) -> StreamingHttpResponse:
    """Return the answer with a CSV file, which names its encoding."""
    response: StreamingHttpResponse = _write_csv_response(view, rows)
    response["Content-Type"] = "text/csv; charset=utf-8"
    return response
