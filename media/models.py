"""Pictures and documents: one record for both languages, never translated copies."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any, ClassVar

from django.conf import settings
from django.core.files import File
from django.db import models, transaction
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    SourceImageIOError,
    WagtailImageFieldFile,
)
from wagtail.images.models import Image as WagtailImage
from wagtail.search import index

from text.characters import clean_file_name

from .pictures import PictureError, format_and_size
from .planning import Made, NotedPicture, Ready, made_together
from .signals import file_stored
from .types import media_type_of
from .unshown import address_of
from .visibility import restricted_collections

#: The media type of files whose pages are counted.
PDF = "application/pdf"


class LibraryFile(models.Model):
    """A file of the media library, whose collection may be closed to the public.

    Its uploader and tags are Wagtail's own fields, named anew because Wagtail's unused models
    of the same names claim the usual reverse names.
    """

    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by user"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    uploaded_by_user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    class Meta:
        abstract = True

    @property
    def is_public(self) -> bool:
        """Whether pages may show it: neither its collection nor one above it is restricted."""
        return self.collection_id not in restricted_collections()  # type: ignore[attr-defined]


class MeasuredFile(WagtailImageFieldFile):  # type: ignore[misc]
    """A picture's file, whose size is read from its beginning: Wagtail's own unpacks it all."""

    def get_image_dimensions(self) -> tuple[int, int]:
        """Return its width and its height as it is displayed.

        Raises:
            SourceImageIOError: it is no picture that is taken.
        """
        is_closed = self.closed
        self.open()
        try:
            return format_and_size(self.read())[1]
        except PictureError as error:
            raise SourceImageIOError(f"{self.name}: {error or type(error).__name__}") from error
        finally:
            if is_closed:
                self.close()
            else:
                self.seek(0)


class Image(LibraryFile, AbstractImage):
    """A picture, with an alternative text for each language."""

    tags = TaggableManager(
        help_text=None, blank=True, verbose_name=_("tags"), related_name="media_images"
    )
    alt_ja = models.CharField(
        _("alternative text in Japanese"),
        max_length=300,
        blank=True,
        help_text=_("What the picture tells somebody who cannot see it, in Japanese."),
    )
    alt_en = models.CharField(
        _("alternative text in English"),
        max_length=300,
        blank=True,
        help_text=_("What the picture tells somebody who cannot see it, in English."),
    )
    credit = models.CharField(
        _("credit"), max_length=255, blank=True, help_text=_("Who made the picture, and when.")
    )
    licence = models.CharField(
        _("licence"),
        max_length=255,
        blank=True,
        help_text=_("The terms under which the picture can be used, for example “CC BY 4.0”."),
    )

    admin_form_fields = (
        "title",
        "file",
        "alt_ja",
        "alt_en",
        "credit",
        "licence",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields: ClassVar[list[index.BaseField]] = [
        *AbstractImage.search_fields,
        index.SearchField("alt_ja"),
        index.SearchField("alt_en"),
        index.SearchField("credit"),
    ]

    class Meta(WagtailImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    #: Sizes that have been made and are about to be kept, by their specifications.
    _made: dict[str, Made] = {}  # replaced, never changed

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            if self.pk and self.file and not self.file._committed:
                FormerPicture.remember(self)
            super().save(*args, **kwargs)

    @contextmanager
    def get_willow_image(self) -> Iterator[NotedPicture]:
        """Give Wagtail the picture to make a size of, which costs no more than it may.

        Raises:
            SourceImageIOError: its file is missing or damaged.
        """
        with self.open_file() as file:
            data = file.read()
        yield NotedPicture(data, self.file.name)

    def create_renditions(self, *filters: Filter) -> dict[Filter, AbstractRendition]:
        """Make sizes of the picture, which is unpacked once for all of them."""
        self._made = made_together(self, filters) if len(filters) > 1 else {}
        try:
            made: dict[Filter, AbstractRendition] = super().create_renditions(*filters)
        finally:
            self._made = {}
        return made

    def generate_rendition_file(
        self,
        filter: Filter,  # noqa: A002  # Wagtail's name
        *,
        source: Any = None,
    ) -> File[bytes]:
        made = self._made.get(filter.spec)
        one = Ready(filter.spec, made) if made else filter
        file: File[bytes] = super().generate_rendition_file(one, source=source if made else None)
        return file

    def alt(self, language_code: str | None = None) -> str:
        """Return the alternative text in a language (the active one by default), or ``""``."""
        code = language_code or get_language() or settings.LANGUAGE_CODE
        return self.alt_en if code == "en" else self.alt_ja

    @property
    def default_alt_text(self) -> str:
        """The alternative text that Wagtail offers where it asks for none."""
        return self.alt()


class Rendition(AbstractRendition):
    """A picture at one size."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    @property
    def url(self) -> str:
        """Its address; one that anybody may use today where a preview is being rendered."""
        return address_of(super().url, "image", self.image_id)


