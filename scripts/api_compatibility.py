"""Which differences between two OpenAPI documents break a client of the older one.

Only what travels is compared: addresses, parameters, answers. Texts, names of operations and of
shapes are free. Four rules decide what is an addition:

- an answer's object may gain members, since clients pass over those that they do not know;
- a discriminated union in an answer may gain alternatives (a new page type, a new block), for the
  same reason;
- a sparse answer (``x-sparse``) is for clients that ask for it, and is not compared;
- any other new value, ``null`` included, is one that a client may not be ready for, so it breaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

OpenAPI = dict[str, Any]
#: Bounds by whether a larger one allows more.
BOUNDS = {
    "minimum": False,
    "exclusiveMinimum": False,
    "minLength": False,
    "minItems": False,
    "minProperties": False,
    "maximum": True,
    "exclusiveMaximum": True,
    "maxLength": True,
    "maxItems": True,
    "maxProperties": True,
}
#: What must be the same for a value of one shape to be sure to fit the other.
EXACT = ("pattern", "format", "multipleOf", "uniqueItems")
#: Ways of building a schema that no shape of ours uses.
NOT_COMPARED = ("allOf", "not", "if", "patternProperties", "prefixItems", "contains")
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True)
class Side:
    """A schema with the document that its references lead into."""

    document: OpenAPI
    schema: dict[str, Any]

    def at(self, schema: dict[str, Any] | bool) -> Side:
        """Return another part of the same document, its reference followed.

        Raises:
            NotImplementedError: it is built in a way that is not compared here.
        """
        found: Any = {} if isinstance(schema, bool) else schema
        while "$ref" in found:
            target: Any = self.document
            for step in found["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            found = target
        if unknown := [name for name in NOT_COMPARED if name in found]:
            raise NotImplementedError(f"api_compatibility.py does not compare {unknown}.")
        return Side(self.document, found)

    def alternatives(self) -> list[Side]:
        """Return the shapes of which a value has one, unions taken apart."""
        for union in ("anyOf", "oneOf"):
            if union in self.schema:
                parts = [self.at(part) for part in self.schema[union]]
                return [one for part in parts for one in part.alternatives()]
        kind = self.schema.get("type")
        if isinstance(kind, list):
            return [Side(self.document, {**self.schema, "type": one}) for one in kind]
        return [self]

    def values(self) -> list[Any] | None:
        """Return all values that there are, ``None`` where they are not counted."""
        if "const" in self.schema:
            return [self.schema["const"]]
        found: list[Any] | None = self.schema.get("enum")
        return found

    def discriminator(self) -> str | None:
        """Return the member that tells the alternatives of a union apart."""
        name: str | None = self.schema.get("discriminator", {}).get("propertyName")
        return name

    def by_value(self, member: str) -> dict[Any, Side]:
        """Return the alternatives of a union by the values of the member that tells them apart."""
        return {
            value: one
            for one in self.alternatives()
            for value in one.at(one.schema["properties"][member]).values() or ()
        }


def breaking_differences(old: OpenAPI, new: OpenAPI) -> list[str]:
    """Return what a client of the older document could stumble over, one sentence each."""
    return [
        text
        for path, methods in old["paths"].items()
        for text in _of_path(path, Side(old, methods), Side(new, new["paths"].get(path, {})))
    ]


def _of_path(path: str, old: Side, new: Side) -> Iterator[str]:
    for method in METHODS:
        if method not in old.schema:
            continue
        place = f"{method.upper()} {path}"
        if method not in new.schema:
            yield f"{place} is gone"
            continue
        before, after = old.at(old.schema[method]), new.at(new.schema[method])
        yield from _of_parameters(place, before, after)
        yield from _of_request_body(place, before, after)
        yield from _of_responses(place, before, after)


def _parameters(operation: Side) -> dict[tuple[str, str], Side]:
    found = [operation.at(one) for one in operation.schema.get("parameters", ())]
    return {(one.schema["in"], one.schema["name"]): one for one in found}


def _of_parameters(place: str, old: Side, new: Side) -> Iterator[str]:
    before, after = _parameters(old), _parameters(new)
    for key, parameter in before.items():
        where = f"{place}: parameter {key[1]} ({key[0]})"
        if key not in after:
            yield f"{where} is gone"
            continue
        now = after[key]
        if now.schema.get("required") and not parameter.schema.get("required"):
            yield f"{where} has become required"
        for name in ("style", "explode"):
            if parameter.schema.get(name) != now.schema.get(name):
                yield f"{where} is written differently: {name}"
        given, taken = parameter.at(parameter.schema["schema"]), now.at(now.schema["schema"])
        if given.schema.get("default") != taken.schema.get("default"):
            yield f"{where} has another default"
        yield from _misfits(where, given, taken, set())
    for key, parameter in after.items():
        if key not in before and parameter.schema.get("required"):
            yield f"{place}: parameter {key[1]} ({key[0]}) is new and required"


def _of_request_body(place: str, old: Side, new: Side) -> Iterator[str]:
    before = old.at(old.schema.get("requestBody", {}))
    after = new.at(new.schema.get("requestBody", {}))
    if after.schema.get("required") and not before.schema.get("required"):
        yield f"{place}: a body has become required"
    taken = after.schema.get("content", {})
    for media_type, content in before.schema.get("content", {}).items():
        where = f"{place}: body as {media_type}"
        if media_type not in taken:
            yield f"{where} is no longer taken"
        else:
            given = before.at(content.get("schema", {}))
            yield from _misfits(where, given, after.at(taken[media_type].get("schema", {})), set())


def _of_responses(place: str, old: Side, new: Side) -> Iterator[str]:
    for status, response in old.schema.get("responses", {}).items():
        where = f"{place}: answer {status}"
        if status not in new.schema.get("responses", {}):
            yield f"{where} is gone"
            continue
        before, after = old.at(response), new.at(new.schema["responses"][status])
        given = after.schema.get("content", {})
        for media_type, content in before.schema.get("content", {}).items():
            if media_type not in given:
                yield f"{where} is no longer given as {media_type}"
                continue
            promised = before.at(_whole(content.get("schema", {})))
            now = after.at(_whole(given[media_type].get("schema", {})))
            yield from _misfits(where, now, promised, set(), answer=True)
        for header in before.schema.get("headers", {}):
            if header not in after.schema.get("headers", {}):
                yield f"{where} lacks the header {header}"


def _whole(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the shape of an answer to a client that did not ask for some members alone.

    Who asks with ``fields`` gets a sparse one, which has what the whole one has.
    """
    whole = [one for one in schema.get("anyOf", ()) if not one.get("x-sparse")]
    return whole[0] if len(whole) == 1 < len(schema["anyOf"]) else schema


