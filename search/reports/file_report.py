"""Tells editors which published files search and screen readers cannot read, and why."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from content.editing.next_steps import NextStep, step_about
from media.models import Document
from search.models import FileText
from search.reading.parts import Reason

URL_NAME = "files_without_text"
_SAVE_ANEW = gettext_lazy(
    "Open the file, save it again in the program that it was made with (or export it as PDF), and"
    " replace it here."
)
#: What to do about each reason.
ADVICE_FOR = {
    Reason.SCANNED: gettext_lazy(
        "Run text recognition (OCR) over the file, or export it as PDF from the original. Then"
        " replace it here."
    ),
    Reason.EMPTY: gettext_lazy(
        "Nothing that is shown has letters. If the text is a picture, outlines or hidden, make it"
        " real text that is shown, and replace the file. If the file has no text by intention,"
        " nothing needs to be done."
    ),
    Reason.PASSWORD: gettext_lazy("Save the file without a password, and replace it here."),
    Reason.DAMAGED: _SAVE_ANEW,
    Reason.PARTLY: _SAVE_ANEW,
    Reason.OLD_FORMAT: gettext_lazy(
        "Save the file as docx, xlsx, pptx or PDF, and replace it here."
    ),
    Reason.OTHER_TYPE: gettext_lazy(
        "Check which type the file really has, save it in the type that its name says, and"
        " replace it here."
    ),
    Reason.ENCODING: gettext_lazy("Save the file as UTF-8, and replace it here."),
    Reason.TOO_MUCH: gettext_lazy(
        "Only the beginning, or nothing, can be found by search. Divide the file into smaller"
        " ones, and replace it here."
    ),
    Reason.NOT_FETCHED: gettext_lazy(
        "Check whether the file can be downloaded. If not, upload it again; if so, tell an"
        " administrator."
    ),
}


def files_without_text(user: Any) -> QuerySet[Document]:
    """Return the published files without a text, or not all of it, that a person may change."""
    texts = FileText.objects.exclude(reason="")
    policy = policy_registry.get_by_type(Document)
    found: QuerySet[Document] = (
        policy.instances_user_has_permission_for(user, "change")
        .filter(checksum__in=texts.values("pk"))
        .annotate(text_reason=Subquery(texts.filter(pk=OuterRef("checksum")).values("reason")))
        .order_by("-created_at", "pk")
    )
    return found


def without_text(user: Any) -> NextStep | None:
    """Published files that have no text, for the dashboard."""
    return step_about(
        _("Files without text"),
        str(ADVICE),
        files_without_text(user),
        lambda file: file.title,
        lambda file: reverse("wagtaildocs:edit", args=[file.pk]),
    )


ADVICE = gettext_lazy(
    "They are published, but neither search nor a screen reader can read them, or not all of them."
    " What to do stands beside each file. A file with a short text is fine and is not listed."
)


def reason_label(reason: str) -> str:
    """Return in words what is wrong with a file."""
    return str(FileText.Reason(reason).label)


def advice_for(reason: str) -> str:
    """Return what to do about a file."""
    return str(ADVICE_FOR[Reason(reason)])


class FilesWithoutTextView(ReportView):
    """The report; those may see it who may change files, each person their own."""

    model = Document
    page_title = gettext_lazy("Files without text")
    header_icon = "doc-full"
    template_name = "search/admin/files_without_text.html"
    index_url_name = URL_NAME
    index_results_url_name = f"{URL_NAME}_results"
    any_permission_required: ClassVar[set[str]] = {"change"}
    default_ordering = "-created_at"
    is_searchable = False
    columns: ClassVar[list[Column]] = [
        TitleColumn("title", label=gettext_lazy("Title"), url_name="wagtaildocs:edit"),
        Column(
            "text_reason",
            label=gettext_lazy("Reason"),
            accessor=lambda file: reason_label(file.text_reason),
        ),
        Column(
            "text_advice",
            label=gettext_lazy("What to do"),
            accessor=lambda file: advice_for(file.text_reason),
        ),
        Column("filename", label=gettext_lazy("File")),
    ]
    list_export: ClassVar[list[str]] = ["title", "text_reason", "filename"]
    export_headings: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Title"),
        "text_reason": gettext_lazy("Reason"),
        "filename": gettext_lazy("File"),
    }
    custom_field_preprocess: ClassVar[dict[str, Any]] = {
        "text_reason": dict.fromkeys((ReportView.FORMAT_CSV, ReportView.FORMAT_XLSX), reason_label)
    }
    export_filename = "files-without-text"

    def get_base_queryset(self) -> QuerySet[Document]:
        """Return the files that this person may change."""
        return files_without_text(self.request.user)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Say above the list what to do."""
        return {**super().get_context_data(*args, **kwargs), "advice": ADVICE}
