"""What search keeps of each published document, and how far it has followed the change log.

The terms themselves are in tables of the engine's own (:mod:`.engines`).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.languages import LANGUAGES
from media.models import Document as MediaDocument
from publishing.models import Document

from .analysis import ANALYSER_VERSION
from .reading.parts import Reason


class Entry(models.Model):
    """A published document as search reads it: its texts, without markup.

    It goes with its document, so that nothing is found that is no longer published. ``names``
    holds other names of the page, one on each line; ``labels`` its tags and the names of its
    vocabulary entries. ``name_terms`` are the terms of the title and of each name, one name
    on each line. ``fingerprint`` tells whether its terms are those of these texts.
    """

    document = models.OneToOneField(
        Document, on_delete=models.CASCADE, primary_key=True, related_name="search_entry"
    )
    locale = models.CharField(_("language"), max_length=10, db_index=True)
    title = models.TextField(_("title"))
    names = models.TextField(_("other names"), blank=True)
    labels = models.TextField(_("labels"), blank=True)
    name_terms = models.TextField(blank=True, default="", db_default="")
    summary = models.TextField(_("summary"), blank=True)
    body = models.TextField(_("text"), blank=True)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        # Holds all that ranking reads of an entry.
        indexes = [models.Index(fields=["document", "locale"], name="search_entry_languages")]

    def __str__(self) -> str:
        return self.title


class FileText(models.Model):
    """A file that published pages show, as search reads it; known by its SHA-256 checksum.

    It goes when no published page shows the file any more. ``reason`` says why there is no text,
    or not all of it; it is empty where everything was read, however short.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("not read yet")
        READ = "read", _("read")
        NO_TEXT = "no_text", _("no text")
        UNREADABLE = "unreadable", _("cannot be read")
        UNSUPPORTED = "unsupported", _("type without text")

    class Reason(models.TextChoices):
        SCANNED = Reason.SCANNED.value, _("pictures of pages (scanned)")
        EMPTY = Reason.EMPTY.value, _("no letters")
        PASSWORD = Reason.PASSWORD.value, _("protected by a password")
        DAMAGED = Reason.DAMAGED.value, _("damaged")
        PARTLY = Reason.PARTLY.value, _("damaged in part")
        OLD_FORMAT = Reason.OLD_FORMAT.value, _("old Office format")
        OTHER_TYPE = Reason.OTHER_TYPE.value, _("not of the type that its name says")
        ENCODING = Reason.ENCODING.value, _("unknown character encoding")
        TOO_MUCH = Reason.TOO_MUCH.value, _("too large to be read whole")
        NOT_FETCHED = Reason.NOT_FETCHED.value, _("could not be fetched from the storage")

    checksum = models.CharField(max_length=64, primary_key=True)
    state = models.CharField(
        _("text"), max_length=12, choices=State.choices, default=State.WAITING, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(
        _("reason"), max_length=12, choices=Reason.choices, blank=True, default="", db_default=""
    )
    error = models.TextField(_("technical message"), blank=True)
    analyser = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")

    def __str__(self) -> str:
        return self.checksum


class Passage(models.Model):
    """A page of a file, or a part of one without pages; its terms are in the engine's tables."""

    file = models.ForeignKey(FileText, on_delete=models.CASCADE, related_name="passages")
    page = models.PositiveIntegerField(_("page"), null=True)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("passage of a file")
        verbose_name_plural = _("passages of files")

    def __str__(self) -> str:
        return f"{self.file_id} {self.page or ''}"


class ShownFile(models.Model):
    """That a published document shows a file, and how it calls it."""

    document = models.ForeignKey(MediaDocument, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(FileText, on_delete=models.CASCADE, related_name="shown")
    title = models.CharField(_("title"), max_length=255)
    url = models.CharField(max_length=2048)
    language = models.CharField(_("language"), max_length=10)

    class Meta:
        verbose_name = _("file of a published document")
        verbose_name_plural = _("files of published documents")
        constraints = [models.UniqueConstraint(fields=["entry", "file"], name="one_row_per_file")]

    def __str__(self) -> str:
        return self.title


class Progress(models.Model):
    """The one row that says how far the index has followed the change log, and who analysed it.

    Whoever writes to the index holds it while writing.
    """

    last_sequence = models.BigIntegerField(default=0)
    analyser = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("progress of the index")
        verbose_name_plural = _("progress of the index")

    def __str__(self) -> str:
        return str(self.last_sequence)

    @classmethod
    def hold(cls) -> Progress:
        """Return the row, and hold it until the transaction ends."""
        cls.objects.get_or_create(pk=1, defaults={"analyser": ANALYSER_VERSION})
        return cls.objects.select_for_update().get(pk=1)


class AskedQuestion(models.Model):
    """How often a question was asked on a day, and how often nothing was found; see :mod:`.asked`.

    ``text`` is the question in one width and case. Nothing else is kept of it, above all not who
    asked, nor when within the day.
    """

    LONGEST = 100

    day = models.DateField(_("day"))
    locale = models.CharField(_("language"), max_length=10, choices=LANGUAGES)
    text = models.CharField(_("search term"), max_length=LONGEST)
    asked = models.PositiveIntegerField(_("searches"), default=0)
    without_result = models.PositiveIntegerField(_("searches without results"), default=0)

    class Meta:
        verbose_name = _("search term used")
        verbose_name_plural = _("search terms used")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["day", "locale", "text"], name="one_line_per_question_and_day"
            )
        ]

    def __str__(self) -> str:
        return self.text
