"""The form in which editors write a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import partial
from itertools import count
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.blocks.base import BlockField
from wagtail.models import Page

from .languages import writing_in

#: What a draft needs too: its name, and an address that no other page has.
ALWAYS_ASKED = frozenset({"title", "slug"})
#: Between a list's name, a row's place in it and the row's field, in the names of odd values.
ROW_SEPARATOR = "."
#: How deep in the tree the home pages of the languages are.
HOME_DEPTH = 2


class BasePageForm(WagtailAdminPageForm):
    """Asks for no address, and of a draft for nothing that it may still lack.

    Addresses hold Latin letters only, and most titles are Japanese. ``creation_key`` names the new
    page that a form makes, so that a form which is sent twice makes one (page_views.py).
    """

    creation_key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["creation_key"]
        if "slug" in self.fields:
            self.fields["slug"].required = False
        self.odd_blocks: set[str] = set()
        if not self.is_bound:
            self._show_odd_values()

    @property
    def language_code(self) -> str | None:
        """The language of the page; ``None`` of one that stands nowhere yet."""
        written = self.instance if self.instance.locale_id else self.parent_page
        return written.locale.language_code if written is not None else None

    def defer_required_fields(self) -> None:
        """Ask for less, as of a draft, by blocks of this form's own.

        Wagtail changes the blocks themselves, which all threads share: while one editor's draft is
        looked at, another's page would be published with its headings empty.
        """
        for field in self.fields.values():
            if isinstance(field, BlockField):
                field.block = field.widget.block_def = deepcopy(field.block)
        super().defer_required_fields()

    def full_clean(self) -> None:
        """Let a draft keep what is not right yet: one odd value stops nothing else.

        What a field cannot hold is kept as text beside the page (``BasePage.odd_values``) and
        shown again at its field. Publishing asks for everything.
        """
        with writing_in(self.language_code):
            super().full_clean()
        if not self.is_bound:
            return
        self.instance.odd_values = dict.fromkeys(self.odd_blocks, "")
        if not self.is_deferred_validation:
            return
        for name in set(self._errors) & set(self.fields) - ALWAYS_ASKED:
            field = self.fields[name]
            text = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            if isinstance(text, str):
                self.instance.odd_values[name] = "" if name in self.cleaned_data else text
                del self._errors[name]
        for name, row, form in self._rows():
            self.instance.odd_values.update(_odd_values_of_row(name, row, form))

    def _rows(self) -> Iterator[tuple[str, int, Any]]:
        """Yield the rows of each list that stay, with the list's name and their place in it.

        Comments are no part of what is written.
        """
        for name, formset in self.formsets.items():
            if name == "comments":
                continue
            kept = list(formset.forms)
            if formset.is_bound:
                formset.is_valid()
                kept = [form for form in kept if not form.cleaned_data.get("DELETE")]
                kept.sort(key=lambda form: form.cleaned_data.get("ORDER") or 0)
            yield from ((name, row, form) for row, form in enumerate(kept))

    def _clean_fields(self) -> None:
        if self.is_deferred_validation:
            for name, field in self.fields.items():
                if isinstance(field, BlockField):
                    field.clean = partial(self._clean_odd_blocks, name, field, field.clean)
        super()._clean_fields()

    def _clean_odd_blocks(self, name: str, field: BlockField, clean: Any, value: Any) -> Any:
        try:
            return clean(value)
        except ValidationError:
            try:  # what is stored has to open again
                field.block.to_python(field.block.get_prep_value(value))
            except (ArithmeticError, TypeError, ValueError):
                pass
            else:
                self.odd_blocks.add(name)
                return value
            raise

    def _show_odd_values(self) -> None:
        """Show what a draft kept at its fields, with what is wrong with it."""
        found = ErrorDict()
        for name, text in getattr(self.instance, "odd_values", {}).items():
            field = self.fields.get(name)
            if field is None:
                continue
            if text:
                self.initial[name] = text
            try:
                if isinstance(field, BlockField):
                    with writing_in(self.language_code):
                        deepcopy(field.block).clean(self.initial.get(name))
                elif text:
                    field.clean(text)
            except ValidationError as error:
                found[name] = self.error_class(error.error_list)
        if found:
            self._errors = found
        kept = getattr(self.instance, "odd_values", {})
        if any(ROW_SEPARATOR in name for name in kept):
            for name, row, form in self._rows():
                _show_odd_values_of_row(name, row, form, kept)

    def _post_clean(self) -> None:
        self.instance.may_be_incomplete = self.is_deferred_validation
        key = self.cleaned_data.get("creation_key")
        if key and not Page.objects.filter(translation_key=key).exists():
            self.instance.translation_key = key
        super()._post_clean()

    def is_valid(self) -> bool:
        return bool(super().is_valid() and self.keeps_comments_of_others())

    def keeps_comments_of_others(self) -> bool:
        """Whether no thread is deleted that others began; those who publish the page may do that.

        Wagtail asks of others' comments that they are not changed, but no form that is deleted is
        asked anything.
        """
        formset = self.formsets.get("comments")
        deleted = formset.deleted_forms if formset is not None else []
        of_others = [form for form in deleted if form.instance.user_id != self.for_user.pk]
        if not of_others or self.instance.permissions_for_user(self.for_user).has("publish"):
            return True
        self.add_error(
            None, _("Only the person who began a comment or who publishes the page can delete it.")
        )
        return False

    def clean(self) -> dict[str, Any]:
        """Take a schedule that has passed for done, before Wagtail refuses its end as too early."""
        for name in ("go_live_at", "expire_at"):
            moment, before = self.cleaned_data.get(name), self.initial.get(name)
            is_as_it_was = before and moment == before.replace(second=0, microsecond=0)
            if is_as_it_was and moment <= timezone.now():
                self.cleaned_data[name] = None
        cleaned: dict[str, Any] = super().clean()
        return cleaned

    def clean_slug(self) -> str:
        """Return the address as written, as it was, from the title's Latin letters, or a number."""
        written: str = self.cleaned_data["slug"] or self.instance.slug
        if written != self.instance.slug:
            require_word(written)
        if written != self.instance.slug and is_answered_already(self.parent_page, written):
            raise ValidationError(
                _("The site itself answers at this address. Enter a different one."), "reserved"
            )
        if self.instance.depth == HOME_DEPTH and written != self.initial.get("slug"):
            raise ValidationError(
                _("Every address of this language begins with this one. It cannot be changed.")
            )
        return written or free_slug(
            self.instance, self.parent_page, self.cleaned_data.get("title", "")
        )


def _odd_values_of_row(name: str, row: int, form: Any) -> dict[str, str]:
    """Take from a row what it cannot hold; return the texts by ``list.row.field``."""
    odd = {}
    for field_name in set(form.errors) & set(form.fields):
        widget = form.fields[field_name].widget
        text = widget.value_from_datadict(form.data, form.files, form.add_prefix(field_name))
        if isinstance(text, str):
            odd[ROW_SEPARATOR.join((name, str(row), field_name))] = text
            del form.errors[field_name]
    return odd


def _show_odd_values_of_row(name: str, row: int, form: Any, kept: Mapping[str, str]) -> None:
    found = ErrorDict()
    for field_name, field in form.fields.items():
        text = kept.get(ROW_SEPARATOR.join((name, str(row), field_name)))
        if text:
            form.initial[field_name] = text
            try:
                field.clean(text)
            except ValidationError as error:
                found[field_name] = form.error_class(error.error_list)
    if found:
        form._errors = found


def require_word(slug: str) -> None:
    """Refuse an address such as ``7`` or ``2026-27``; an empty one is no address yet.

    Raises:
        ValidationError: it holds no letter.
    """
    if slug and not any(map(str.isalpha, slug)):
        raise ValidationError(
            _("Add a word to the address: digits alone tell readers nothing."), "digits"
        )


class BaseCopyForm(CopyForm):
    """Asks of the address of a copy what the form of a page asks of any."""

    def clean_new_slug(self) -> str:
        slug: str = self.cleaned_data["new_slug"]
        require_word(slug)
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if is_answered_already(parent, cleaned.get("new_slug", "")):
            self.add_error(
                "new_slug", _("The site itself answers at this address. Enter a different one.")
            )
        return cleaned


def is_answered_already(parent: Page | None, slug: str) -> bool:
    """Whether the service has an address of its own below a home page, such as ``/ja/search/``."""
    if parent is None or parent.depth != HOME_DEPTH or not slug:
        return False
    language = parent.locale.language_code
    with translation.override(language):
        try:
            match = resolve(f"/{language}/{slug}/")
        except Resolver404:
            return False
    return match.url_name != "wagtail_serve"


def free_slug(page: Page, parent: Page, title: str) -> str:
    """Return an address that no page below a parent has: the title's own, or ``network-3``.

    Of a Japanese title digits may be all that is left, such as 7 of 令和7年度: they say nothing.
    """
    taken = set(parent.get_children().exclude(pk=page.pk).values_list("slug", flat=True))
    from_title = slugify(title)
    if not any(map(str.isalpha, from_title)):
        from_title = ""
    if from_title and from_title not in taken and not is_answered_already(parent, from_title):
        return from_title
    stem = from_title or page._meta.model_name.removesuffix("page")
    return next(slug for number in count(1) if (slug := f"{stem}-{number}") not in taken)
