"""The read model's tables: what the public may read, and what has changed.

Pages are named by their ids and never by foreign keys: a document outlives its page until its
tombstone is written.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .queries import ChangeManager, DocumentManager


class Document(models.Model):
    """A public page in one language, ready to be read; see :class:`~.render.Rendered`.

    ``etag`` is the SHA-256 of ``body``. ``changed_at`` is when the bytes last changed,
    ``rendered_at`` the moment for which they were rendered, ``round`` the round of the ledger in
    which they were. ``related_shared`` and
    ``related_distance`` are what another page has to surpass to become one of its related pages.
    """

    page_id = models.BigIntegerField(unique=True)
    parent_id = models.BigIntegerField(null=True)
    number = models.BigIntegerField(_("page number"))
    locale = models.CharField(_("language"), max_length=10)
    translation_key = models.UUIDField(db_index=True)
    type = models.CharField(max_length=40)
    section = models.CharField(max_length=40)
    path = models.CharField(max_length=2048, db_index=True)
    title = models.CharField(_("title"), max_length=255)
    position = models.CharField(max_length=255)
    sort_key = models.CharField(max_length=40)
    in_menus = models.BooleanField(default=False)
    related_shared = models.PositiveIntegerField(default=0, db_default=0)
    related_distance = models.BigIntegerField(default=0, db_default=0)
    body = models.BinaryField()
    card = models.BinaryField()
    etag = models.CharField(max_length=64)
    first_published_at = models.DateTimeField(null=True)
    last_published_at = models.DateTimeField()
    fresh_until = models.DateTimeField(null=True, db_index=True)
    rendered_at = models.DateTimeField()
    round = models.BigIntegerField(default=0, db_default=0)
    changed_at = models.DateTimeField()

    objects = DocumentManager()

    class Meta:
        verbose_name = _("published document")
        verbose_name_plural = _("published documents")
        constraints = [
            models.UniqueConstraint(fields=["number", "locale"], name="one_document_per_language")
        ]
        indexes = [
            models.Index(fields=["locale", "section", "position"]),
            models.Index(fields=["locale", "last_published_at", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.locale}) {self.title}"


class Facet(models.Model):
    """A value by which lists find a document, between two moments where these are given."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="facets")
    key = models.CharField(max_length=40)
    value = models.CharField(max_length=120)
    label = models.CharField(max_length=255, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("facet")
        verbose_name_plural = _("facets")
        indexes = [models.Index(fields=["key", "value", "document"])]

    def __str__(self) -> str:
        return f"{self.key}={self.value}"


class Dependency(models.Model):
    """That a document shows something; ``name`` is one of :mod:`content.dependencies`."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="dependencies")
    name = models.CharField(max_length=120, db_index=True)

    class Meta:
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        constraints = [
            models.UniqueConstraint(fields=["document", "name"], name="one_row_per_dependency")
        ]

    def __str__(self) -> str:
        return self.name


class Change(models.Model):
    """A line of the change log: a document that was stored, or the tombstone of one.

    ``sequence`` increases without a reader ever seeing a smaller one later.
    """

    class Kind(models.TextChoices):
        UPSERT = "upsert", _("stored")
        TOMBSTONE = "tombstone", _("removed")

    sequence = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.BigIntegerField()
    locale = models.CharField(max_length=10)
    path = models.CharField(max_length=2048, db_index=True)
    etag = models.CharField(max_length=64, blank=True)
    happened_at = models.DateTimeField()

    objects = ChangeManager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ("sequence",)
        indexes = [models.Index(fields=["number", "locale", "sequence"])]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind} {self.number} ({self.locale})"


class Ledger(models.Model):
    """The one row that whoever writes to the read model holds while writing.

    ``last_sequence`` is the newest line of the change log, ``next_due`` the earliest moment at
    which time alone changes a document, and ``round`` the number of times that it was held.
    """

    last_sequence = models.BigIntegerField(default=0)
    round = models.BigIntegerField(default=0, db_default=0)
    next_due = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("ledger")
        verbose_name_plural = _("ledger")

    def __str__(self) -> str:
        return str(self.last_sequence)


class Follower(models.Model):
    """How far something that follows the change log has come."""

    name = models.CharField(max_length=40, unique=True)
    sequence = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("follower of the change log")
        verbose_name_plural = _("followers of the change log")

    def __str__(self) -> str:
        return f"{self.name} {self.sequence}"


class Pending(models.Model):
    """Something that happened and is not yet in the read model; see :mod:`.waiting`.

    ``turn`` says what goes first, ``mark`` is another one each time that a name is recorded again.
    ``round`` is the one of the ledger in which that was looked at because of which something waits.
    """

    class Turn(models.IntegerChoices):
        RECORDED = 0, "recorded"
        CHANGED = 1, "changed"
        FOLLOWING = 2, "following"
        RELATING = 3, "relating"
        MANY = 4, "one of many"
        RELATING_MANY = 5, "relating one of many"

    name = models.CharField(max_length=120, unique=True)
    turn = models.PositiveSmallIntegerField(
        choices=Turn.choices, default=Turn.RECORDED, db_default=0
    )
    mark = models.BigIntegerField(default=0, db_default=0)
    round = models.BigIntegerField(default=0, db_default=0)
    recorded_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("pending change")
        verbose_name_plural = _("pending changes")
        indexes = [models.Index(fields=["turn", "id"], name="publishing_pending_turn")]

    def __str__(self) -> str:
        return self.name


class Job(models.Model):
    """What somebody has asked the admin to do to many things, done in the background bit by bit.

    ``address`` and ``form`` are what was sent, ``left`` the ids that are still to be named at that
    address (none where it does everything at once), ``said`` pairs of a message's level and text.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=2048)
    host = models.CharField(max_length=255)
    is_secure = models.BooleanField(default=False)
    form = models.JSONField(default=dict)
    left = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    said = models.JSONField(default=list)
    next_address = models.CharField(max_length=2048)
    created_at = models.DateTimeField(auto_now_add=True)
    worked_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")

    def __str__(self) -> str:
        return f"{self.address} {self.done}/{self.total}"
