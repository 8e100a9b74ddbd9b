"""The months: their list, a month's page, the list behind each figure, and its files."""

import uuid

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from partners.requests import ReadingRequest
from records.models import StoredFile
from records.services.files import open_file
from reporting.access import (
    NO_MONTH,
    get_file,
    get_month,
    get_report,
    open_figure_page,
    open_month_page,
    require_month_reader,
)
from reporting.enums import FileKind
from reporting.rules.shown import FIGURES
from reporting.selectors.figure_lists import NoSuchListError, figure_list
from reporting.selectors.month_files import month_files
from reporting.selectors.months import month_page
from reporting.selectors.months_index import months_index, only_programme_of
from reporting.services.files import ask_file

NO_LIST = "Cette liste n’existe pas."


@require_GET
def months(request: ReadingRequest) -> HttpResponse:
    """List the months that she may read; who reads one programme goes straight to its latest month."""
    require_month_reader(request.reader)
    found = months_index(request.reader)
    if "tous" not in request.GET and (latest := only_programme_of(found)):
        return redirect(latest)
    return render(request, "reporting/months.html", {"programmes": found})


@require_GET
def month(request: ReadingRequest, programme: str, month: str) -> HttpResponse:
    """Show a month."""
    version = open_month_page(request.reader, programme, month, request.GET.get("version", ""))
    context = {"page": month_page(request.reader, version), "files": month_files(request.reader, version)}
    return render(request, "reporting/month.html", context)


@require_GET
def figure(request: ReadingRequest, programme: str, month: str, figure: str) -> HttpResponse:
    """Show the list behind a figure."""
    if figure not in FIGURES:
        raise Http404(NO_LIST)
    version = open_figure_page(request.reader, programme, month, request.GET.get("version", ""))
    try:
        found = figure_list(
            request.reader,
            version,
            FIGURES[figure],
            unit=request.GET.get("unite", ""),
            size=request.GET.get("precision", ""),
            page=request.GET.get("page", ""),
        )
    except NoSuchListError as error:
        raise Http404(NO_LIST) from error
    return render(request, "reporting/figure.html", {"list": found})


@require_POST
def make_file(request: ReadingRequest, programme: str, month: str, kind: str) -> HttpResponse:
    """Ask for a file of a month; its job's page says how far it is."""
    version = get_month(request.reader, programme, month, request.POST.get("version", ""))
    asked = next((one for one in FileKind if one.value.lower().replace("_", "-") == kind), None)
    if asked is None:
        raise Http404(NO_MONTH)
    job = ask_file(by=request.reader.user_id, version=version, kind=asked)
    return redirect("records:job", job.pk)


@require_GET
def file(request: ReadingRequest, job_id: uuid.UUID) -> HttpResponse | StreamingHttpResponse:
    """Hand out a file that she had made."""
    return _handed(get_file(request.reader, job_id))


@require_GET
def report(request: ReadingRequest, programme: str, month: str) -> HttpResponse | StreamingHttpResponse:
    """Hand out the report that was frozen with a month."""
    return _handed(get_report(request.reader, programme, month, request.GET.get("version", "")))


def _handed(stored: StoredFile) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(open_file(stored=stored), content_type=stored.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{stored.name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
