"""Published pages are found by the text of their files, page by page, as long as they show them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from accounts.models import User
from home.models import ContentPage
from media.models import Document
from publishing.writing import actions as publishing_actions
from search.answering.queries import find
from search.engines import engine
from search.indexing import actions, extraction, files, following
from search.models import FileText, Passage, ShownFile
from search.reading.parts import Notes, Part, Reason, UnreadableError
from search.reports import file_report
from tests.flows.markup import read
from tests.small_site import SmallSite, add, lose

from . import sample_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_engine")]

PAGES = ("表紙です。", "市民農園での堆肥化を進めます。", "付録です。")


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process: that another one does it is tested with the reading."""
    monkeypatch.setattr(files, "read_apart", read_or_refuse)


def read_or_refuse(path: Path, media_type: str) -> extraction.Reading:
    notes = Notes()
    parts = list(extraction.read(path, media_type, notes))
    return extraction.Reading(parts, extraction.reason_for(parts, notes))


def sign_in(group: str = "") -> tuple[Client, User]:
    """Return a client that a member of a group is signed in with, and that person."""
    user = User.objects.create_user("someone", "someone@example.org", "x")
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    if group:
        user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client, user


def settle() -> None:
    """Do what follows a request: render, index, and read files that are new."""
    publishing_actions.settle()
    actions.follow()
    files.read_waiting()


@pytest.fixture
def file(db: None) -> Document:
    record = Document(
        title="整備の手引き", file=ContentFile(sample_files.pdf(*PAGES), name="a.pdf")
    )
    record.save()
    return record


@pytest.fixture
def page(site: SmallSite, file: Document) -> ContentPage:
    """A published page that shows the file in a block."""
    body = [{"type": "file", "value": {"document": file.pk, "label": ""}}]
    page = add(
        site.homes["ja"], ContentPage(title="都市の緑", slug="green", summary="概要", body=body)
    )
    settle()
    return page  # type: ignore[no-any-return]


def replace_file(file: Document, *pages: str) -> None:
    file.file = ContentFile(sample_files.pdf(*pages), name="a.pdf")
    file.save()
    following.follow_file(file.pk)
    settle()


def test_a_page_is_found_by_the_text_of_its_file(page: ContentPage, file: Document) -> None:
    [result] = find("堆肥化", "ja").results
    assert result.number == page.number
    assert "<mark>堆肥化</mark>" in result.excerpt
    assert result.file is not None
    assert (result.file.title, result.file.page) == ("整備の手引き", 2)
    assert result.file.url == f"{file.url}#page=2"


def test_a_pages_own_text_goes_before_its_file(page: ContentPage) -> None:
    page.summary = "堆肥化の概要"
    page.save_revision().publish()
    settle()
    [result] = find("堆肥化", "ja").results
    assert (result.file, result.excerpt.startswith("<mark>堆肥化</mark>")) == (None, True)


def test_a_file_that_only_a_text_links_to_is_read_too(site: SmallSite, file: Document) -> None:
    link = f'<p><a linktype="document" id="{file.pk}">手引き</a></p>'
    body = [{"type": "rich_text", "value": link}]
    page = add(site.homes["ja"], ContentPage(title="都市の緑", slug="green", body=body))
    settle()
    assert [result.number for result in find("市民農園", "ja").results] == [page.number]


def test_each_page_that_shows_a_file_is_found_the_readers_language_first(
    site: SmallSite, page: ContentPage, file: Document
) -> None:
    body = [{"type": "file", "value": {"document": file.pk, "label": ""}}]
    add(site.homes["ja"], ContentPage(title="別の頁", slug="other", body=body))
    foreign = add(site.homes["en"], ContentPage(title="Only English", slug="only", body=body))
    settle()
    found = find("堆肥化", "ja", count=("type",))
    assert (found.total, found.foreign_total) == (3, 1)
    assert found.results[-1].number == foreign.number
    assert sum(count.total for count in found.counts["type"]) == found.total
    assert Passage.objects.count() == len(PAGES)


