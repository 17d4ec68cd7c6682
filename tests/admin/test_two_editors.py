"""Two editors who save at one moment, on a database server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from home.models import ContentPage
from tests.at_once import at_once
from tests.page_forms import send_new_page
from tests.small_site import SmallSite

if connection.vendor == "postgresql":
    pytestmark = pytest.mark.usefixtures("refill_database")

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_two_editors_get_two_addresses() -> None:
        parent, answers = SmallSite().homes["ja"], []

        def send(name: str, title: str) -> Callable[[], None]:
            client = Client()
            client.force_login(User.objects.create_superuser(name, f"{name}@example.org", "x"))
            return lambda: answers.append(
                send_new_page(client, ContentPage, parent, title=title, slug="")
            )

        at_once(send("sato", "川崎市の題"), send("suzuki", "横浜市の題"))
        assert [answer.status_code for answer in answers] == [302, 302]
        slugs = ContentPage.objects.order_by("slug").values_list("slug", flat=True)
        assert list(slugs) == ["content-1", "content-2"]
