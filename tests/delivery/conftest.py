"""The full site, published, and a client of its API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from publishing.writing import actions

from ..publishing.full_site import FullSite

BASE = "/api/delivery/v1"


@pytest.fixture(scope="module")
def published_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[FullSite]:
    """Build and publish the full site once for a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        site = FullSite()
        actions.settle()
        yield site
        transaction.set_rollback(True)


@pytest.fixture
def published(published_of_module: FullSite, db: None) -> FullSite:
    """A page of each type in both languages, public, as documents."""
    cache.clear()
    return published_of_module


class Reader:
    """A client of the API."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=True)

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.client.get(f"{BASE}{path}", headers=headers or None)

    def read(self, path: str) -> Any:
        """Return what a good answer holds."""
        response = self.get(path)
        assert response.status_code == 200, (path, response.content)
        assert response["Content-Type"] == "application/json"
        return json.loads(response.content)

    def refused(self, path: str, status: int = 400, **headers: str) -> Any:
        """Return the problem that a bad request is answered with."""
        response = self.get(path, **headers)
        assert response.status_code == status, (path, response.content)
        assert response["Content-Type"] == "application/problem+json"
        assert response["Cache-Control"] == "no-store"
        problem = json.loads(response.content)
        assert problem["status"] == status
        return problem

    def everything(self, path: str) -> list[Any]:
        """Return all items of a list, page by page."""
        found, cursor = [], ""
        while True:
            page = self.read(f"{path}{'&' if '?' in path else '?'}limit=3{cursor}")
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            cursor = f"&cursor={page['next_cursor']}"


@pytest.fixture
def reader() -> Reader:
    return Reader()
