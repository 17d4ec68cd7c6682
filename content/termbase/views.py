"""The termbase's files in the admin: what a file would change is shown before it is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.auth import permission_denied
from wagtail.permissions import policy_registry

from content.models import Term

from . import csv_files, importing, tbx_files
from .entries import MOST_BYTES, Entry, FileError, carried, from_form, stored_entries

#: Steps of each kind that a preview shows; the rest is counted.
MOST_SHOWN = 200
WRITERS: dict[str, tuple[Callable[[Iterable[Entry]], bytes], str]] = {
    "csv": (csv_files.write, "text/csv; charset=utf-8"),
    "tbx": (tbx_files.write, "application/x-tbx+xml"),
}
LIST = "wagtailsnippets_content_term:list"


class TermsFileForm(forms.Form):
    """The file to take in."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV as it is exported here, or TBX-Basic."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tbx,.xml"}),
    )


class OfTermWriters(View):
    """What whoever may add and change terms may do with all of them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_write_terms(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)


def may_write_terms(user: Any) -> bool:
    """Whether somebody may add and change terms, and so carry all of them in and out."""
    policy = policy_registry.get_by_type(Term)
    return all(policy.user_has_permission(user, action) for action in ("add", "change"))


class ExportTermsView(OfTermWriters):
    """All terms as a file."""

    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        if form not in WRITERS:
            raise Http404
        write, content_type = WRITERS[form]
        response = HttpResponse(write(stored_entries()), content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="terms.{form}"'
        return response


class ImportTermsView(OfTermWriters):
    """A file, what it would change, and the button that changes it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(TermsFileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if "entries" in request.POST:
            return self.store(request.POST["entries"], request.POST.get("mark", ""))
        form = TermsFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        try:
            placed, problems = importing.read(form.cleaned_data["file"].read(MOST_BYTES + 1))
        except FileError as error:
            form.add_error("file", str(error))
            return self.show(form)
        return self.show(form, importing.plan(placed, problems))

    def store(self, text: str, mark: str) -> HttpResponse:
        """Store what a preview showed, or show again what has become of it."""
        try:
            entries = from_form(text)
            made = importing.apply(entries, mark, self.request.user)
        except (FileError, ValueError):
            messages.error(self.request, _("Nothing was stored. Choose the file again."))
            return self.show(TermsFileForm())
        except importing.ChangedMeanwhileError:
            messages.warning(
                self.request,
                _("Terms have changed meanwhile, and nothing was stored. Please look again."),
            )
            return self.show(TermsFileForm(), importing.plan(importing.numbered(entries)))
        messages.success(
            self.request,
            _("Terms added: %(added)s. Terms changed: %(changed)s.")
            % {"added": len(made.added), "changed": len(made.changed)},
        )
        return redirect(LIST)

    def show(self, form: TermsFileForm, made: importing.TermsPlan | None = None) -> HttpResponse:
        context = {
            "page_title": _("Import terms"),
            "header_title": _("Import terms"),
            "header_icon": "upload",
            "form": form,
            "plan": made,
            "entries": carried(made.entries) if made else "",
            "most_shown": MOST_SHOWN,
            "list_address": reverse(LIST),
        }
        return render(self.request, "content/admin/import_terms.html", context)