def test_a_replaced_file_is_read_anew_and_its_old_text_is_gone(
    page: ContentPage, file: Document
) -> None:
    replace_file(file, "公共交通の計画")
    assert find("堆肥化", "ja").total == 0
    assert find("公共交通", "ja").total == 1
    assert not Passage.objects.filter(text__contains="堆肥化").exists()
    assert actions.verify() == []


def test_old_text_is_not_found_even_before_the_index_has_followed(
    page: ContentPage, file: Document
) -> None:
    Document.objects.filter(pk=file.pk).update(checksum="0" * 64)
    assert find("堆肥化", "ja").total == 0


@pytest.mark.parametrize(
    "hide",
    [
        lambda page, file: page.unpublish(),
        lambda page, file: page.delete(),
        lambda page, file: lose(file),
        lambda page, file: PageViewRestriction.objects.create(page=page, restriction_type="login"),
        lambda page, file: CollectionViewRestriction.objects.create(
            collection=file.collection, restriction_type="login"
        ),
    ],
    ids=["unpublished", "deleted", "file deleted", "restricted", "collection closed"],
)
def test_the_text_of_what_is_hidden_is_nowhere(
    page: ContentPage, file: Document, hide: Callable[[ContentPage, Document], object]
) -> None:
    file.collection = Collection.get_first_root_node().add_child(name="公開")
    file.save()
    settle()
    assert find("堆肥化", "ja").total == 1
    hide(page, file)
    assert find("堆肥化", "ja").total == 0, "at once"
    settle()
    assert find("堆肥化", "ja").total == 0
    actions.repair()
    assert not Passage.objects.exists()
    assert not FileText.objects.exists()
    assert all(number > 0 for number in engine().stored())


def test_a_file_of_no_published_page_is_not_read(site: SmallSite, file: Document) -> None:
    body = [{"type": "file", "value": {"document": file.pk, "label": ""}}]
    add(site.homes["ja"], ContentPage(title="草稿", slug="draft", body=body), live=False)
    settle()
    assert not FileText.objects.exists()


def test_a_file_whose_collection_closes_while_it_waits_is_not_read(
    page: ContentPage, file: Document
) -> None:
    Passage.objects.all().delete()
    FileText.objects.update(state=FileText.State.WAITING)
    collection = Collection.get_first_root_node().add_child(name="内部")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    Document.objects.filter(pk=file.pk).update(collection=collection)
    assert files.read_waiting() == 0
    assert not Passage.objects.exists()


def test_lost_terms_are_reported_mended_and_made_anew(page: ContentPage) -> None:
    lost = Passage.objects.get(page=2)
    engine().remove([-lost.pk])
    assert [str(one) for one in actions.verify()] == [
        f"passage of a file {lost.pk}: is not in the index"
    ]
    assert len(actions.repair()) == 1
    assert find("堆肥化", "ja").total == 1
    engine().clear()
    call_command("search", "rebuild")
    assert find("堆肥化", "ja").total == 1
    assert actions.verify() == []


