"""What is put around stored bytes when they are served, and the shapes that result.

The stored document of a page says nothing of the request. What the request adds stands before
its members, so that the bytes themselves are passed on as they are.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from functools import cache
from typing import Annotated, Any, Literal, Union

from django.utils.translation import gettext as _
from pydantic import Field, create_model

from content.schemas import Locale, Schema
from publishing.registry import document_types
from publishing.schemas import CardSchema

from .parameters import nearest
from .problems import Problem, echo
from .responses import json_bytes


class ServedSchema(Schema):
    """What an answer says of the request it answers."""

    requested_locale: Locale
    """The language asked for."""
    is_fallback: bool
    """Whether the page does not exist in that language and is given in another one."""
    etag: str
    """The SHA-256 of the page's content, as the change log has it."""


ALWAYS_SERVED = tuple(ServedSchema.model_fields)


def serve(stored: bytes, locale: str, own_locale: str, etag: str) -> bytes:
    """Return stored JSON with what it is an answer to."""
    asked = json_bytes(
        {"requested_locale": locale, "is_fallback": locale != own_locale, "etag": etag}
    )
    return asked[:-1] + b"," + stored[1:]


def only(served: bytes, names: Collection[str]) -> bytes:
    """Return those members of served JSON that were asked for; what it answers always stays."""
    members = json.loads(served)
    wanted = {*names, *ALWAYS_SERVED}
    return json_bytes({name: value for name, value in members.items() if name in wanted})


def check_fields(names: Iterable[str], known: Collection[str]) -> None:
    """Refuse members that nothing in the list has.

    Raises:
        Problem: naming the first that there is not.
    """
    for name in names:
        if name not in known:
            suggestion = nearest(name, known)
            detail = _("“%(name)s” is not a field of these pages.") % {"name": echo(name)}
            if suggestion:
                detail += " " + _("Did you mean “%(suggestion)s”?") % {"suggestion": suggestion}
            raise Problem(
                "invalid-value",
                detail,
                parameter="fields",
                value=echo(name),
                suggestion=suggestion,
                allowed=sorted(known),
            )


@cache
def card_members() -> frozenset[str]:
    """Return the members that the card of any type has."""
    cards = [known.card for known in document_types()]
    return frozenset(name for card in cards for name in card.model_fields) | {*ALWAYS_SERVED}


@cache
def page_members() -> frozenset[str]:
    """Return the members that the document of any type has."""
    schemas = [known.schema for known in document_types()]
    return frozenset(name for one in schemas for name in one.model_fields) | {*ALWAYS_SERVED}


def page_schema() -> Any:
    """Return the shape of a served page: one per type, told apart by ``type``."""
    served = [
        create_model(f"Served{known.schema.__name__}", __base__=(ServedSchema, known.schema))
        for known in document_types()
    ]
    return Annotated[Union[tuple(served)], Field(discriminator="type")]  # noqa: UP007


def card_schema() -> Any:
    """Return the shape of a page in a list, told apart by ``type``.

    Types without a card of their own share one.
    """
    names: dict[type[CardSchema], list[str]] = {}
    for known in document_types():
        names.setdefault(known.card, []).append(known.name)
    served = []
    for card, of_types in names.items():
        one_of_them: Any = Literal[tuple(of_types)]
        served.append(
            create_model(
                f"Served{card.__name__}",
                __base__=(ServedSchema, card),
                type=(one_of_them, ...),
            )
        )
    return Annotated[Union[tuple(served)], Field(discriminator="type")]  # noqa: UP007
