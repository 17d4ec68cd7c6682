"""Operators are told of a production without a mail server."""

from __future__ import annotations

from typing import Any

from django.core.checks.registry import registry

from accounts.checks import NO_MAIL, mail_is_sent


def test_where_mail_goes_nowhere_the_check_says_so(settings: Any) -> None:
    assert mail_is_sent in registry.get_checks()
    settings.EMAIL_BACKEND = NO_MAIL
    assert [found.id for found in mail_is_sent()] == ["accounts.W001"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert mail_is_sent() == []
