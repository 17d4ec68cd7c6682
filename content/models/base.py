"""The page that all our pages are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page, Revision, TaskState
from wagtail.search import index
from wagtail_headless_preview.models import HeadlessPreviewMixin
from wagtail_headless_preview.settings import headless_preview_settings
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField, TranslatableField

from ..forms import BaseCopyForm, BasePageForm
from ..languages import LANGUAGES
from ..showing import shown_page
from ..visibility import is_foreign_alias, is_public
from .page_numbers import PageNumber
from .tags import TaggedPage


class TranslationStanding(models.TextChoices):
    """How far a reader may rely on a text's wording."""

    ORIGINAL = "original", _("Original")
    OFFICIAL = "official", _("Official translation")
    PROVISIONAL = "provisional", _("Provisional translation")
    MACHINE = "machine", _("Machine translation")


#: Where a revision keeps what its fields cannot hold.
ODD_VALUES = "odd_values"


def needs_correcting(title: str) -> str:
    """Say that a draft cannot be published yet, and what to do."""
    return gettext(
        "“%(title)s” has entries that need correcting. Open the page, correct what is marked, and "
        "publish it there."
    ) % {"title": title}


class BasePage(HeadlessPreviewMixin, Page):
    """What every page has: dates kept apart, an owner, its translation's standing, a number.

    Each field is translated, shared by both languages, or each language's own: a page type
    names its fields in ``translatable_fields`` (``TranslatableField`` and ``SynchronizedField``)
    and in ``independent_fields``; a system check fails on one that is in neither.
    """

    base_form_class = BasePageForm
    copy_form_class = BaseCopyForm
    #: What the page itself is to search engines (schema.org), beside what it is about.
    schema_type: ClassVar[str] = "WebPage"
    #: Years without review after which readers are told that a page may be out of date.
    age_limit_years: ClassVar[int | None] = None
    #: Whether the site stands on pages of this type: neither deleted, moved nor taken down.
    is_fixed: ClassVar[bool] = False
    #: Whether ``clean`` lets pass what is merely missing: while a form saves a draft.
    may_be_incomplete: bool = False

    listing_image = models.ForeignKey(
        "media.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("listing image"),
        help_text=_("Shown in lists, at the top of the page and when the page is shared."),
    )
    tags = ClusterTaggableManager(
        through=TaggedPage,
        blank=True,
        verbose_name=_("tags"),
        help_text=_(
            "Words of your own in this page’s language, separated by commas. For example: "
            "city-to-city cooperation, waste"
        ),
    )
    content_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner of the content"),
        help_text=_(
            "The person who keeps this page correct and is reminded when it is due for review."
        ),
    )
    review_by = models.DateField(
        _("review by"),
        null=True,
        blank=True,
        help_text=_("The day by which this page is to be checked again."),
    )
    last_reviewed_on = models.DateField(
        _("last reviewed"),
        null=True,
        blank=True,
        help_text=_("The day on which someone last checked that everything here is still true."),
    )
    translation_standing = models.CharField(
        _("kind of translation"),
        max_length=12,
        choices=TranslationStanding.choices,
        default=TranslationStanding.ORIGINAL,
    )
    prevailing_language = models.CharField(
        _("prevailing language"),
        max_length=2,
        choices=LANGUAGES,
        blank=True,
        help_text=_("The language that prevails if the two differ. Leave empty for an original."),
    )

    content_panels: ClassVar[list[Panel]] = [*Page.content_panels]
    promote_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("show_in_menus"),
            ],
            heading=_("Address and search engines"),
        ),
        FieldPanel("listing_image"),
        FieldPanel("tags"),
    ]
    settings_panels: ClassVar[list[Panel]] = [
        *Page.settings_panels,
        MultiFieldPanel(
            [
                FieldPanel("content_owner"),
                FieldPanel("review_by"),
                FieldPanel("last_reviewed_on"),
            ],
            heading=_("Review of this page"),
        ),
        MultiFieldPanel(
            [FieldPanel("translation_standing"), FieldPanel("prevailing_language")],
            heading=_("Kind of translation"),
        ),
    ]
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        TranslatableField("title"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        SynchronizedField("slug", overridable=False),
        SynchronizedField("show_in_menus"),
        SynchronizedField("listing_image"),
    ]
    independent_fields: ClassVar[tuple[str, ...]] = (
        "tags",
        "tagged_items",
        "content_owner",
        "review_by",
        "last_reviewed_on",
        "translation_standing",
        "prevailing_language",
    )
    search_fields: ClassVar[list[index.BaseField]] = [
        *Page.search_fields,
        index.RelatedFields("tags", [index.SearchField("name")]),
        index.FilterField("translation_standing"),
    ]

    class Meta:
        abstract = True

    #: What a draft keeps although its fields cannot hold it: texts by field, kept in revisions
    #: alone; empty for a block's field, whose value keeps what is odd.
    odd_values: Mapping[str, str] = MappingProxyType({})

    def serializable_data(self) -> dict[str, Any]:
        data: dict[str, Any] = super().serializable_data()
        if self.odd_values:
            data[ODD_VALUES] = dict(self.odd_values)
        return data

    def with_content_json(self, content: dict[str, Any]) -> BasePage:
        page: BasePage = super().with_content_json(content)
        page.odd_values = content.get(ODD_VALUES, {})
        return page

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Store the page as it is written now, as a revision.

        Autosave writes over its last revision, also after somebody has published, scheduled or
        decided on it meanwhile. Such a revision keeps its text, and a new one is made.
        """
        overwritten = kwargs.get("overwrite_revision")
        if overwritten is not None and self._is_decided(overwritten):
            kwargs["overwrite_revision"] = None
        revision: Revision = super().save_revision(*args, **kwargs)
        return revision

    def _is_decided(self, revision: Revision) -> bool:
        if revision.approved_go_live_at or revision.pk == self.live_revision_id:
            return True
        decisions = TaskState.objects.filter(revision=revision)
        return decisions.exclude(status=TaskState.STATUS_IN_PROGRESS).exists()

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision.

        Raises:
            ValidationError: it keeps values that its fields cannot hold.
        """
        if revision.content.get(ODD_VALUES):
            raise ValidationError(needs_correcting(revision.object_str))
        return super().publish(revision, *args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.is_fixed and self.expire_at:
            raise ValidationError(
                {"expire_at": _("The site stands on this page: leave its end empty.")}
            )
        original = self.translation_standing == TranslationStanding.ORIGINAL
        if original and self.prevailing_language:
            raise ValidationError(
                {
                    "prevailing_language": _(
                        "An original always prevails: leave this empty, or change the "
                        "kind of translation."
                    )
                }
            )
        if not original and not self.prevailing_language and not self.may_be_incomplete:
            raise ValidationError(
                {"prevailing_language": _("Choose which language prevails for this translation.")}
            )
        official = self.translation_standing == TranslationStanding.OFFICIAL
        if not original and not official and self.prevailing_language == self.language_code:
            raise ValidationError(
                {
                    "prevailing_language": _(
                        "Choose the language of the original: only an official translation can "
                        "prevail."
                    )
                }
            )
        if self.last_reviewed_on and self.last_reviewed_on > timezone.localdate():
            raise ValidationError({"last_reviewed_on": _("Enter a date that is today or earlier.")})

    def save(self, *args: Any, **kwargs: Any) -> Any:
        result = super().save(*args, **kwargs)
        PageNumber.objects.issue(self.translation_key)
        return result

    @cached_property
    def number(self) -> int | None:
        """The permanent number, shared with the translations; ``None`` before the first save."""
        return PageNumber.objects.of(self.translation_key) if self.pk else None

    @property
    def language_code(self) -> str:
        """The language that this page is written in."""
        return self.locale.language_code

    @property
    def summary_text(self) -> str:
        """A sentence or two for lists and search engines."""
        return getattr(self, "summary", "") or self.search_description

    @property
    def updated_on(self) -> date | None:
        """The day of the latest publication, in Japan."""
        return timezone.localdate(self.last_published_at) if self.last_published_at else None

    @property
    def outdated_from(self) -> date | None:
        """The first day on which readers are told that this page may be out of date."""
        known = [day for day in (self.updated_on, self.last_reviewed_on) if day]
        if self.age_limit_years is None or not known:
            return None
        return max(known) + timedelta(days=365 * self.age_limit_years + 1)

    def structured_data(self) -> dict[str, Any] | None:
        """Return what schema.org says of the subject, its ``@type`` at least, or ``None``."""
        return None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with a page that not everybody may see, to those who may.

        What everybody may see is answered from its document, so nothing public comes here: a
        page that is public and not published is not there. Nor is a mirror of the other
        language's page, or of what only its own section restricts: Wagtail asks an alias's source
        for the source's own restrictions, not for those that it inherits.

        Raises:
            Http404: the page is not there.
        """
        if is_foreign_alias(self) or is_public(self):
            raise Http404
        if self.alias_of_id and not self.get_view_restrictions().exists():
            raise Http404
        return super().serve(request, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show a draft by the external front end where there is one, else by our own template."""
        if headless_preview_settings.CLIENT_URLS:
            response: HttpResponse = super().serve_preview(request, mode_name)
        else:
            response = Page.serve_preview(self, request, mode_name)
        return response

    def get_preview_url(self, request: HttpRequest, token: str) -> str:
        """Return where the external front end shows a draft, in the same form as a shared one."""
        return f"{self.get_client_root_url(request)}?{urlencode({'preview': token})}"

    def serve_password_required_response(
        self, request: HttpRequest, form: Any, action_url: str
    ) -> TemplateResponse:
        """Ask for the password of a restricted page, and tell nothing about the page itself."""
        return TemplateResponse(
            request,
            "wagtailcore/password_required.html",
            {"form": form, "action_url": action_url},
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the template is given: the page as its document would be published now."""
        return {**super().get_context(request, *args, **kwargs), **shown_page(self, request)}
