"""Form fields for dates as people type them, wherever the admin asks for one.

What was understood is stored and shown in words beside the field; anything else is refused, with
what to do, and the text stays. A field that ends something includes the day that it names.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import django_filters.fields
from babel.dates import format_date
from django import forms
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.active_filters import BaseFilterAdapter, register_filter_adapter_class
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from text.characters import half_width

from . import typed_dates
from .dates import partial_date
from .languages import active_language, babel_locale
from .typed_dates import UnreadableDateError, UnreadableReason

REASONS: dict[UnreadableReason, Promise] = {
    UnreadableReason.UNREADABLE: gettext_lazy(
        "This is not understood as a date. Enter it like 2027-01-31 or 31 January 2027."
    ),
    UnreadableReason.NO_YEAR: gettext_lazy("Enter the year too, for example 2027-01-31."),
    UnreadableReason.NO_SUCH_DAY: gettext_lazy(
        "This day does not exist. Check the month and the day."
    ),
    UnreadableReason.OTHER_WEEKDAY: gettext_lazy(
        "The weekday is not that of this date. Check the date, or leave the weekday out."
    ),
    UnreadableReason.NO_TIME: gettext_lazy(
        "The time is not understood. Enter it like 17:00; the end of a day is 24:00."
    ),
    UnreadableReason.FISCAL_YEAR: gettext_lazy(
        "A fiscal year is a period. Enter the date to which it refers, for example 2024-03."
    ),
}
#: Names of fields at which something ends: their day is included.
ENDS = frozenset({"closes_at", "ends_at", "expire_at", "expires_at"})
INPUT = {"autocomplete": "off", "spellcheck": "false"}


def refusal(error: UnreadableDateError) -> forms.ValidationError:
    """Return what a form says of a text that is no date."""
    return forms.ValidationError(str(REASONS[error.reason]), error.reason.name.lower())


class DayInput(AdminDateInput):
    """A text field with a calendar, which leaves what was typed as it is."""

    def __init__(self, attrs: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__({"data-date-kind": "day", **INPUT, **(attrs or {})}, **kwargs)


class MomentInput(AdminDateTimeInput):
    """The same for a day with a time. The end of a day is written as 24:00 of that day."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, is_end: bool = False, **kwargs: Any
    ) -> None:
        self.is_end = is_end
        kind = "end" if is_end else "start"
        super().__init__({"data-date-kind": kind, **INPUT, **(attrs or {})}, **kwargs)

    @classmethod
    def in_place_of(cls, plain: AdminDateTimeInput, *, is_end: bool) -> MomentInput:
        """Return the same for a widget that a panel brings, as that of schedules does."""
        return cls(
            plain.attrs,
            is_end=is_end,
            format=plain.format,
            js_overlay_parent_selector=plain.js_overlay_parent_selector,
        )

    def format_value(self, value: Any) -> str | None:
        if self.is_end and isinstance(value, datetime):
            moment = value if timezone.is_aware(value) else timezone.make_aware(value)
            if typed_dates.ends_a_day(moment):
                return f"{typed_dates.last_day(moment).isoformat()} 24:00"
        found: str | None = super().format_value(value)
        return found