def test_a_file_that_cannot_be_fetched_waits_and_is_given_up_in_the_end(
    page: ContentPage, file: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    FileText.objects.update(state=FileText.State.WAITING)

    def fail(_document: Document) -> None:
        raise OSError("The bucket does not answer.")

    monkeypatch.setattr(Document, "open_file", fail)
    for _attempt in range(files.MOST_ATTEMPTS - 1):
        assert files.read_waiting() == 0
        assert files.are_waiting()
    files.read_waiting()
    text = FileText.objects.get()
    assert (text.state, text.error) == ("unreadable", "The bucket does not answer.")


def test_a_file_that_fails_unexpectedly_costs_no_other(
    page: ContentPage, file: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    FileText.objects.update(state=FileText.State.WAITING)
    FileText.objects.create(checksum="0" * 64, state=FileText.State.WAITING)
    other = Document(title="他", file=ContentFile(b"other", name="b.txt"))
    other.save()
    Document.objects.filter(pk=other.pk).update(checksum="0" * 64)
    keep = files._keep_passages

    def fail(checksum: str, parts: list[Part]) -> None:
        if checksum.startswith("0000"):
            raise ValueError("Something nobody thought of.")
        keep(checksum, parts)

    monkeypatch.setattr(files, "_keep_passages", fail)
    assert files.read_waiting() == 1
    for _attempt in range(files.MOST_ATTEMPTS - 1):
        files.read_waiting()
    assert FileText.objects.get(checksum=file.checksum).state == FileText.State.READ
    failed = FileText.objects.get(checksum="0" * 64)
    assert (failed.state, failed.error) == ("unreadable", "Something nobody thought of.")


def test_a_file_that_goes_while_it_is_read_leaves_nothing(
    page: ContentPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = FileText.objects.get()
    FileText.objects.all().delete()
    engine().clear()
    files._keep_passages(text.pk, [Part(1, "堆肥化")])
    assert not Passage.objects.exists()
    assert engine().stored() == set()


@pytest.mark.parametrize(
    ("upload", "reason"),
    [
        ((sample_files.pdf("", "", has_pictures=True), "scan.pdf"), Reason.SCANNED),
        ((sample_files.pdf("秘密", password="x"), "locked.pdf"), Reason.PASSWORD),
        ((b"%PDF-1.7", "broken.pdf"), Reason.DAMAGED),
        ((sample_files.docx(""), "empty.docx"), Reason.EMPTY),
        ((b"PK", "archive.zip"), None),
        ((sample_files.docx("市民農園"), "short.docx"), None),
        ((sample_files.pdf("市民農園"), "short.pdf"), None),
    ],
)
def test_editors_hear_of_files_without_text_and_why(
    page: ContentPage, file: Document, upload: tuple[bytes, str], reason: Reason | None
) -> None:
    data, name = upload
    file.file = ContentFile(data, name=name)
    file.save()
    following.follow_file(file.pk)
    settle()
    assert FileText.objects.get(shown__document=file).reason == (reason or "")
    client, user = sign_in("Editors")
    with translation.override("ja"):
        assert (file_report.without_text(user) is not None) == bool(reason)
        response = client.get(reverse(file_report.URL_NAME))
        exported = client.get(reverse(file_report.URL_NAME), {"export": "csv"})
        csv = b"".join(exported.streaming_content).decode()  # type: ignore[attr-defined]
        html = response.content.decode()
        assert (file.title in html) == bool(reason)
        if reason:
            assert file_report.reason_label(reason) in csv
            assert file_report.advice_for(reason) in html


def test_each_reason_has_a_name_and_advice() -> None:
    assert set(FileText.Reason.values) == set(Reason) == set(file_report.ADVICE_FOR)


def test_pages_that_were_not_counted_are_when_the_text_is_read(
    page: ContentPage, file: Document
) -> None:
    Document.objects.filter(pk=file.pk).update(page_count=None)
    FileText.objects.update(state=FileText.State.WAITING)
    files.read_waiting()
    file.refresh_from_db()
    assert file.page_count == len(PAGES)


def test_the_report_is_for_those_who_may_change_files(client: Client) -> None:
    assert client.get(reverse(file_report.URL_NAME)).status_code == 302
    somebody, _user = sign_in()
    assert somebody.get(reverse(file_report.URL_NAME)).status_code == 302


def test_readers_see_which_page_of_which_file(page: ContentPage, client: Client) -> None:
    html = read(client, "/ja/search/?q=堆肥化")
    [link] = html.select(".result__file a")
    assert link.get_text() == "ファイル「整備の手引き」の2ページ"
    path = str(link["href"])
    assert (path[:11], path[-7:]) == ("/documents/", "#page=2")
    [item] = client.get("/api/delivery/v1/search/?q=堆肥化").json()["items"]
    assert (item["file"]["page"], item["file"]["url"]) == (2, settings.BASE_URL + path)


def test_reading_a_file_that_breaks_the_reader_says_why(
    page: ContentPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise UnreadableError("Reading it took too long.")

    monkeypatch.setattr(files, "read_apart", fail)
    FileText.objects.update(state=FileText.State.WAITING)
    assert files.read_waiting() == 1
    assert FileText.objects.get().error == "Reading it took too long."
    assert ShownFile.objects.count() == 1
