"""A commit brings the read model up to date, outside of a request too."""

from __future__ import annotations

import pytest
from django.db import transaction

from home.models import ContentPage
from publishing.models import Document

from ..small_site import SmallSite, add

pytestmark = pytest.mark.usefixtures("refill_database")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_commit_brings_the_read_model_up_to_date() -> None:
    site = SmallSite()
    page = add(site.homes["ja"], ContentPage(title="Page", slug="page"))
    assert Document.objects.get(page_id=page.pk).title == "Page"
    with transaction.atomic():
        page.title = "Renamed"
        page.save()
        assert Document.objects.get(page_id=page.pk).title == "Page"
    assert Document.objects.get(page_id=page.pk).title == "Renamed"