for _model in (Image, Rendition):
    setattr(_model._meta.get_field("file"), "attr_class", MeasuredFile)  # noqa: B010  # mypy


class Document(LibraryFile, AbstractDocument):
    """A file to download. Its size, type, pages and checksum are computed when it is stored."""

    class Language(models.TextChoices):
        JAPANESE = "ja", _("Japanese")
        ENGLISH = "en", _("English")
        BOTH = "mul", _("several languages")
        OTHER = "und", pgettext_lazy("language", "other")

    tags = TaggableManager(
        help_text=None, blank=True, verbose_name=_("tags"), related_name="media_documents"
    )
    language = models.CharField(
        _("language of the document"),
        max_length=3,
        choices=Language.choices,
        default=Language.JAPANESE,
    )
    page_count = models.PositiveIntegerField(_("number of pages"), null=True, editable=False)
    pages_wait = models.BooleanField(default=False, db_default=False, editable=False)
    checksum = models.CharField(_("SHA-256 checksum"), max_length=64, blank=True, editable=False)
    media_type = models.CharField(_("media type"), max_length=100, blank=True, editable=False)

    admin_form_fields = ("title", "file", "language", "collection", "tags")
    search_fields: ClassVar[list[index.BaseField]] = [
        *AbstractDocument.search_fields,
        index.FilterField("language"),
    ]

    class Meta(WagtailDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self) -> None:
        """Check the type of a new file; one that was refused, or is stored, is not asked again."""
        if self.file and not self.file._committed:
            super().clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        has_new_file = bool(self.file) and not self.file._committed
        if has_new_file:
            self.describe_file()
        with transaction.atomic():
            if has_new_file and self.pk:
                FormerDocument.remember(self)
            super().save(*args, **kwargs)
        if has_new_file:
            file_stored.send(type(self), instance=self)

    def describe_file(self) -> None:
        """Compute size, type and checksums from the file's bytes; pages are counted later."""
        self.media_type = media_type_of(self.file.name)
        self.file_size = self.file.size
        self._set_file_hash()
        with self.open_file() as stream:
            digest = hashlib.sha256()
            for chunk in stream.chunks():
                digest.update(chunk)
            self.checksum = digest.hexdigest()
            stream.seek(0)
        self.page_count = None
        self.pages_wait = self.media_type == PDF

    @property
    def url(self) -> str:
        """Its address; one that anybody may use today where a preview is being rendered."""
        return address_of(super().url, "document", self.pk)

    @property
    def content_type(self) -> str:
        """The type that its file is served as, whatever the host's own table says."""
        return media_type_of(self.filename)


class FormerPicture(models.Model):
    """Where a picture, or a size of it, was stored before it was replaced."""

    path = models.CharField(max_length=255, unique=True)
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="former_paths")
    filter_spec = models.CharField(max_length=255, blank=True)
    wagtail_reference_index_ignore = True

    @classmethod
    def remember(cls, image: Image) -> None:
        """Keep the addresses of a picture and of its sizes, before its file is replaced."""
        stored = Image.objects.filter(pk=image.pk).values_list("file", flat=True).first()
        if not stored:
            return
        sizes = dict(image.renditions.values_list("file", "filter_spec"))
        FormerPicture.objects.bulk_create(
            [
                FormerPicture(path=path, image_id=image.pk, filter_spec=specification)
                for path, specification in {stored: "", **sizes}.items()
            ],
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["image", "filter_spec"],
        )


class FormerDocument(models.Model):
    """The name that a document's file had before it was replaced."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=255)
    wagtail_reference_index_ignore = True

    class Meta:
        unique_together = (("document", "name"),)

    @classmethod
    def remember(cls, document: Document) -> None:
        """Keep the name of a document's file, before that is replaced."""
        stored = Document.objects.filter(pk=document.pk).values_list("file", flat=True).first()
        if stored:
            cls.objects.get_or_create(
                document_id=document.pk, name=clean_file_name(PurePath(stored).name)
            )