def _misfits(
    where: str, inner: Side, outer: Side, seen: set[tuple[int, int]], *, answer: bool = False
) -> Iterator[str]:
    """Say why not every value of one schema fits another.

    Of a request the inner one is the old schema, of an answer the new one: a client's old
    requests must fit the new document, and the new answers the old one.
    """
    pair = (id(inner.schema), id(outer.schema))
    if pair in seen:
        return
    seen = {*seen, pair}
    told_apart_by = outer.discriminator()
    if answer and told_apart_by and inner.discriminator() == told_apart_by:
        yield from _misfits_of_union(where, inner, outer, told_apart_by, seen)
        return
    fitting = outer.alternatives()
    for one in inner.alternatives():
        reasons = [
            list(_misfits_of_shape(where, one, other, seen, answer=answer)) for other in fitting
        ]
        if all(reasons):
            yield from min(reasons, key=lambda found: (_are_of_other_kinds(found), len(found)))


def _misfits_of_union(
    where: str, inner: Side, outer: Side, member: str, seen: set[tuple[int, int]]
) -> Iterator[str]:
    now = inner.by_value(member)
    for value, promised in outer.by_value(member).items():
        place = f"{where} ({member}={value})"
        if value not in now:
            yield f"{place} is gone"
        else:
            yield from _misfits_of_object(
                place, now[value], promised, seen, answer=True, passed_over=member
            )


_OTHER_KIND = "is of another type"


def _are_of_other_kinds(reasons: list[str]) -> bool:
    return any(_OTHER_KIND in reason for reason in reasons)


def _misfits_of_shape(
    where: str, inner: Side, outer: Side, seen: set[tuple[int, int]], *, answer: bool
) -> Iterator[str]:
    kind, wanted = inner.schema.get("type"), outer.schema.get("type")
    if wanted is not None and kind != wanted and (kind, wanted) != ("integer", "number"):
        yield f"{where} {_OTHER_KIND}: {kind or 'anything'} instead of {wanted}"
        return
    allowed, possible = outer.values(), inner.values()
    if allowed is not None:
        if possible is None:
            yield f"{where} is no longer one of {allowed}"
        elif other := [value for value in possible if value not in allowed]:
            yield f"{where} has values on one side only: {other}"
    if possible is None:
        yield from _misfits_of_bounds(where, inner, outer)
    if "items" in outer.schema:
        item = inner.at(inner.schema.get("items", {}))
        yield from _misfits(
            f"{where}[]", item, outer.at(outer.schema["items"]), seen, answer=answer
        )
    if wanted == "object":
        yield from _misfits_of_object(where, inner, outer, seen, answer=answer)


def _misfits_of_bounds(where: str, inner: Side, outer: Side) -> Iterator[str]:
    for name, larger_allows_more in BOUNDS.items():
        limit = outer.schema.get(name)
        own = inner.schema.get(name)
        if limit is not None and (
            own is None or (own > limit if larger_allows_more else own < limit)
        ):
            yield f"{where} has other limits: {name} {own} does not keep within {limit}"
    for name in EXACT:
        if name in outer.schema and inner.schema.get(name) != outer.schema[name]:
            yield f"{where} has another {name}"


def _misfits_of_object(
    where: str,
    inner: Side,
    outer: Side,
    seen: set[tuple[int, int]],
    *,
    answer: bool,
    passed_over: str = "",
) -> Iterator[str]:
    members, wanted = inner.schema.get("properties", {}), outer.schema.get("properties", {})
    required = inner.schema.get("required", ())
    for name, schema in wanted.items():
        if name == passed_over:
            continue
        place = f"{where}.{name}"
        if name not in members:
            if answer or name in outer.schema.get("required", ()):
                yield f"{place} is gone" if answer else f"{place} has become required"
            continue
        if name in outer.schema.get("required", ()) and name not in required:
            yield f"{place} may be missing" if answer else f"{place} has become required"
        yield from _misfits(place, inner.at(members[name]), outer.at(schema), seen, answer=answer)
    if not answer and outer.schema.get("additionalProperties") is False:
        for name in members:
            if name not in wanted:
                yield f"{where}.{name} is gone"
    rest, promised = (side.schema.get("additionalProperties") for side in (inner, outer))
    if isinstance(promised, dict):
        yield from _misfits(
            f"{where}.*", inner.at(rest or {}), outer.at(promised), seen, answer=answer
        )
    names, known = (side.schema.get("propertyNames") for side in (inner, outer))
    if isinstance(known, dict):
        yield from _misfits(f"{where} (names)", inner.at(names or {}), outer.at(known), seen)
