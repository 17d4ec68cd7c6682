"""What breaks a client of the API is told from what only adds to it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from scripts import openapi_snapshot
from scripts.api_compatibility import breaking_differences

Change = Callable[[dict[str, Any]], object]


def shape(**members: Any) -> dict[str, Any]:
    return {"type": "object", "properties": members, "required": list(members)}


def document() -> dict[str, Any]:
    text, problem = {"type": "string"}, {"schema": {"$ref": "#/components/schemas/Problem"}}
    block = {"oneOf": [{"$ref": "#/components/schemas/Text"}, {"$ref": "#/components/schemas/Map"}]}
    block["discriminator"] = {"propertyName": "type"}
    page = shape(
        title=text,
        standing={"type": "string", "enum": ["original", "official"]},
        day={"type": "string", "format": "date"},
        total={"type": "number"},
        city={"anyOf": [{"$ref": "#/components/schemas/City"}, {"type": "null"}]},
        body={"type": "array", "items": block},
        names={"type": "object", "additionalProperties": text},
        children={"type": "array", "items": {"$ref": "#/components/schemas/Page"}},
        note=text,
    )
    page["required"].remove("note")
    parameters = [
        {"name": "number", "in": "path", "required": True, "schema": {"type": "integer"}},
        {"name": "locale", "in": "query", "schema": {"type": "string", "enum": ["ja", "en"]}},
        {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 9, "default": 5}},
        {"name": "tag", "in": "query", "explode": True, "schema": {"type": "array", "items": text}},
    ]
    answers = {
        "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Page"}}}},
        "404": {"content": {"application/problem+json": problem}},
    }
    schemas = {
        "Page": page,
        "City": shape(code=text),
        "Text": shape(type={"const": "text"}, text=text),
        "Map": shape(type={"const": "map"}, place=text),
        "Problem": shape(title=text),
    }
    operations = {"get": {"parameters": parameters, "responses": answers}}
    whole = {"paths": {"/pages/{number}/": operations}, "components": {"schemas": schemas}}
    return json.loads(json.dumps(whole))  # nothing is shared between its parts


def operation(of: dict[str, Any]) -> dict[str, Any]:
    return of["paths"]["/pages/{number}/"]["get"]  # type: ignore[no-any-return]


def parameter(of: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in operation(of)["parameters"] if one["name"] == name)


def member(of: dict[str, Any], name: str, schema: str = "Page") -> dict[str, Any]:
    return of["components"]["schemas"][schema]["properties"][name]  # type: ignore[no-any-return]


def new_block(of: dict[str, Any]) -> None:
    of["components"]["schemas"]["List"] = shape(type={"const": "list"})
    member(of, "body")["items"]["oneOf"].append({"$ref": "#/components/schemas/List"})


BREAKING: dict[str, Change] = {
    "/pages/{number}/ is gone": lambda of: of["paths"].clear(),
    "parameter tag (query) is gone": lambda of: operation(of)["parameters"].pop(),
    "parameter q (query) is new and required": lambda of: operation(of)["parameters"].append(
        {"name": "q", "in": "query", "required": True, "schema": {"type": "string"}}
    ),
    "parameter locale (query) has become required": lambda of: parameter(of, "locale").update(
        required=True
    ),
    "locale (query) has values on one side only: ['en']": lambda of: parameter(of, "locale")[
        "schema"
    ]["enum"].remove("en"),
    "limit (query) has other limits: maximum 9 does": lambda of: parameter(of, "limit")[
        "schema"
    ].update(maximum=8),
    "minimum None does not keep within 2": lambda of: parameter(of, "limit")["schema"].update(
        minimum=2
    ),
    "limit (query) has another default": lambda of: parameter(of, "limit")["schema"].update(
        default=4
    ),
    "limit (query) is of another type": lambda of: parameter(of, "limit")["schema"].update(
        type="boolean"
    ),
    "tag (query)[] has another pattern": lambda of: parameter(of, "tag")["schema"].update(
        items={"type": "string", "pattern": "^a"}
    ),
    "tag (query) is written differently: explode": lambda of: parameter(of, "tag").update(
        explode=False
    ),
    "answer 404 is gone": lambda of: operation(of)["responses"].pop("404"),
    "answer 404 is no longer given as application/problem+json": lambda of: operation(of)[
        "responses"
    ]["404"].update(content={"application/json": {}}),
    "answer 200.title is gone": lambda of: of["components"]["schemas"]["Page"]["properties"].pop(
        "title"
    ),
    "answer 200.note is gone": lambda of: of["components"]["schemas"]["Page"]["properties"].pop(
        "note"
    ),
    "answer 200.title may be missing": lambda of: of["components"]["schemas"]["Page"][
        "required"
    ].remove("title"),
    "answer 200.title is of another type: null": lambda of: member(of, "title").update(
        {"type": ["string", "null"]}
    ),
    "answer 200.title is of another type: integer": lambda of: member(of, "title").update(
        type="integer"
    ),
    "answer 200.title is of another type: anything": lambda of: member(of, "title").clear(),
    "answer 200.standing has values on one side only: ['machine']": lambda of: member(
        of, "standing"
    )["enum"].append("machine"),
    "answer 200.standing is no longer one of": lambda of: member(of, "standing").pop("enum"),
    "answer 200.day has another format": lambda of: member(of, "day").update(format="date-time"),
    "answer 200.city.code is of another type": lambda of: member(of, "code", "City").update(
        type="integer"
    ),
    "answer 200.body[] (type=map) is gone": lambda of: member(of, "body")["items"]["oneOf"].pop(),
    "answer 200.body[] (type=text).text is gone": lambda of: of["components"]["schemas"]["Text"][
        "properties"
    ].pop("text"),
    "answer 200.names.* is of another type": lambda of: member(of, "names").update(
        additionalProperties={"type": "integer"}
    ),
    "answer 404.title is gone": lambda of: of["components"]["schemas"]["Problem"]["properties"].pop(
        "title"
    ),
    "GET /pages/{number}/: a body has become required": lambda of: operation(of).update(
        requestBody={"required": True, "content": {}}
    ),
}

ADDITIONS: dict[str, Change] = {
    "an operation": lambda of: of["paths"].update({"/site/": {"get": {"responses": {}}}}),
    "a parameter": lambda of: operation(of)["parameters"].append(
        {"name": "q", "in": "query", "schema": {"type": "string"}}
    ),
    "a value of a parameter": lambda of: parameter(of, "locale")["schema"]["enum"].append("th"),
    "room in a parameter": lambda of: parameter(of, "limit")["schema"].update(maximum=10),
    "no limit to a parameter": lambda of: parameter(of, "limit")["schema"].pop("maximum"),
    "a parameter that may be left out": lambda of: parameter(of, "number").update(required=False),
    "an answer": lambda of: operation(of)["responses"].update({"410": {}}),
    "a member of an answer": lambda of: of["components"]["schemas"]["Page"].update(
        properties={**of["components"]["schemas"]["Page"]["properties"], "extra": {}}
    ),
    "a member that is always there now": lambda of: of["components"]["schemas"]["Page"][
        "required"
    ].append("note"),
    "a member that is never null now": lambda of: member(of, "city")["anyOf"].pop(),
    "fewer values in an answer": lambda of: member(of, "standing")["enum"].pop(),
    "a whole number where any was": lambda of: member(of, "total").update(type="integer"),
    "another kind of block": new_block,
    "another description": lambda of: member(of, "title").update(description="Words"),
}


@pytest.mark.parametrize("expected", BREAKING)
def test_what_breaks_a_client_is_named(expected: str) -> None:
    changed = document()
    BREAKING[expected](changed)
    found = breaking_differences(document(), changed)
    assert len(found) == 1, found
    assert expected in found[0]


@pytest.mark.parametrize("addition", ADDITIONS)
def test_what_only_adds_is_let_pass(addition: str) -> None:
    changed = document()
    ADDITIONS[addition](changed)
    assert changed != document()
    assert breaking_differences(document(), changed) == []


def test_a_schema_that_cannot_be_compared_is_no_silent_pass() -> None:
    changed = document()
    changed["components"]["schemas"]["City"] = {"allOf": []}
    with pytest.raises(NotImplementedError, match="allOf"):
        breaking_differences(document(), changed)


@pytest.fixture
def snapshot(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the service gives, as a document that a test may change; written in no repository."""
    served = {"info": {"version": "1.0.0"}, **document()}
    monkeypatch.setattr(openapi_snapshot, "PROJECT", tmp_path)
    monkeypatch.setattr(openapi_snapshot, "FOLDER", tmp_path / "openapi")
    monkeypatch.setattr(openapi_snapshot, "served_document", lambda: copy.deepcopy(served))
    return served


