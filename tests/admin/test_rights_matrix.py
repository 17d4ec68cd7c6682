"""Every address of the admin that can change something, asked by every role.

Judged by what is written to the database. An address that nobody has decided about fails by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page, PageViewRestriction

from publishing.writing import actions

from ..small_site import SmallSite
from .rights_cases import Case, cases
from .rights_decided import ADMINISTRATORS, AS_ADDING, COVERED, OWN, READS, SAME_RIGHT
from .rights_site import OUTSIDERS, ROLES, RightsSite, build

pytestmark = [pytest.mark.any_database, pytest.mark.long]

#: What may be written by whoever looks at something.
HARMLESS = re.compile(
    r"session|logentry|formstate|referenceindex|publishing_|search_|django_tasks|auth_user\b"
    r"|userprofile|django_content_type|pagepreview|pagesubscription"
)
WRITES = re.compile(
    r'^\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE
)


@pytest.fixture(scope="module")
def built(site_of_module: SmallSite, django_db_blocker: Any) -> Iterator[RightsSite]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(site_of_module)
        transaction.set_rollback(True)


@contextmanager
def taken_back() -> Iterator[set[str]]:
    """Collect the tables that are written to, and take back whatever was."""
    tables: set[str] = set()

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if (found := WRITES.match(sql)) and not HARMLESS.search(found[1]):
            tables.add(found[1])
        return execute(sql, *rest)

    with connection.execute_wrapper(note), transaction.atomic():
        yield tables
        transaction.set_rollback(True)


def what_readers_see() -> tuple[Any, ...]:
    pages = Page.objects.order_by("pk").values_list("pk", "live", "title", "slug", "path")
    live = [row for row in pages if row[1]]
    return (tuple(live), tuple(PageViewRestriction.objects.values_list("page_id", "pk")))


def ask(built: RightsSite, role: str, case: Case) -> tuple[bool, str]:
    """Return whether a role's request changes something, and the status of the answer."""
    for value in case.data.values():
        if isinstance(value, UploadedFile):
            value.seek(0)
    built.forget_rights()
    client = built.clients[role]
    with taken_back() as tables:
        before = what_readers_see() if case.public else ()
        if case.method == "put":
            body = encode_multipart(BOUNDARY, case.data)
            response = client.put(case.address, body, content_type=MULTIPART_CONTENT)
        else:
            response = client.post(case.address, case.data)
        changes = what_readers_see() != before if case.public else bool(tables)
        if case.table:
            changes = case.table in tables
    return changes, f"{response.status_code} {sorted(tables)}"


def named_addresses() -> dict[str, Any]:
    """Return the views of the admin by the name of their address."""
    found: dict[str, Any] = {}

    def walk(patterns: Any, route: str, spaces: tuple[str, ...]) -> None:
        for one in patterns:
            here = route + str(one.pattern)
            if hasattr(one, "url_patterns"):
                inner = (*spaces, one.namespace) if one.namespace else spaces
                walk(one.url_patterns, here, inner)
            elif here.startswith("admin/"):
                found[":".join((*spaces, one.name or here))] = one.callback

    walk(get_resolver().url_patterns, "", ())
    return found


def test_each_role_changes_what_it_may_and_nothing_else(
    built: RightsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "settle", lambda _most=None: True)  # all of it is taken back
    wrong: list[str] = []
    asked_from_outside: set[str] = set()
    for case in cases(built):
        name = f"{case.name} {case.label} {case.args}"
        outsiders = () if case.name in asked_from_outside else OUTSIDERS
        asked_from_outside.add(case.name)
        for role in (*case.roles, *outsiders):
            changed, status = ask(built, role, case)
            if status.startswith("5"):
                wrong.append(f"{name}: {role} got {status}")
            if changed != (role in case.allowed):
                does = "changes" if changed else "does not change"
                wrong.append(f"{name}: {role} {does} something ({status})")
    assert not wrong, "\n".join(wrong)


def test_somebody_has_decided_about_every_address(built: RightsSite) -> None:
    asked = {case.name for case in cases(built)}
    decided = re.compile("|".join((*READS, *OWN, *AS_ADDING, *ADMINISTRATORS, *COVERED)))
    undecided = [
        name
        for name in named_addresses()
        if name not in asked and name not in SAME_RIGHT and not decided.fullmatch(name)
    ]
    assert undecided == []


def test_every_bulk_action_has_been_decided_about(built: RightsSite) -> None:
    asked = {case.args for case in cases(built) if case.name == "wagtail_bulk_action"}
    bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")  # registers them all
    known = {
        (app, model, action)
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
        for action in actions
    }
    assert known == asked


def test_what_is_for_administrators_is_closed_to_others(built: RightsSite) -> None:
    closed = re.compile("|".join(ADMINISTRATORS))
    names = [name for name in named_addresses() if closed.fullmatch(name)]
    assert names
    opened = []
    for name in names:
        address = address_with_any_arguments(name)
        for role in (*ROLES, *OUTSIDERS):
            with taken_back() as tables:
                response = built.clients[role].post(address, {})
            if tables or response.status_code not in {302, 403, 404}:
                opened.append(f"{name}: {role} got {response.status_code} {sorted(tables)}")
    assert opened == []


def address_with_any_arguments(name: str) -> str:
    """Return an address with 1 or ``x`` wherever it wants to be told what."""
    for numbers in range(3):
        for words in ((), ("wagtailcore", "groupapprovaltask")):
            try:
                return reverse(name, args=[*words, *[1] * numbers])
            except NoReverseMatch:
                continue
    raise AssertionError(f"no address for {name}")
