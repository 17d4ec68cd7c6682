"""Tokens in the admin: issued with their text shown once, listed, revoked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from content.date_fields import DayField
from delivery.models import Scope, Token

from . import actions

USUAL_LIFETIME = timedelta(days=365)
LONGEST_LIFETIME = timedelta(days=3 * 365)


def in_a_year() -> date:
    """Return the day that is offered as the last one."""
    return timezone.localdate() + USUAL_LIFETIME


class TokenForm(forms.ModelForm):
    """What a token is for, and what it allows."""

    prefix = "token"

    scopes = forms.MultipleChoiceField(
        label=_("what it allows"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Token
        fields = ("name", "scopes")


class NewTokenForm(TokenForm):
    """A token to be issued, with its last day."""

    last_day = DayField(
        label=_("last day"),
        initial=in_a_year,
        help_text=_("It stops working at the end of this day (Japan time). Three years at most."),
    )

    def clean_last_day(self) -> date:
        """Refuse a day that has passed or is too far away."""
        day: date = self.cleaned_data["last_day"]
        today = timezone.localdate()
        if not today <= day <= today + LONGEST_LIFETIME:
            raise forms.ValidationError(_("Choose a day from today to three years from now."))
        return day

    @property
    def expires_at(self) -> datetime:
        """The moment at which the token stops working."""
        next_day = self.cleaned_data["last_day"] + timedelta(days=1)
        return timezone.make_aware(datetime.combine(next_day, time.min))


class TokenCreateView(generic.CreateView):
    """Issues a token, and shows its text in the answer itself: never again, and nowhere else."""

    def form_valid(self, form: Any) -> HttpResponse:
        token, text = actions.issue_token(
            form.cleaned_data["name"],
            form.cleaned_data["scopes"],
            form.expires_at,
            self.request.user,
        )
        return TemplateResponse(
            self.request,
            "delivery/admin/token_issued.html",
            {
                "token": token,
                "text": text,
                "page_title": _("The token has been issued"),
                "header_title": _("The token has been issued"),
                "header_icon": "key",
                "index_url": self.index_url,
            },
        )

    @cached_property
    def index_url(self) -> str:
        return str(self.get_success_url())


class TokenRevokeView(generic.DeleteView):
    """Revokes a token; its line stays in the list."""

    page_title = _("Turn off")
    success_message = _("“%(object)s” has been turned off.")

    def get_usage_url(self) -> None:
        return

    @property
    def confirmation_message(self) -> str:
        return str(
            _(
                "Programs that use this token will be refused from now on. This cannot "
                "be undone, but you can issue a new token."
            )
        )

    def delete_action(self) -> None:
        actions.revoke(self.object, self.request.user)


class TokenViewSet(ModelViewSet):
    """The tokens in the settings menu."""

    model = Token
    name = "api_tokens"
    url_prefix = "api-tokens"
    icon = "key"
    menu_label = _("API tokens")
    add_to_settings_menu = True
    copy_view_enabled = False
    add_view_class = TokenCreateView
    delete_view_class = TokenRevokeView
    delete_template_name = "delivery/admin/revoke_token.html"
    list_display = [
        "name",
        Column("beginning", label=_("first characters")),
        Column("scope_labels", label=_("what it allows")),
        Column("last_moment", label=_("valid until"), sort_key="expires_at"),
        "last_used_at",
        Column("state", label=_("state")),
    ]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return TokenForm if for_update else NewTokenForm
