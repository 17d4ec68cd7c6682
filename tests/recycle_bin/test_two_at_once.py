"""Two people who delete, or restore, the same thing at one moment, on a database server: once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from recycle_bin.models import BinnedItem
from tests.at_once import at_once
from tests.small_site import SmallSite

from .test_doors import DOORS, make, person

if connection.vendor == "postgresql":
    pytestmark = pytest.mark.usefixtures("refill_database")

    def both(people: list[Client], address: str) -> list[int]:
        """Let two people send to an address together; return the statuses."""
        answers: list[int] = []

        def send(client: Client) -> Callable[[], Any]:
            return lambda: answers.append(client.post(address).status_code)

        at_once(*(send(client) for client in people))
        return answers

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_a_thing_is_deleted_once_and_restored_once() -> None:
        site = SmallSite()
        people = [person("sato"), person("suzuki")]
        for door in ("page's form", "picture's form", "entry's form", "documents together"):
            kind, address = DOORS[door]
            thing = make(site, kind)
            answers = both(people, address(thing.pk))
            assert set(answers) <= {302, 404}, (door, answers)
            assert not type(thing).objects.filter(pk=thing.pk).exists(), door
            item = BinnedItem.objects.get()
            answers = both(people, reverse("bin_restore", args=[item.pk]))
            assert set(answers) == {302}, (door, answers)
            assert type(thing).objects.filter(pk=thing.pk).count() == 1, door
            assert not BinnedItem.objects.exists(), door
