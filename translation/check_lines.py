"""Checks of translations asked for as JSON lines, by operators and by other systems."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from translation.checking import FieldKind, Finding, Span, TermRule, check_segment
from translation.finding_messages import message_of

#: Characters that one text of a line may have.
LONGEST_TEXT = 20_000
_TEXTS = ("source_locale", "target_locale", "source", "target")


class LineError(Exception):
    """A line that cannot be checked; its text says why."""


def answer_line(line: bytes, number: int) -> dict[str, Any]:
    """Check the translation that one line holds.

    Args:
        line: A JSON object in UTF-8 with ``id``, ``source_locale``, ``target_locale``, ``source``
            and ``target``; ``kind`` (``text`` or ``title``) and ``terms`` may be there.
        number: The line's number, from 1, for what is wrong with it.

    Returns:
        ``id`` and ``findings``; or, for a line that cannot be checked, ``id`` (null where none
        can be read), ``line`` and ``error``.
    """
    identity = None
    try:
        request = _request(line)
        identity = request.get("id")
        return {"id": identity, "findings": [as_json(one) for one in _findings(request)]}
    except LineError as error:
        return {"id": identity, "line": number, "error": str(error)}


def as_json(finding: Finding) -> dict[str, Any]:
    """A finding as it is given out, its message in the active language."""
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "message": message_of(finding),
        "span": _span(finding.span),
        "source_span": _span(finding.source_span),
    }


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _request(line: bytes) -> dict[str, Any]:
    try:
        request = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise LineError(_("The line is not in UTF-8.")) from error
    except (ValueError, RecursionError) as error:
        raise LineError(_("The line is not JSON: %(reason)s") % {"reason": error}) from error
    if not isinstance(request, dict):
        raise LineError(_("The line is not a JSON object."))
    return request


def _findings(request: dict[str, Any]) -> list[Finding]:
    texts = [_text(request, name) for name in _TEXTS]
    try:
        kind = FieldKind(request.get("kind", FieldKind.TEXT))
    except ValueError as error:
        kinds = ", ".join(FieldKind)
        raise LineError(_("“kind” must be one of: %(kinds)s.") % {"kinds": kinds}) from error
    terms = [_term(term) for term in _list(request, "terms")]
    try:
        return check_segment(*texts, terms=terms, kind=kind)
    except ValueError as error:
        raise LineError(
            _("The locales must be Japanese (ja) and English (en), one of each.")
        ) from error


def _text(request: dict[str, Any], name: str) -> str:
    text = request.get(name)
    if not isinstance(text, str):
        raise LineError(_("“%(name)s” is missing, or is not a text.") % {"name": name})
    if len(text) > LONGEST_TEXT:
        raise LineError(
            _("“%(name)s” has more than %(most)d characters.")
            % {"name": name, "most": LONGEST_TEXT}
        )
    return text


def _list(request: dict[str, Any], name: str) -> list[Any]:
    value = request.get(name) or []
    if not isinstance(value, list):
        raise LineError(_("“%(name)s” is not a list.") % {"name": name})
    return value


def _term(value: Any) -> TermRule:
    wrong = _(
        "A term needs “source”, a list of texts; “preferred” is a text, “allowed” and “forbidden” "
        "are lists of texts, “do_not_translate” is true or false."
    )
    if not isinstance(value, dict) or not isinstance(value.get("preferred", ""), str):
        raise LineError(wrong)
    lists = {name: value.get(name) or [] for name in ("source", "allowed", "forbidden")}
    if not lists["source"] or not all(
        isinstance(texts, list) and all(isinstance(text, str) for text in texts)
        for texts in lists.values()
    ):
        raise LineError(wrong)
    return TermRule(
        source=tuple(lists["source"]),
        preferred=value.get("preferred", ""),
        allowed=tuple(lists["allowed"]),
        forbidden=tuple(lists["forbidden"]),
        do_not_translate=value.get("do_not_translate") is True,
    )
