"""What was asked, counted by day: a question and its language, and nothing of who asked.

A question is counted in the memory of the process that answered it, and written some seconds later
by a thread of its own: no search waits for the database, and none fails with it. A process that is
killed loses those seconds.
"""

from __future__ import annotations

import atexit
import logging
import re
import threading
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from search.models import AskedQuestion

logger = logging.getLogger(__name__)

#: Seconds after which what was counted is written.
WRITTEN_AFTER = 20.0
#: Different questions that wait at most; further ones are not counted.
MOST_WAITING = 2_000
#: A client's questions that are counted in a minute: nobody types more, programs do.
MOST_OF_A_CLIENT = 20
MINUTE = 60

_EMAIL = re.compile(r"\S@\S")
#: So many digits, however they are divided, may be a telephone, account or insurance number.
_LONG_NUMBER = re.compile(r"\d(?:[\s().,/+\-‐-―ー]*\d){8,}")
_PROGRAM = re.compile(r"bot\b|bot/|crawl|spider|slurp|archiver|monitor", re.IGNORECASE)

#: A day, a language and a question.
Key = tuple[date, str, str]


@dataclass
class _Waiting:
    """What this process has counted and not written yet; ``minute`` is the one of ``clients``."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    asked: Counter[Key] = field(default_factory=Counter)
    without_result: Counter[Key] = field(default_factory=Counter)
    is_due: bool = False
    minute: int = 0
    clients: Counter[int] = field(default_factory=Counter)
    repeated: set[tuple[int, Key]] = field(default_factory=set)


_waiting = _Waiting()


def note(text: str, locale: str, *, is_empty: bool, client: str = "", agent: str = "") -> None:
    """Count a question; ``is_empty`` where nothing was found. Never raises.

    Of a ``client``, an address, a question counts once in a minute, and only so many do; it is
    remembered for that minute as a number in memory, and never written. An ``agent`` that calls
    itself a program is not counted. Nor is what looks like somebody's own data.
    """
    try:
        question = kept_form(text)
        if not settings.SEARCH_LOG_DAYS or not question or _PROGRAM.search(agent):
            return
        _count((timezone.localdate(), locale, question), is_empty, client)
    except Exception as error:  # noqa: BLE001  # nobody's search fails for the sake of the report
        logger.warning("A question was not counted: %s", type(error).__name__)


def kept_form(text: str) -> str:
    """Return a question in the form in which it is kept, empty where it must not be kept."""
    question = " ".join(unicodedata.normalize("NFKC", text.replace("\x00", " ")).lower().split())
    is_personal = _EMAIL.search(question) or _LONG_NUMBER.search(question)
    return "" if is_personal or len(question) > AskedQuestion.LONGEST else question


def _count(key: Key, is_empty: bool, client: str) -> None:
    with _waiting.lock:
        if client and not _is_first(hash(client), key):
            return
        if key not in _waiting.asked and len(_waiting.asked) >= MOST_WAITING:
            return
        _waiting.asked[key] += 1
        _waiting.without_result[key] += is_empty
        if _waiting.is_due:
            return
        _waiting.is_due = True
    later(write)


def _is_first(client: int, key: Key) -> bool:
    """Whether a client asks this for the first time in this minute, and not too much."""
    minute = int(time.monotonic()) // MINUTE
    if minute != _waiting.minute:
        _waiting.minute = minute
        _waiting.clients.clear()
        _waiting.repeated.clear()
    if (client, key) in _waiting.repeated or _waiting.clients[client] >= MOST_OF_A_CLIENT:
        return False
    _waiting.clients[client] += 1
    _waiting.repeated.add((client, key))
    return True


def later(action: Callable[[], object]) -> None:
    """Do something a little later, in a thread of its own."""
    timer = threading.Timer(WRITTEN_AFTER, _alone, [action])
    timer.daemon = True
    timer.start()


def _alone(action: Callable[[], object]) -> None:
    try:
        action()
    finally:
        connection.close()


def write() -> None:
    """Write what was counted; what cannot be written now is tried again with the next question."""
    with _waiting.lock:
        asked, _waiting.asked = _waiting.asked, Counter()
        empty, _waiting.without_result = _waiting.without_result, Counter()
        _waiting.is_due = False
    if not asked:
        return
    try:
        _store(asked, empty)
    except Exception as error:  # noqa: BLE001  # as above
        # Without the traceback: databases quote values in their messages.
        logger.warning("The questions asked were not written yet: %s", type(error).__name__)
        with _waiting.lock:
            _waiting.asked += asked
            _waiting.without_result += empty


def _store(asked: Counter[Key], empty: Counter[Key]) -> None:
    keys = sorted(asked)  # in one order, so that two processes never wait for each other
    with transaction.atomic():
        AskedQuestion.objects.bulk_create(
            [AskedQuestion(day=day, locale=locale, text=text) for day, locale, text in keys],
            ignore_conflicts=True,
        )
        for key in keys:
            day, locale, text = key
            AskedQuestion.objects.filter(day=day, locale=locale, text=text).update(
                asked=F("asked") + asked[key], without_result=F("without_result") + empty[key]
            )


def forget(everything: bool = False) -> int:
    """Delete questions that are older than they may be kept, or all; return how many lines."""
    questions = AskedQuestion.objects.all()
    if settings.SEARCH_LOG_DAYS and not everything:
        first = timezone.localdate() - timedelta(days=settings.SEARCH_LOG_DAYS - 1)
        questions = questions.filter(day__lt=first)
    return questions.delete()[0]


def write_at_the_end() -> None:
    """Write what is left when the process ends in good order."""
    if _waiting.asked:
        _alone(write)


atexit.register(write_at_the_end)
