"""A process is killed anywhere in a publish: nothing hidden stays, and repair mends the rest."""

from __future__ import annotations

import logging
import os
import random
import signal
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from wagtail.models import Page, PageViewRestriction

from content.visibility import public_pages
from home.models import ContentPage
from publishing.models import Document
from publishing.writing import actions

from ..small_site import SmallSite, add

pytestmark = pytest.mark.usefixtures("refill_database")
logger = logging.getLogger(__name__)

#: SQLite's test database lives in the memory of this process, which a killed one cannot share.
ON_A_SERVER = connection.vendor == "postgresql"
KILLS = 50
#: Kills between two repairs: what they leave behind adds up.
BETWEEN_REPAIRS = 10
#: Statements and commits within which a process is killed: about those of a publish.
MOST_POINTS = 150
DRAFT = "zqxdraft"

if ON_A_SERVER:

    def one_page(chance: random.Random, *, public: bool = False) -> ContentPage:
        """Pick a page; a public one, as far as there is any."""
        pages = ContentPage.objects.exclude(slug="closed").order_by("pk")
        return chance.choice(list(public_pages(pages) if public else pages) or list(pages))

    def publish(chance: random.Random) -> None:
        page = one_page(chance)
        page.title = f"{page.slug} {chance.random()}"
        page.save_revision().publish()

    def draft(chance: random.Random) -> None:
        page = one_page(chance)
        page.title = DRAFT
        page.save_revision()

    def unpublish(chance: random.Random) -> None:
        one_page(chance, public=True).unpublish()

    def restrict(chance: random.Random) -> None:
        page = Page.objects.get(pk=one_page(chance, public=True).pk)
        PageViewRestriction.objects.create(page=page, restriction_type="login")

    def open_again(chance: random.Random) -> None:
        for restriction in PageViewRestriction.objects.exclude(page__slug="closed"):
            restriction.delete()

    def move(chance: random.Random) -> None:
        page = one_page(chance, public=True)
        targets = Page.objects.filter(slug__in=["open", "closed"]).exclude(pk=page.pk)
        target = chance.choice(list(targets.order_by("pk")))
        if page.can_move_to(target.specific) and not target.is_descendant_of(page):
            page.move(target, pos="last-child")

    OPERATIONS = [publish, publish, publish, draft, unpublish, restrict, open_again, move, move]

    def work_until_killed(seed: int) -> None:
        """Do one thing after another until a random statement or commit, and die there."""
        chance = random.Random(seed)
        left = chance.randint(1, MOST_POINTS)

        def pass_point() -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        def execute(run: Callable[..., Any], *arguments: Any) -> Any:
            pass_point()
            return run(*arguments)

        commit = connection._commit

        def commit_between_points() -> None:
            pass_point()
            commit()
            pass_point()

        connection._commit = commit_between_points
        with connection.execute_wrapper(execute):
            while True:
                chance.choice(OPERATIONS)(chance)

    def kill_one(seed: int) -> None:
        """Let a process of its own work until it is killed."""
        connection.close()  # or both processes would speak over one
        child = os.fork()
        if child == 0:
            try:
                work_until_killed(seed)
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(1)
        _child, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"seed {seed} failed by itself"
        assert os.WTERMSIG(status) == signal.SIGKILL

    def assert_nothing_hidden_is_stored(seed: int) -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            public = set(public_pages().values_list("pk", flat=True))
            documents = list(Document.objects.values_list("page_id", "body", "card"))
        stored = {page_id for page_id, _body, _card in documents}
        assert stored <= public, f"seed {seed}"
        texts = b"".join(bytes(body) + bytes(card) for _page_id, body, card in documents)
        assert DRAFT.encode() not in texts, f"seed {seed}"

    @pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_whatever_a_killed_process_leaves_is_mended_and_nothing_hidden_is_stored() -> None:
        home = SmallSite().homes["ja"]
        closed = add(home, ContentPage(title="closed", slug="closed"))
        shelf = add(home, ContentPage(title="open", slug="open"))
        first = add(shelf, ContentPage(title="first", slug="first"))
        add(first, ContentPage(title="below", slug="below"))
        link = [{"type": "related_pages", "value": {"title": "", "pages": [first.pk]}}]
        add(home, ContentPage(title="linking", slug="linking", body=link))
        PageViewRestriction.objects.create(page=closed.page_ptr, restriction_type="login")
        start = random.randrange(2**32)
        logger.info("seeds %d to %d", start, start + KILLS - 1)
        for seed in range(start, start + KILLS):
            kill_one(seed)
            assert_nothing_hidden_is_stored(seed)
            if (seed - start) % BETWEEN_REPAIRS == BETWEEN_REPAIRS - 1:
                actions.repair()
                assert actions.verify() == [], f"seeds {start} to {seed}"
        assert_nothing_hidden_is_stored(start + KILLS)
