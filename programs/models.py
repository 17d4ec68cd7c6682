"""Support frameworks and programmes, and the section that lists them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField, TranslatableField

from content.blocks import BodyStreamBlock
from content.date_fields import YearField
from content.editing.panels import EntriesPanel
from content.facets import choice_facet, vocabulary_facet, year_facet
from content.fields import BlockField
from content.languages import active_language
from content.models import (
    BasePage,
    Country,
    OrderedVocabulary,
    Organisation,
    SectionIndexPage,
    Sector,
)
from content.rich_text import RICH_TEXT_FEATURES

from .forms import ProgramPageForm
from .queries import ProgramManager, State


class SupportForm(OrderedVocabulary):
    """A form that support takes: a grant, a loan, training, sending experts or information."""

    facet_name = "support"
    api_name = "support_forms"

    class Meta(OrderedVocabulary.Meta):
        verbose_name = _("form of support")
        verbose_name_plural = _("forms of support")


class ProgramKind(models.TextChoices):
    FRAMEWORK = "framework", _("Support framework")
    SUPPORT_PROGRAMME = "support_programme", _("Support programme")


class ProgramIndexPage(SectionIndexPage):
    """The front page of the programmes section."""

    facets = (
        choice_facet("kind", _("Kind"), ProgramKind.choices),
        choice_facet("state", _("Applications"), State.choices),
        vocabulary_facet("support", _("Form of support"), SupportForm),
        vocabulary_facet("sector", _("Sector"), Sector),
        vocabulary_facet("country", _("Eligible country"), Country),
        year_facet("year", _("Fiscal year")),
    )
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["programs.ProgramPage"]
    template = "programs/program_index_page.html"

    class Meta:
        verbose_name = _("programmes section")
        verbose_name_plural = _("programmes sections")


class ProgramPage(BasePage):
    """A support framework or programme."""

    summary = models.TextField(
        _("summary"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences, for lists too."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ProgramKind.choices)
    provider = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("provider"),
    )
    applicants = models.TextField(
        _("who may apply"),
        blank=True,
        help_text=_("In words, for example: municipalities in Japan."),
    )
    countries = ParentalManyToManyField(
        Country, blank=True, related_name="+", verbose_name=_("eligible countries")
    )
    sectors = ParentalManyToManyField(
        Sector, blank=True, related_name="+", verbose_name=_("sectors")
    )
    support_forms = ParentalManyToManyField(
        SupportForm, blank=True, related_name="+", verbose_name=_("forms of support")
    )
    amount = models.CharField(
        _("amount"),
        max_length=255,
        blank=True,
        help_text=_("In words and with the currency, for example: up to 10 million yen a year."),
    )
    all_year = models.BooleanField(
        _("applications all year"), default=False, help_text=_("There is no closing date.")
    )
    contact = RichTextField(_("contact"), features=RICH_TEXT_FEATURES, blank=True)
    website_ja = models.URLField(_("website in Japanese"), blank=True)
    website_en = models.URLField(_("website in English"), blank=True)
    body = BlockField(BodyStreamBlock(), verbose_name=_("body"), blank=True)

    base_form_class = ProgramPageForm

    objects = ProgramManager()

    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("provider")]),
                FieldPanel("applicants"),
                EntriesPanel("countries"),
                EntriesPanel("sectors"),
                EntriesPanel("support_forms"),
                FieldPanel("amount"),
            ],
            heading=_("The programme"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("all_year"),
                InlinePanel(
                    "windows",
                    label=_("application window"),
                    help_text=_("Dates and times are those of Japan."),
                ),
            ],
            heading=_("Application windows"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact"),
                FieldRowPanel([FieldPanel("website_ja"), FieldPanel("website_en")]),
            ],
            heading=_("Contact"),
        ),
        FieldPanel("body"),
    ]
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        *BasePage.translatable_fields,
        TranslatableField("summary"),
        SynchronizedField("kind"),
        SynchronizedField("provider"),
        TranslatableField("applicants"),
        SynchronizedField("countries"),
        SynchronizedField("sectors"),
        SynchronizedField("support_forms"),
        TranslatableField("amount"),
        SynchronizedField("all_year"),
        SynchronizedField("windows"),
        TranslatableField("contact"),
        SynchronizedField("website_ja"),
        SynchronizedField("website_en"),
        TranslatableField("body"),
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("applicants"),
        index.SearchField("body"),
        index.RelatedFields(
            "provider", [index.SearchField("name_ja"), index.SearchField("name_en")]
        ),
        index.RelatedFields(
            "sectors", [index.SearchField("name_ja"), index.SearchField("name_en")]
        ),
        index.FilterField("kind"),
    ]
    parent_page_types: ClassVar[list[str]] = ["programs.ProgramIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "programs/program_page.html"
    age_limit_years = 1

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def state_at(self, now: datetime) -> State:
        """Return whether somebody can apply at a moment."""
        if self.all_year:
            return State.ALL_YEAR
        windows = list(self.windows.all())
        if any(window.is_open_at(now) for window in windows):
            return State.OPEN
        if any(window.opens_at and window.opens_at > now for window in windows):
            return State.UPCOMING
        return State.CLOSED if windows else State.UNKNOWN

    def deadline_at(self, now: datetime) -> datetime | None:
        """When the window that is open at a moment closes; the earliest, if several are open."""
        deadlines = [
            window.closes_at
            for window in self.windows.all()
            if window.is_open_at(now) and window.closes_at
        ]
        return min(deadlines, default=None)

    def opening_at(self, now: datetime) -> datetime | None:
        """When the next window after a moment opens, if none is open then."""
        if self.state_at(now) != State.UPCOMING:
            return None
        openings = [
            window.opens_at
            for window in self.windows.all()
            if window.opens_at and window.opens_at > now
        ]
        return min(openings)

    def structured_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"@type": "GovernmentService"}
        if self.provider:
            data["provider"] = {"@type": "Organization", "name": self.provider.name}
        if self.applicants:
            data["audience"] = {"@type": "Audience", "audienceType": self.applicants}
        return data


class ApplicationWindow(Orderable):
    """When applications are taken: from the moment it opens until the moment it closes.

    Shared by both languages, so its note has one text for each.
    """

    program = ParentalKey(ProgramPage, on_delete=models.CASCADE, related_name="windows")
    fiscal_year = YearField(
        _("fiscal year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1950), MaxValueValidator(2200)],
        help_text=_("The Japanese fiscal year, which starts in April, for example 2026."),
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    note_ja = models.CharField(_("note in Japanese"), max_length=200, blank=True)
    note_en = models.CharField(_("note in English"), max_length=200, blank=True)

    panels: ClassVar[list[Panel]] = [
        FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at"), FieldPanel("fiscal_year")]),
        FieldRowPanel([FieldPanel("note_ja"), FieldPanel("note_en")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("application window")
        verbose_name_plural = _("application windows")

    def clean(self) -> None:
        super().clean()
        if not self.opens_at and not self.closes_at:
            raise ValidationError({"opens_at": _("Enter the opening, the closing, or both.")})
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError(
                {"closes_at": _("Enter a closing date and time after the opening.")}
            )

    def is_open_at(self, now: datetime) -> bool:
        """Whether applications are taken at a moment."""
        opened = self.opens_at is None or self.opens_at <= now
        return opened and (self.closes_at is None or now < self.closes_at)

    @property
    def note(self) -> str:
        """The note in the language being read."""
        return self.note_en if active_language() == "en" else self.note_ja
