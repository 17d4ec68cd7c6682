"""Whose request this is: the token in its ``Authorization`` header."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from delivery.http.problems import Problem
from delivery.http.responses import fresh, json_bytes, written_moment
from delivery.models import Scope, Token

from .actions import digest_of

#: How exactly the last use is known: a token is not written with each request.
NOTED_EVERY = timedelta(minutes=1)


def token_of(request: HttpRequest) -> Token | None:
    """Return the valid token that a request carries, ``None`` if it carries none.

    Raises:
        Problem: it carries something that is none, or no longer holds.
    """
    header = request.headers.get("Authorization", "")
    if not header:
        return None
    kind, _space, text = header.partition(" ")
    token = Token.objects.filter(digest=digest_of(text.strip())).first()
    now = timezone.now()
    if kind.lower() != "bearer" or token is None or not token.is_valid_at(now):
        raise unauthorized()
    if token.last_used_at is None or now - token.last_used_at >= NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def given_token(request: HttpRequest) -> Token:
    """Return the token that a request came with.

    Raises:
        Problem: it came without one.
    """
    token: Token | None = getattr(request, "token", None)
    if token is None:
        raise unauthorized()
    return token


def require(request: HttpRequest, scope: Scope) -> Token:
    """Return the request's token if it allows something.

    Raises:
        Problem: there is no token (401), or it allows other things only (403).
    """
    token = given_token(request)
    if scope.value not in token.scopes:
        raise Problem(
            "not-allowed",
            _("The token “%(name)s” lacks the scope “%(scope)s”.")
            % {"name": token.name, "scope": scope.value},
        )
    return token


def unauthorized() -> Problem:
    """Return the problem of a request without a valid token."""
    return Problem(
        "unauthorized",
        _("Send a valid token: “Authorization: Bearer …”. An administrator issues tokens."),
        headers={"WWW-Authenticate": 'Bearer realm="hashi"'},
    )


def own_token(request: HttpRequest) -> HttpResponse:
    """Answer with what the request's own token allows.

    Raises:
        Problem: there is no valid token.
    """
    token = given_token(request)
    described = {
        "name": token.name,
        "scopes": token.scopes,
        "expires_at": written_moment(token.expires_at),
    }
    return fresh(json_bytes(described))
