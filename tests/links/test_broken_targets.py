"""What points at a page, file, picture or entry stays readable when that target goes away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from accounts.models import User
from content.models import City
from media.models import Document, Image
from publishing.writing import actions
from tests.small_site import lose

from .conftest import TARGET, PointingPages


def unpublish(pointing: PointingPages) -> None:
    Page.objects.get(pk=pointing.target.pk).specific.unpublish()


def restrict(pointing: PointingPages) -> None:
    PageViewRestriction.objects.create(page_id=pointing.target.pk, restriction_type="login")
    CollectionViewRestriction.objects.create(
        collection=pointing.document.collection, restriction_type="login"
    )


def delete(pointing: PointingPages) -> None:
    Page.objects.get(pk=pointing.target.pk).delete()
    lose(Document.objects.get(pk=pointing.document.pk))
    lose(Image.objects.get(pk=pointing.image.pk))


def forget_entries(pointing: PointingPages) -> None:
    """Take the entries away behind the admin's back: it would refuse."""
    for page in pointing.pages.values():
        for relation in type(page)._meta.many_to_many:
            relation.remote_field.through._base_manager.all().delete()
    for entry in pointing.entries.values():
        rows = type(entry).objects.filter(pk=entry.pk)
        for page in pointing.pages.values():
            for field in type(page)._meta.concrete_fields:
                if field.related_model is type(entry):
                    type(page).objects.filter(pk=page.pk).update(**{field.name: None})
        rows._raw_delete(rows.db)


def public_html(pointing: PointingPages) -> dict[str, str]:
    """What a stranger is answered at each pointing page."""
    answers = {slug: Client().get(page.url) for slug, page in pointing.pages.items()}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {slug: answer.content.decode() for slug, answer in answers.items()}


WORDS = [
    "words of a link",
    "words of a file",
    "words of a caption",
    "words of a list",
    "words of an entry",
]


def test_links_lead_to_what_is_public(pointing: PointingPages) -> None:
    for html in public_html(pointing).values():
        assert html.count(f'href="{pointing.target.url}"') >= 6
        assert html.count(f'href="{pointing.document.url}"') >= 4
        assert f"{TARGET}-picture" in html


@pytest.mark.parametrize("end", [unpublish, restrict, delete], ids=lambda end: end.__name__)
def test_a_link_without_a_target_is_plain_text(
    pointing: PointingPages, end: Callable[[PointingPages], None]
) -> None:
    end(pointing)
    for html in public_html(pointing).values():
        main = html.split("<main", 1)[1].split("</main>")[0]
        assert f'href="{pointing.target.url}"' not in html
        assert f"{TARGET} page" not in html
        assert [word for word in WORDS if word not in main] == []
        assert "<a>" not in main
        if end is not unpublish:
            assert f"{TARGET}-picture" not in html
            assert pointing.document.url not in html
            assert "words of a download" in main


def test_a_page_without_its_entries_is_still_read(pointing: PointingPages) -> None:
    forget_entries(pointing)
    actions.repair()  # nothing tells the read model of what SQL does
    for slug, html in public_html(pointing).items():
        assert f"{TARGET} en" not in html, slug
    assert not City.objects.filter(pk=pointing.entries["city"].pk).exists()


def editor() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("editor", password="x"))
    return client


@pytest.mark.any_database
@pytest.mark.parametrize(
    "end",
    [unpublish, restrict, delete, forget_entries],
    ids=lambda end: end.__name__,
)
def test_the_editor_opens_what_lost_its_target(
    pointing: PointingPages, end: Callable[[PointingPages], None]
) -> None:
    end(pointing)
    client = editor()
    for page in [*pointing.pages.values(), pointing.home]:
        for name, args in (
            ("wagtailadmin_pages:edit", [page.pk]),
            ("wagtailadmin_pages:revisions_revert", [page.pk, page.latest_revision_id]),
            ("wagtailadmin_pages:view_draft", [page.pk]),
            ("wagtailadmin_pages:revisions_view", [page.pk, page.latest_revision_id]),
        ):
            assert client.get(reverse(name, args=args)).status_code == 200, (name, page)


@pytest.mark.parametrize(
    ("end", "gone"),
    [
        (delete, [f"{TARGET} page", f"{TARGET}-picture", f"{TARGET}-file"]),
        (forget_entries, [f"{TARGET} en"]),
    ],
    ids=["delete", "forget_entries"],
)
def test_an_old_revision_that_names_what_is_gone_can_be_published(
    pointing: PointingPages, end: Callable[[PointingPages], None], gone: list[str]
) -> None:
    end(pointing)
    for page in pointing.pages.values():
        page.latest_revision.as_object().save_revision().publish()
    for html in public_html(pointing).values():
        assert "words of a link" in html
        assert [word for word in gone if word in html] == []


def test_versions_compare_across_a_lost_target(pointing: PointingPages) -> None:
    delete(pointing)
    client = editor()
    for page in pointing.pages.values():
        fresh: Any = type(page).objects.get(pk=page.pk)
        fresh.body = []
        fresh.save_revision()
        address = reverse(
            "wagtailadmin_pages:revisions_compare",
            args=[page.pk, page.latest_revision_id, "live"],
        )
        assert client.get(address).status_code == 200
