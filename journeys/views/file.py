"""A household's file: its first page and its tabs, each through the access that fits what it tells."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accompaniments.selectors.meetings import MeetingFilters, meeting_list
from households import readings
from households.access import open_enrolment, open_enrolment_people, open_enrolment_whole
from households.models import Enrolment
from households.permissions import standing, standings_kept
from journeys.access import open_enrolment_readers, open_enrolment_team
from journeys.acts import acts_of_tab
from journeys.selectors.file import FileHead, file_head, file_page, file_readers
from journeys.selectors.journal import meeting_chips
from journeys.selectors.support import support as support_topics
from journeys.selectors.tenancy import tenancy as tenancy_topics
from leases.selectors.field_staff import section as staff_section
from partners.requests import ReadingRequest


@require_GET
def file(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Show where one is, what to do, and the journal."""
    enrolment = open_enrolment(request.reader, enrolment_id)
    with standings_kept():
        return _file(request, enrolment)


def _file(request: ReadingRequest, enrolment: Enrolment) -> HttpResponse:
    head = file_head(request.reader, enrolment)
    page = file_page(request.reader, enrolment, head, kind=request.GET.get("journal", ""), page=request.GET.get("page"))
    return _render(request, "file", head, page=page)


@require_GET
def people(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Show who the household is, to whom may read it."""
    enrolment = open_enrolment_people(request.reader, enrolment_id)
    return _tab(
        request,
        "people",
        enrolment,
        page=readings.people(request.reader, enrolment),
        requests=readings.requests(request.reader, enrolment),
    )


@require_GET
def housing(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Show where the household lives and how to reach it, to its team."""
    enrolment = open_enrolment_whole(request.reader, enrolment_id)
    staff = staff_section(request.reader, enrolment, standing(request.reader, enrolment))
    return _tab(request, "housing", enrolment, page=readings.housing(request.reader, enrolment), staff=staff)


@require_GET
def resources(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Show resources and charges by month, to the team."""
    enrolment = open_enrolment_whole(request.reader, enrolment_id)
    return _tab(request, "resources", enrolment, page=readings.finances(request.reader, enrolment))


@require_GET
def meetings(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Show the meetings, as this reader may read them."""
    enrolment = open_enrolment(request.reader, enrolment_id)
    filters = MeetingFilters.of(request.GET.dict())
    page = meeting_list(request.reader, enrolment, filters, request.GET.get("page", "1"))
    return _tab(request, "meetings", enrolment, page=page, chips=meeting_chips(page))


@require_GET
def support(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Show what the support is made of, topic by topic, as this reader may read it."""
    enrolment = open_enrolment(request.reader, enrolment_id)
    head = file_head(request.reader, enrolment)
    topics = support_topics(request.reader, enrolment, head.card.standing)
    return _render(request, "support", head, topics=topics)


@require_GET
def lease(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Show by what title the household lives where it does, its rent and what hangs on it, topic by topic."""
    enrolment = open_enrolment_people(request.reader, enrolment_id)
    head = file_head(request.reader, enrolment)
    topics = tenancy_topics(request.reader, enrolment, head.card.standing)
    return _render(request, "lease", head, topics=topics)


@require_GET
def sharing(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Show accords, notices and the protection of the address, to the team."""
    enrolment = open_enrolment_whole(request.reader, enrolment_id)
    return _tab(request, "sharing", enrolment, page=readings.sharing(request.reader, enrolment))


@require_GET
def team(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Show who holds the file, who works it, and to whom it is named."""
    enrolment = open_enrolment_team(request.reader, enrolment_id)
    return _tab(request, "team", enrolment, page=readings.team(request.reader, enrolment))


@require_GET
def readers(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Show who opened the file, to its lead worker and her manager."""
    enrolment = open_enrolment_readers(request.reader, enrolment_id)
    page = file_readers(enrolment, request.reader.today, request.GET.get("page", "1"))
    return _tab(request, "readers", enrolment, page=page)


def _tab(request: ReadingRequest, tab: str, enrolment: Enrolment, **context: Any) -> HttpResponse:
    head = file_head(request.reader, enrolment)
    return _render(request, tab, head, acts=acts_of_tab(tab, head.card), **context)


def _render(request: ReadingRequest, tab: str, head: FileHead, **context: Any) -> HttpResponse:
    template = "journeys/file.html" if tab == "file" else f"journeys/file_{tab}.html"
    return render(request, template, {"card": head.card, "step": head.step, "tab": tab, **context})
