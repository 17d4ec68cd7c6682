"""Reading query parameters strictly: what is wrong is named, with the nearest right one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import MAXYEAR, UTC, date, datetime, time
from difflib import get_close_matches
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)
from pydantic.fields import FieldInfo

from content.schemas import Locale

from .problems import Problem, echo

LONGEST_VALUE = 200
A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
JAPAN = ZoneInfo("Asia/Tokyo")
MOST_VALUES = 50
#: The databases' largest whole number.
LARGEST_NUMBER = 2**63 - 1

#: Something to read, and nothing that a database cannot hold.
Word = Annotated[
    str, Field(max_length=LONGEST_VALUE, min_length=1, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")
]
Words = Annotated[list[Word], Field(max_length=MOST_VALUES)]
Cursor = Annotated[str, Field(max_length=4000, min_length=1, pattern=r"^[^\x00]*$")]
Number = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
Numbers = Annotated[list[Number], Field(max_length=MOST_VALUES)]
Year = Annotated[int, Field(ge=1000, le=9999)]
Years = Annotated[list[Year], Field(max_length=MOST_VALUES)]


def _in_universal_time(value: datetime) -> datetime:
    """Return a moment without its offset; the calendar's edge where it would lie outside."""
    try:
        return value.astimezone(UTC)
    except OverflowError:
        first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
        return last if value.year == MAXYEAR else first


def _begin_of_day(value: Any) -> Any:
    """Return the first moment of a day in Japan, where no more than a day is given."""
    if isinstance(value, str) and A_DAY.fullmatch(value):
        with suppress(ValueError):
            return datetime.combine(date.fromisoformat(value), time.min, JAPAN)
    return value


Moment = Annotated[
    AwareDatetime, BeforeValidator(_begin_of_day), AfterValidator(_in_universal_time)
]


class Parameters(BaseModel):
    """The parameters of an operation; one that holds a list takes several values.

    Several values stand in one parameter, separated by commas, or in several of the same name;
    ``whole`` names those whose values may hold commas themselves.
    """

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class InLanguage(Parameters):
    """Parameters of what exists in each language."""

    locale: Locale = "ja"
    """The language."""


class WithFallback(InLanguage):
    """Parameters of pages, which may be missing in a language."""

    fallback: Locale | None = None
    """Another language to give where a page does not exist in the one asked for."""


ParametersType = TypeVar("ParametersType", bound=Parameters)


def read_parameters(model: type[ParametersType], query: QueryDict) -> ParametersType:
    """Return the parameters of a request.

    Raises:
        Problem: a parameter is unknown, given twice or has a value that it cannot have.
    """
    given: dict[str, Any] = {}
    for name, values in query.lists():
        field = model.model_fields.get(name)
        if field is None:
            raise _unknown(name, model.model_fields)
        if takes_several(field):
            given[name] = _split(values, name in _whole(model))
        elif len(values) == 1:
            given[name] = values[0]
        else:
            raise Problem(
                "invalid-value",
                _("“%(name)s” takes one value, but was given %(count)d times.")
                % {"name": name, "count": len(values)},
                parameter=name,
            )
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise _wrong_value(model, given, error) from None


def takes_several(field: FieldInfo) -> bool:
    """Whether a parameter takes several values."""
    return any(get_origin(kind) is list for kind in _alternatives(field.annotation))


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the one of some words that is most like another, ``None`` if none is."""
    by_lower = {known.lower(): known for known in words}
    found = get_close_matches(word.lower()[:LONGEST_VALUE], list(by_lower), n=1, cutoff=0.5)
    return by_lower[found[0]] if found else None


def wrong_choice(name: str, value: str, choices: Collection[str]) -> Problem:
    """Return the problem of a value that is none of those that there are."""
    suggestion = nearest(value, choices)
    words = {"name": name, "value": echo(value), "suggestion": suggestion}
    if suggestion:
        detail = (
            _("“%(value)s” is not a valid value for “%(name)s”. Did you mean “%(suggestion)s”?")
            % words
        )
    else:
        detail = _("“%(value)s” is not a valid value for “%(name)s”.") % words
    return Problem(
        "invalid-value",
        detail,
        parameter=name,
        value=echo(value),
        suggestion=suggestion,
        allowed=sorted(choices) if len(choices) <= MOST_VALUES else None,
    )


def _whole(model: type[Parameters]) -> frozenset[str]:
    return frozenset(
        name
        for name, field in model.model_fields.items()
        if isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get("x-whole")
    )


def _split(values: Iterable[str], whole: bool) -> list[str]:
    given = values if whole else (part for value in values for part in value.split(","))
    parts = [part.strip() for part in given]
    # Too many are too many, even if they are the same.
    return parts if len(parts) > MOST_VALUES else list(dict.fromkeys(parts))


def _unknown(name: str, known: Collection[str]) -> Problem:
    suggestion = nearest(name, known)
    words = {"name": echo(name), "suggestion": suggestion}
    if suggestion:
        detail = _("Unknown parameter “%(name)s”. Did you mean “%(suggestion)s”?") % words
    else:
        detail = _("Unknown parameter “%(name)s”.") % words
    return Problem(
        "unknown-parameter",
        detail,
        parameter=echo(name),
        suggestion=suggestion,
        allowed=sorted(known),
    )


def _wrong_value(model: type[Parameters], given: dict[str, Any], error: ValidationError) -> Problem:
    first = error.errors(include_url=False, include_context=False)[0]
    if not first["loc"]:  # a rule between parameters, in words of ours
        return Problem("invalid-value", str(first["msg"]).removeprefix("Value error, "))
    name = str(first["loc"][0])
    if name not in given:
        return Problem(
            "invalid-value", _("“%(name)s” is required.") % {"name": name}, parameter=name
        )
    value = str(first["input"]) if not isinstance(first["input"], list) else ""
    choices = choices_of(model.model_fields[name])
    if choices:
        return wrong_choice(name, value, choices)
    return Problem(
        "invalid-value",
        _("“%(value)s” is not a valid value for “%(name)s”: %(reason)s.")
        % {"name": name, "value": echo(value), "reason": _reason(first["type"])},
        parameter=name,
        value=echo(value),
    )


def _reason(kind: str) -> str:
    reasons = {
        "int_parsing": _("it must be a whole number"),
        "int_type": _("it must be a whole number"),
        "int_parsing_size": _("it is out of range"),
        "greater_than_equal": _("it is out of range"),
        "less_than_equal": _("it is out of range"),
        "too_long": _("there are too many values"),
        "string_too_long": _("it is too long"),
        "string_too_short": _("it is empty"),
        "datetime_parsing": _("it must be a date and time such as 2026-04-01T09:00:00+09:00"),
        "datetime_from_date_parsing": _(
            "it must be a date and time such as 2026-04-01T09:00:00+09:00"
        ),
        "timezone_aware": _("it must end with its offset, such as +09:00 or Z"),
        "uuid_parsing": _("it must be a UUID"),
    }
    return reasons.get(kind, _("it is not of the form that the documentation describes"))


def choices_of(field: FieldInfo) -> tuple[str, ...]:
    """Return the values of a parameter that has a fixed set of them."""
    found: list[str] = []
    for kind in _alternatives(field.annotation):
        inner = get_args(kind)[0] if get_origin(kind) is list else kind
        if get_origin(inner) is Literal:
            found.extend(get_args(inner))
    return tuple(found)


def _alternatives(annotation: Any) -> Iterable[Any]:
    """Return the types that an annotation is made of, without what only restricts them."""
    if get_origin(annotation) is Annotated:
        return _alternatives(get_args(annotation)[0])
    if get_origin(annotation) in {None, list, Literal}:
        return (annotation,)
    return [part for one in get_args(annotation) for part in _alternatives(one)]


def described(model: type[Parameters]) -> list[dict[str, Any]]:
    """Return the parameters of a model as OpenAPI describes them."""
    schema = model.model_json_schema()
    definitions = schema.get("$defs", {})
    parameters = []
    for name, field in model.model_fields.items():
        own = dict(schema["properties"][name])
        whole = bool(own.pop("x-whole", False))
        parameter: dict[str, Any] = {
            "name": name,
            "in": "query",
            "required": field.is_required(),
            "description": own.pop("description", ""),
            "schema": _inlined(_without_null(own), definitions),
        }
        if takes_several(field):
            # An empty parameter is refused: one that chooses nothing is left out.
            parameter["schema"] = {**parameter["schema"], "minItems": 1}
            parameter["schema"].pop("default", None)
            parameter |= {"style": "form", "explode": whole}
        parameters.append(parameter)
    return parameters


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Leave out ``null``: a query parameter is there or it is not."""
    kept = {name: value for name, value in schema.items() if name != "title"}
    kinds = [kind for kind in kept.get("anyOf", ()) if kind.get("type") != "null"]
    if len(kinds) == 1:
        kept = {**{key: value for key, value in kept.items() if key != "anyOf"}, **kinds[0]}
    if kept.get("default", 0) is None:
        del kept["default"]
    return kept


def _inlined(schema: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_inlined(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if reference := schema.get("$ref"):
        return _inlined(definitions[reference.rpartition("/")[2]], definitions)
    return {name: _inlined(part, definitions) for name, part in schema.items()}
