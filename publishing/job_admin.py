"""How far a background job has come, for the person who began it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import Job


def show(request: HttpRequest, job_id: int) -> HttpResponse:
    """Show a job, again every few seconds until it is done."""
    job = get_object_or_404(Job, pk=job_id)
    if job.user_id != request.user.pk and not request.user.is_superuser:
        raise PermissionDenied
    context = {
        "job": job,
        "said": [text or _("Some of it could not be done.") for _level, text in job.said],
        "next_address": job.next_address or reverse("wagtailadmin_home"),
        "page_title": _("Work in the background"),
    }
    return render(request, "publishing/admin/job.html", context)
