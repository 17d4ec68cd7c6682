"""System check: operators are told what a production without a mail server does not do."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, register
from django.core.checks import Warning as CheckWarning

#: Takes mail and forgets it.
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


@register()
def mail_is_sent(**_kwargs: Any) -> list[CheckMessage]:
    """Say so where mail goes nowhere."""
    if settings.EMAIL_BACKEND != NO_MAIL:
        return []
    return [
        CheckWarning(
            "There is no mail server: nobody is told of pages to review, and nobody can have a "
            "password reset by mail.",
            hint="Set EMAIL_HOST (docs/settings.md), or add accounts.W001 to "
            "SILENCED_SYSTEM_CHECKS. Passwords are then set in the admin, or by "
            "manage.py changepassword.",
            id="accounts.W001",
        )
    ]
