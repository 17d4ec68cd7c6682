"""Operators are told of a production without a mail server."""

from __future__ import annotations

from typing import Any

from django.core.checks import run_checks

from cms.accounts.checks import NO_MAIL


def told() -> list[str]:
    return [str(found.id) for found in run_checks() if str(found.id).startswith("accounts.")]


def test_where_mail_goes_nowhere_the_check_says_so(settings: Any) -> None:
    settings.EMAIL_BACKEND = NO_MAIL
    assert told() == ["accounts.W001"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert told() == []


def test_development_prints_mail_and_is_told_nothing() -> None:
    assert told() == []
