"""How far a job is, for who asked for it."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from foundation.refusals import Refused
from records.jobs_registry import kind_of
from records.models import Job
from records.requests import AskingRequest
from records.selectors.jobs import JobView, job_of
from records.services import jobs as services


@never_cache
@require_GET
def job(request: AskingRequest, job_id: uuid.UUID) -> HttpResponse:
    """Show a job; the page asks again for its fragment until it is over."""
    found = job_of(request.reader.user_id, job_id)
    if found is None:
        raise Http404
    is_fragment = "HX-Request" in request.headers
    template = "records/_job.html" if is_fragment else "records/job.html"
    return render(request, template, {"job": found, "result_url": _result_url(found)})


@require_POST
def job_retry(request: AskingRequest, job_id: uuid.UUID) -> HttpResponse:
    """Ask again for a job that failed."""
    try:
        services.retry(job_id=job_id, by=request.reader.user_id)
    except Job.DoesNotExist as error:
        raise Http404 from error
    except Refused:
        pass  # the same work is under way: its own page shows it
    return redirect("records:job", job_id)


def _result_url(found: JobView) -> str:
    if not found.result_id:
        return ""
    try:
        return reverse(kind_of(found.kind).result_url_name, args=[found.result_id])
    except (KeyError, NoReverseMatch):
        return ""
