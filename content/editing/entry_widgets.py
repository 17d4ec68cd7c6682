"""Choosing several entries of a vocabulary: check boxes for few, a searching chooser for many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import CheckboxSelectMultiple, Media
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets import BaseChooser

#: A vocabulary with more entries than this is searched, or a form would grow with it.
MOST_BOXES = 40


class EntriesWidget(CheckboxSelectMultiple):
    """A check box for each entry where there are few; else the chosen ones and a chooser.

    Beside the boxes the chooser's dialogue adds an entry that is missing.

    The chooser sends all that is chosen as one value, ids with commas between them, however many
    they are: a form may hold only so many values.
    """

    template_name_of_boxes = "content/admin/entry_boxes.html"
    template_name_of_chooser = "content/admin/entry_chooser.html"

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chooser = self.chooser
        if chooser is None:
            return super().render(name, value, attrs, renderer)
        context = {
            "name": name,
            "id": (attrs or {}).get("id", f"id_{name}"),
            "chooser_url": chooser.get_chooser_modal_url(),
            "kind": self._all_entries().model._meta.verbose_name,
        }
        if self._are_few():
            boxes = super().render(name, value, attrs, renderer)
            return render_to_string(self.template_name_of_boxes, {**context, "boxes": boxes})
        chosen = {int(pk) for pk in value or () if str(pk).isdecimal()}
        entries = self._all_entries().filter(pk__in=chosen)
        context |= {
            "described_by": (attrs or {}).get("aria-describedby", ""),
            "entries": [[entry.pk, str(entry)] for entry in entries],
            "ids": ",".join(str(entry.pk) for entry in entries),
        }
        return render_to_string(self.template_name_of_chooser, context)

    @property
    def chooser(self) -> BaseChooser | None:
        """The chooser of a single entry, whose dialogue chooses several; ``None`` without one."""
        viewset = getattr(getattr(self._all_entries(), "model", None), "snippet_viewset", None)
        return viewset.chooser_viewset.widget_class() if viewset is not None else None

    def _all_entries(self) -> Any:
        """Return the query set of a field's choices, ``None`` where they are no vocabulary's."""
        return getattr(self.choices, "queryset", None)

    def _are_few(self) -> bool:
        first = self._all_entries().order_by().values_list("pk")[: MOST_BOXES + 1]
        return len(first) <= MOST_BOXES

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        values: Any = super().value_from_datadict(data, files, name) or []
        if not isinstance(values, list | tuple):
            values = [values]
        found = [part.strip() for one in values for part in str(one).split(",")]
        return [one for one in dict.fromkeys(found) if one]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False

    @property
    def media(self) -> Media:
        return Media(
            css={"all": ["css/entry-chooser.css"]},
            js=[
                versioned_static("wagtailadmin/js/modal-workflow.js"),
                versioned_static("wagtailadmin/js/chooser-modal.js"),
                "js/entry-chooser.js",
            ],
        )
