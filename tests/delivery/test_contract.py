"""What is published keeps to the schemas that are published with it, whatever is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.contrib.auth import get_user_model
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from cms.wsgi import application
from content.addresses import filled_in
from delivery.access import actions as delivery_actions
from delivery.access import previews
from delivery.api import api
from delivery.http.fieldsets import ALWAYS_SERVED
from delivery.models import Scope
from publishing.models import Document, Facet
from publishing.registry import document_types
from publishing.writing import actions
from scripts import openapi_snapshot

from ..publishing.full_site import FullSite
from .conftest import BASE, Reader
from .published_schemas import PublishedSchemas

pytestmark = pytest.mark.django_db

OK = 200
PATHS = api.get_openapi_schema()["paths"]
OPERATIONS = tuple(PATHS)
#: Those that can be asked something wrong.
WITH_PARAMETERS = tuple(
    path
    for path, operations in PATHS.items()
    if any(
        parameter["in"] == "query" or parameter["schema"].get("type") != "string"
        for parameter in operations["get"].get("parameters", ())
    )
)
#: Requests of each operation that its document allows, and as many that it does not.
EXAMPLES = 25
#: Every check but those of operations that write, of credentials and of required headers.
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.positive_data_acceptance,
]
#: Parameters whose values must exist: vocabularies' codes.
CODES = ("country", "city", "sector", "organisation", "support")


@pytest.fixture(scope="module")
def schemas(published_of_module: FullSite, django_db_blocker: Any) -> PublishedSchemas:
    with django_db_blocker.unblock():
        return PublishedSchemas(Reader().read("/openapi.json"))


@pytest.fixture
def existing(published: FullSite) -> dict[str, list[Any]]:
    """Values that are there, by parameter, and the header of somebody who may read drafts."""
    codes: dict[str, list[Any]] = {name: [] for name in CODES}
    for key, value in Facet.objects.filter(key__in=CODES).values_list("key", "value").distinct():
        codes[key].append(value)
    pages = Document.objects.order_by("pk").values_list("number", "path")
    editor = get_user_model().objects.create_superuser("editor", password="word")
    link = delivery_actions.share_preview(published.pages["network", "en"], 7, editor)
    tomorrow = timezone.now() + timedelta(days=1)
    _token, secret = delivery_actions.issue_token("test", list(Scope), tomorrow, editor)
    return {
        **codes,
        "number": [number for number, _path in pages],
        "path": [path for _number, path in pages],
        "token": [previews.token_for(link)],
        "headers": [{"Authorization": f"Bearer {secret}"}],
    }


def test_the_document_is_the_snapshot_in_the_repository(schemas: PublishedSchemas) -> None:
    """``make check`` compares what scripts see; this is what clients see."""
    served = {**schemas.found, "servers": [openapi_snapshot.SERVER]}
    assert served["openapi"].startswith("3.1")
    file = openapi_snapshot.file_of(served)
    assert file.read_text(encoding="utf-8") == openapi_snapshot.as_text(served)


def test_its_server_is_this_site(published: FullSite, reader: Reader) -> None:
    with override_settings(BASE_URL="https://elsewhere.example.org"):
        servers = reader.read("/openapi.json")["servers"]
    assert servers == [{"url": "https://elsewhere.example.org"}]


def test_each_stored_document_fits_its_types_schema(
    published: FullSite, reader: Reader, schemas: PublishedSchemas
) -> None:
    union = schemas.answer(f"{BASE}/pages/{{number}}/")
    seen, blocks = set(), set()
    for row in Document.objects.values("number", "locale", "body", "etag", "type"):
        page = reader.read(f"/pages/{row['number']}/?locale={row['locale']}")
        stored = filled_in(json.loads(bytes(row["body"])))
        assert {name: page[name] for name in stored} == stored
        assert schemas.errors(union, page) == []
        shape = schemas.told_apart(union, page)
        assert schemas.errors(shape, page) == []
        seen.add((page["type"], page["locale"]))
        body = schemas.found
        for step in (*shape["$ref"].removeprefix("#/").split("/"), "properties"):
            body = body[step]
        for block in page.get("body", ()):
            assert schemas.errors(schemas.told_apart(body["body"]["items"], block), block) == []
            blocks.add(block["type"])
    types = {known.name for known in document_types()}
    assert seen == {(name, locale) for name in types for locale in ("ja", "en")}
    general = schemas.found["components"]["schemas"]["ServedGeneralPageSchema"]
    assert blocks == general["properties"]["body"]["items"]["discriminator"]["mapping"].keys()


def test_a_document_that_lacks_or_adds_a_member_does_not_fit(
    published: FullSite, reader: Reader, schemas: PublishedSchemas
) -> None:
    number = published.pages["network", "ja"].number
    union, page = schemas.answer(f"{BASE}/pages/{{number}}/"), reader.read(f"/pages/{number}/")
    for name in page:
        assert schemas.errors(union, {key: page[key] for key in page if key != name}), name
    assert schemas.errors(union, {**page, "other": 1})
    assert schemas.errors(union, {**page, "body": [{**page["body"][0], "type": "unknown"}]})


def test_each_operations_answer_fits_its_schema(
    published: FullSite, reader: Reader, schemas: PublishedSchemas, existing: dict[str, list[Any]]
) -> None:
    number = published.pages["program", "ja"].number
    facets = "type,section,country,city,sector,organisation,support,kind,network,year,state,tag"
    answers = {
        "/": "/",
        "/pages/": f"/pages/?limit=100&facets={facets},standing",
        "/pages/{number}/": f"/pages/{number}/",
        "/resolve/": "/resolve/?path=/ja/",
        "/navigation/": "/navigation/?depth=5",
        "/redirects/": "/redirects/",
        "/vocabularies/{name}/": "/vocabularies/cities/",
        "/changes/": "/changes/",
        "/site/": "/site/",
        "/preview/{token}/": f"/preview/{existing['token'][0]}/",
        "/token/": "/token/",
        "/search/": f"/search/?q=Full&limit=50&facets={facets}",
        "/suggest/": "/suggest/?q=Full",
    }
    pictures = f"{BASE}/media/{{number}}/{{name}}"
    assert {f"{BASE}{path}" for path in answers} == set(schemas.found["paths"]) - {pictures}
    more = {
        "/resolve/": ["/resolve/?path=/", f"/resolve/?path=/p/{number}/"],
        "/vocabularies/{name}/": [
            f"/vocabularies/{name}/?locale=en"
            for name in ("countries", "sectors", "organisations", "support_forms")
        ],
    }
    for path, address in answers.items():
        for one in (address, *more.get(path, ())):
            answer = json.loads(reader.get(one, **existing["headers"][0]).content)
            assert schemas.errors(schemas.answer(f"{BASE}{path}"), answer) == [], one


def test_an_address_that_is_gone_fits_its_schema(
    published: FullSite, reader: Reader, schemas: PublishedSchemas
) -> None:
    page = published.only_japanese.specific
    page.unpublish()
    actions.settle()
    answer = reader.read(f"/resolve/?path={page.url}")
    assert answer["kind"] == "gone"
    assert schemas.errors(schemas.answer(f"{BASE}/resolve/"), answer) == []


def test_each_problem_fits_its_schema(
    published: FullSite, reader: Reader, schemas: PublishedSchemas
) -> None:
    only_japanese = published.only_japanese.number
    problems = [
        ("/pages/", "/pages/?titel=x", 400, "unknown-parameter"),
        ("/pages/", "/pages/?type=netwrok", 400, "invalid-value"),
        ("/pages/{number}/", "/pages/99999/", 404, "not-found"),
        ("/pages/{number}/", f"/pages/{only_japanese}/?locale=en", 404, "not-in-language"),
        ("/vocabularies/{name}/", "/vocabularies/citys/", 400, "invalid-value"),
        ("/resolve/", "/resolve/", 400, "invalid-value"),
    ]
    for path, address, status, kind in problems:
        problem = reader.refused(address, status)
        assert problem["type"] == f"urn:hashi:problem:{kind}"
        assert schemas.errors(schemas.answer(f"{BASE}{path}", status), problem) == []


def test_what_holds_fixed_values_takes_each_of_them(
    published: FullSite, reader: Reader, schemas: PublishedSchemas
) -> None:
    """Front ends build their choices from the document: none of them may be refused."""
    taken = 0
    for parameter in schemas.found["paths"][f"{BASE}/pages/"]["get"]["parameters"]:
        schema = parameter["schema"]
        for value in schema.get("items", schema).get("enum", ()):
            other = "&locale=en" if (parameter["name"], value) == ("fallback", "ja") else ""
            reader.read(f"/pages/?limit=1&{parameter['name']}={value}{other}")
            taken += 1
    assert taken > 50


def within_transaction(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The service, but with the test's connection left open, as Django's own client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        response: Any = application(environ, start_response)
        content = [b"".join(response)]
        response.close()
    finally:
        for signal in signals:
            signal.connect(close_old_connections)
    return content


@pytest.fixture(scope="module")
def document(schemas: PublishedSchemas, django_db_blocker: Any) -> Iterator[Any]:
    """The OpenAPI document, ready to be driven, as often as one likes."""
    with (
        django_db_blocker.unblock(),
        override_settings(DELIVERY_READS_PER_MINUTE=0, DELIVERY_PREVIEWS_PER_MINUTE=0),
    ):
        yield schemathesis.openapi.from_wsgi(f"{BASE}/openapi.json", within_transaction)


def drive(operation: Any, mode: GenerationMode, ask: Callable[[Any, int], None]) -> None:
    """Ask with many examples, always the same ones."""
    examples = settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    examples(given(operation.as_strategy(mode), st.integers(0, 99))(ask))()


def answered(case: Any, headers: dict[str, str]) -> int:
    """Send a request, compare the answer with all that the document says, return its status."""
    response = case.call(headers={"Accept-Encoding": "identity", **headers})
    case.validate_response(response, checks=CHECKS)
    return int(response.status_code)


@pytest.mark.parametrize("path", OPERATIONS)
def test_what_the_document_allows_is_answered_as_it_says(
    published: FullSite, document: Any, existing: dict[str, list[Any]], path: str
) -> None:
    statuses = set()
    if "/media/" in path:
        existing["number"] = [published.image.pk]

    def ask(case: Any, pick: int) -> None:
        query = case.query or {}
        assume(query.get("fallback") is None or query["fallback"] != query.get("locale", "ja"))
        assume(query.get("year_from", 0) <= query.get("year_to", 9999))
        query.pop("cursor", None)  # the document cannot tell which one belongs to a list
        query.pop("mark", None)  # nor which lines are in the log
        if isinstance(query.get("since"), int):
            query["since"] %= 5
        for name in CODES:
            if name in query:
                query[name] = existing[name]
        for place in (query, case.path_parameters or {}):
            for name in ("number", "path", "token"):
                if name in place and not isinstance(place[name], list) and pick % 2:
                    place[name] = existing[name][pick % len(existing[name])]
        statuses.add(answered(case, existing["headers"][0]))

    drive(document[path]["GET"], GenerationMode.POSITIVE, ask)
    assert OK in statuses


@pytest.mark.parametrize("path", WITH_PARAMETERS)
def test_what_the_document_does_not_allow_is_a_problem(
    published: FullSite, document: Any, path: str
) -> None:
    def ask(case: Any, _pick: int) -> None:
        answered(case, {})

    drive(document[path]["GET"], GenerationMode.NEGATIVE, ask)


def test_moments_at_the_calendars_edges_are_moments(published: FullSite, reader: Reader) -> None:
    everything = reader.read("/pages/")["total"]
    first, last = "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"
    assert reader.read(f"/pages/?updated_since={first}")["total"] == everything
    assert reader.read(f"/pages/?updated_since={last}")["total"] == 0


def test_too_many_values_are_too_many_even_if_they_are_the_same(
    published: FullSite, reader: Reader
) -> None:
    reader.read(f"/pages/?type={','.join(['network'] * 50)}")
    reader.refused(f"/pages/?type={','.join(['network'] * 51)}")


def test_an_answer_of_some_members_fits_the_schema_too(
    published: FullSite, reader: Reader, schemas: PublishedSchemas
) -> None:
    one, many = (schemas.any_answer(f"{BASE}/pages/{path}") for path in ("{number}/", ""))
    cards = reader.read("/pages/?locale=ja&limit=100")["items"]
    known = {card["type"]: card["number"] for card in cards}
    assert known.keys() == {known.name for known in document_types()}
    for number in known.values():
        whole = reader.read(f"/pages/{number}/?locale=ja")
        names = [name for name in whole if name not in ALWAYS_SERVED]
        asked = [
            *([name] for name in names),
            names[:3],
            names[::2],
            ["type", *names[-3:]],
            names,
        ]
        for fields in asked:
            page = reader.read(f"/pages/{number}/?locale=ja&fields={','.join(fields)}")
            assert page.keys() == {*fields, *ALWAYS_SERVED}
            assert schemas.errors(one, page) == [], fields
    shared = sorted(set.intersection(*(set(card) for card in cards)) - {*ALWAYS_SERVED})
    own = sorted({name for card in cards for name in card} - {*ALWAYS_SERVED})
    for fields in (*([name] for name in own), shared, own[::2], own):
        listed = reader.read(f"/pages/?locale=ja&limit=100&fields={','.join(fields)}")
        assert schemas.errors(many, listed) == [], fields


def test_a_sparse_answer_with_what_no_type_has_does_not_fit(
    published: FullSite, reader: Reader, schemas: PublishedSchemas
) -> None:
    one = schemas.any_answer(f"{BASE}/pages/{{number}}/")
    number = published.pages["network", "ja"].number
    page = reader.read(f"/pages/{number}/?fields=title,dates")
    assert schemas.errors(one, page) == []
    assert schemas.errors(one, {**page, "other": 1})
    assert schemas.errors(one, {**page, "title": None})
    for name in ALWAYS_SERVED:
        assert schemas.errors(one, {key: page[key] for key in page if key != name}), name