class DayField(forms.DateField):
    """A day, as people type it."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str) and value.strip():
            try:
                return typed_dates.read_day(value)
            except UnreadableDateError as error:
                raise refusal(error) from None
        return super().to_python(value)


class MomentField(forms.DateTimeField):
    """A moment in Japan, as people type it; a day alone is its beginning, or as an end its end."""

    def __init__(self, *, is_end: bool = False, **kwargs: Any) -> None:
        self.is_end = is_end
        widget = kwargs.setdefault("widget", MomentInput(is_end=is_end))
        if isinstance(widget, AdminDateTimeInput) and not isinstance(widget, MomentInput):
            kwargs["widget"] = MomentInput.in_place_of(widget, is_end=is_end)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, str) and value.strip():
            try:
                return typed_dates.read_moment(value, is_end=self.is_end)
            except UnreadableDateError as error:
                raise refusal(error) from None
        return super().to_python(value)


class YearFormField(forms.IntegerField):
    """A year or a fiscal year, as people type it: 2024, 令和6年, 令和6年度."""

    widget = forms.TextInput(attrs={"data-date-kind": "year", "inputmode": "text", **INPUT})

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str) and value.strip():
            try:
                return typed_dates.read_year(value)
            except UnreadableDateError:
                raise forms.ValidationError(
                    _("This is not understood as a year. Enter four digits, for example 2024."),
                    "year",
                ) from None
        return super().to_python(value)


class HalfWidthMixin:
    """A value for programs; full width means the same."""

    def to_python(self, value: Any) -> Any:
        typed = half_width(value) if isinstance(value, str) else value
        return super().to_python(typed)  # type: ignore[misc]


class EmailAddressField(HalfWidthMixin, forms.EmailField):
    """An email address."""


class WebAddressField(HalfWidthMixin, forms.URLField):
    """The address of a website."""


class YearField(models.PositiveSmallIntegerField):
    """A year, typed as people do; for migrations a number like any other."""

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": YearFormField, **kwargs})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs


def moment_field(field: models.Field[Any, Any]) -> dict[str, Any]:
    """Return what a form shows for a column of moments."""
    is_end = field.name in ENDS
    return {"form_class": MomentField, "is_end": is_end, "widget": MomentInput(is_end=is_end)}


def moment_of_filter(made: django_filters.Filter, **kwargs: Any) -> MomentField:
    """Return the field of a filter of moments; up to a day includes that day."""
    return MomentField(is_end=is_upper_border(made), **kwargs)


def is_upper_border(made: django_filters.Filter) -> bool:
    """Whether a filter finds what is before a moment."""
    return made.lookup_expr in {"lt", "lte"}


class MomentFilterAdapter(BaseFilterAdapter):
    """Says of a chosen moment what was understood; an end by the day that it includes."""

    def __init__(
        self, made: django_filters.Filter, bound_field: Any, value: datetime, *rest: Any
    ) -> None:
        told = moment_in_words(timezone.localtime(value), is_end=is_upper_border(made))
        super().__init__(made, bound_field, told, *rest)


def replace_form_fields() -> None:
    """Have every form of the admin read dates this way, Wagtail's own schedules included."""
    day = {"form_class": DayField, "widget": DayInput}
    register_form_field_override(models.DateField, override=day)
    register_form_field_override(models.DateTimeField, override=moment_field)
    register_form_field_override(models.EmailField, override={"form_class": EmailAddressField})
    address = {"form_class": WebAddressField, "assume_scheme": "https"}
    register_form_field_override(models.URLField, override=address)

    class DayRangeField(django_filters.fields.RangeField):
        """Two days of a filter; replaces what django-filter's own classes make."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__((DayField(), DayField()), *args, **kwargs)

        compress = django_filters.fields.DateRangeField.compress

    for name in ("DateFromToRangeFilter", "DateTimeFromToRangeFilter"):
        getattr(django_filters, name).field_class = DayRangeField
    django_filters.DateFilter.field_class = DayField
    django_filters.DateTimeFilter.field_class = moment_of_filter
    register_filter_adapter_class(django_filters.DateTimeFilter, MomentFilterAdapter)


def understood(kind: str, text: str) -> str:
    """Say in words what a text is understood as, in the language of the admin.

    Args:
        kind: ``day``, ``start`` or ``end`` of something, ``partial`` or ``year``.
        text: As it was typed.

    Raises:
        UnreadableDateError: it is not.
    """
    match kind:
        case "start" | "end":
            moment = typed_dates.read_moment(text, is_end=kind == "end")
            return moment_in_words(moment, is_end=kind == "end")
        case "partial":
            found = typed_dates.read_partial(text)
            if found.day is None:
                return partial_date(str(found))
            return day_in_words(typed_dates.read_day(text))
        case "year":
            year = typed_dates.read_year(text)
            return partial_date(str(year))
    return day_in_words(typed_dates.read_day(text))


def day_in_words(day: date) -> str:
    """Write a day with its weekday."""
    pattern = "y年M月d日（E）" if active_language() == "ja" else "EEEE, d MMMM y"
    return format_date(day, pattern, locale=babel_locale())


def moment_in_words(moment: datetime, *, is_end: bool) -> str:
    """Write a moment of Japan, as an end by the day that it includes."""
    if is_end and typed_dates.ends_a_day(moment):
        day, clock = typed_dates.last_day(moment), "24:00"
    else:
        day, clock = moment.date(), moment.strftime("%H:%M")
    message = (
        _("until %(day)s %(time)s, Japan time") if is_end else _("%(day)s %(time)s, Japan time")
    )
    return message % {"day": day_in_words(day), "time": clock}
