"""What is done with tokens and preview links; each leaves a line in the admin's log."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from delivery.models import Expiring, PreviewLink, Token

#: Before a token's random part, so that it is recognised where it should not be.
PREFIX = "hashi_"
BYTES = 32
SHOWN = len(PREFIX) + 4
ISSUE, REVOKE = "delivery.issue", "delivery.revoke"


def digest_of(text: str) -> str:
    """Return what is kept of a token's text."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def issue_token(
    name: str, scopes: Collection[str], expires_at: datetime, user: Any
) -> tuple[Token, str]:
    """Create a token; return it with its text, which nobody can read again."""
    text = PREFIX + secrets.token_urlsafe(BYTES)
    token = Token.objects.create(
        name=name,
        scopes=sorted(scopes),
        expires_at=expires_at,
        created_by=user,
        digest=digest_of(text),
        beginning=text[:SHOWN],
    )
    log(token, ISSUE, user=user)
    return token, text


@transaction.atomic
def share_preview(page: Page, days: int, user: Any) -> PreviewLink:
    """Create a link to a page's newest draft that holds for some days."""
    link = PreviewLink.objects.create(
        page=page, expires_at=timezone.now() + timedelta(days=days), created_by=user
    )
    log(page, ISSUE, user=user, data={"until": link.expires_at.isoformat()})
    return link


@transaction.atomic
def revoke(thing: Expiring, user: Any) -> None:
    """Take a token or a preview link back; once revoked it stays so."""
    if thing.revoked_at is None:
        thing.revoked_at = timezone.now()
        thing.save(update_fields=["revoked_at"])
        log(thing.page if isinstance(thing, PreviewLink) else thing, REVOKE, user=user)