def test_the_snapshot_is_written_and_compared(snapshot: dict[str, Any]) -> None:
    assert openapi_snapshot.main(["--check"]) == 1
    assert openapi_snapshot.main([]) == 0
    assert openapi_snapshot.main(["--check"]) == 0
    ADDITIONS["an operation"](snapshot)
    assert openapi_snapshot.main(["--check"]) == 1
    assert openapi_snapshot.main([]) == 0
    assert openapi_snapshot.main(["--check"]) == 0


def test_a_breaking_snapshot_is_written_for_a_new_version_only(
    snapshot: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert openapi_snapshot.main([]) == 0
    BREAKING["answer 200.title is gone"](snapshot)
    snapshot["info"]["version"] = "1.1.0"
    assert openapi_snapshot.main([]) == 1
    assert openapi_snapshot.main(["--check"]) == 1
    assert "answer 200.title is gone" in capsys.readouterr().out
    snapshot["info"]["version"] = "2.0.0"
    assert openapi_snapshot.main([]) == 0
    assert openapi_snapshot.main(["--check"]) == 0


def test_a_promise_is_not_taken_back_by_deleting_the_snapshot(
    snapshot: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    committed = openapi_snapshot.as_text(copy.deepcopy(snapshot))
    history = {"log": "abc1234\n", "show": committed}
    monkeypatch.setattr(openapi_snapshot, "_git", lambda command, *_rest: history[command])
    BREAKING["answer 200.title is gone"](snapshot)
    assert openapi_snapshot.main([]) == 1
    history["log"] = ""
    assert openapi_snapshot.main([]) == 0


def test_no_name_of_a_component_is_a_path_in_our_code() -> None:
    """Two classes of one name are told apart by their modules, which are nobody's business."""
    names = openapi_snapshot.served_document()["components"]["schemas"]
    assert [name for name in names if "__" in name or "." in name] == []
