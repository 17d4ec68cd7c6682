"""What one press of a button does to many pages, files or entries: in the background, bit by bit.

The admin would unpublish or delete hundreds of pages while a browser waits, and hold up whoever
publishes meanwhile. Such a request is kept as a :class:`~.models.Job`, and its view is asked again
and again with a few of the things at a time, as the person who sent it: so every guard and every
hook is asked as if they had chosen these alone.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import cache
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.base import BaseHandler
from django.db import DatabaseError
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.utils import timezone
from django_tasks import task
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page

from .background import goes_on_later
from .models import Job

logger = logging.getLogger(__name__)

ADMIN_ACCESS = "wagtailadmin.access_admin"
#: So many things are done at once, while the browser waits.
AT_ONCE = 20
#: And so many at a time in the background.
PART = 10
#: How many messages of a job are kept.
MOST_SAID = 20
#: After so long a job that does not go on is taken up again.
ABANDONED_AFTER = timedelta(minutes=10)
SENT_BY_A_JOB = "hashi.job"


def is_job(request: HttpRequest) -> bool:
    """Whether a request is made by a job."""
    return SENT_BY_A_JOB in request.META


def large_work(request: HttpRequest, kwargs: dict[str, Any]) -> Job | None:
    """Begin a job for a request that concerns many things; return ``None`` for any other.

    A form that its view will refuse is none, so that whoever sent it sees why.
    """
    match = request.resolver_match
    name = match.view_name if match else ""
    if name == "wagtail_bulk_action":
        return _of_bulk_action(request, **kwargs)
    if name == "wagtailadmin_pages:delete" or (
        name == "wagtailadmin_pages:unpublish" and request.POST.get("include_descendants")
    ):
        if not request.user.has_perm(ADMIN_ACCESS):
            return None  # the view sends them to the login
        total = _pages_in([kwargs["page_id"]])
        return _begin(request, [], total) if total > AT_ONCE else None
    return None


def _of_bulk_action(
    request: HttpRequest, app_label: str, model_name: str, action: str
) -> Job | None:
    kind = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if kind is None or not request.user.has_perm(ADMIN_ACCESS):
        return None
    model = apps.get_model(app_label, model_name)
    view = kind(request, model)
    ids: list[Any] = request.GET.getlist("id")
    if "all" in ids:
        ids = list(view.get_all_objects_in_listing_query(request.GET.get("childOf")))
    ids = list(dict.fromkeys(str(one) for one in ids))
    total = len(ids)
    if issubclass(model, Page) and total <= AT_ONCE:
        total = _pages_in(ids)
    if total <= AT_ONCE or not view.get_form().is_valid():
        return None
    return _begin(request, ids, len(ids))


def _pages_in(ids: list[Any]) -> int:
    """Return how many pages stand at and below some pages."""
    whole_numbers = [one for one in ids if str(one).isdecimal()]
    below = Q()
    for path in Page.objects.filter(pk__in=whole_numbers).values_list("path", flat=True):
        below |= Q(path__startswith=path)
    return Page.objects.filter(below).count() if below else 0


def _begin(request: HttpRequest, ids: list[str], total: int) -> Job:
    job = Job.objects.create(
        user_id=int(request.user.pk or 0),
        address=request.path if ids else request.get_full_path(),
        host=request.get_host(),
        is_secure=request.is_secure(),
        form={name: request.POST.getlist(name) for name in request.POST},
        left=ids,
        total=total,
        next_address=get_valid_next_url_from_request(request) or "",
    )
    go_on.enqueue(job.pk)
    return job


@task()
def go_on(job_id: int) -> None:
    """Do a part of a job, and the next after the other work that waits meanwhile."""
    while _do_a_part(job_id):
        if goes_on_later(go_on):
            go_on.enqueue(job_id)
            return


def take_up_again() -> None:
    """Go on with jobs whose process has been killed."""
    begun = Job.objects.filter(
        finished_at=None, worked_at__lt=timezone.now() - ABANDONED_AFTER
    ).order_by("pk")
    for job_id in begun.values_list("pk", flat=True):
        go_on.enqueue(job_id)


def _do_a_part(job_id: int) -> bool:
    """Do the next few things of a job; return whether there are more."""
    job = Job.objects.filter(pk=job_id, finished_at=None).select_related("user").first()
    if job is None:
        return False
    part = job.left[:PART]
    try:
        said = _send(job, part)
    except DatabaseError:  # the database is at fault: the part is done once it is back
        raise
    except Exception:
        logger.exception("A part of job %s could not be done.", job.pk)
        said = [["error", ""]]
    job.left = job.left[PART:]
    job.done = min(job.done + len(part), job.total) if part else job.total
    job.said = [*job.said, *(one for one in said if one not in job.said)][:MOST_SAID]
    if not job.left:
        job.finished_at = timezone.now()
    job.save()
    return bool(job.left)


def _send(job: Job, part: list[str]) -> list[list[str]]:
    """Ask a job's view to do a part; return what it says that went wrong."""
    address = f"{job.address}?{urlencode([('id', one) for one in part])}" if part else job.address
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(job.user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = job.user.get_session_auth_hash()
    session.set_expiry(600)
    session.save()
    try:
        request = RequestFactory().post(
            address,
            job.form,
            secure=job.is_secure,
            headers={"X-Forwarded-Proto": "https"} if job.is_secure else None,
            HTTP_HOST=job.host,
        )
        request.META[SENT_BY_A_JOB] = "true"
        request.COOKIES[settings.SESSION_COOKIE_NAME] = session.session_key
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # as the form's was
        response = _handler().get_response(request)
    finally:
        session.delete()
    return _complaints(request, response)


def _complaints(request: HttpRequest, response: HttpResponseBase) -> list[list[str]]:
    queued = getattr(getattr(request, "_messages", None), "_queued_messages", ())
    said = [
        [message.level_tag, str(message.message)]
        for message in queued
        if message.level_tag in {"warning", "error"}
    ]
    was_done = response.status_code // 100 == 3  # noqa: PLR2004  # views redirect when it is done
    if not was_done and not said:
        logger.error("A job's view answered %s to %s", response.status_code, request.path)
        said = [["error", ""]]
    return said


@cache
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler
