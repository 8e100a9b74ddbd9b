"""The commission: sittings, decisions, offers, answers, entries, leases. The secretariat's pages, and the worker's answer."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.refusals import Refused, said_beside
from foundation.requests import sent
from journeys.forms.commission import (
    CandidatesForm,
    DecisionForm,
    ScheduleForm,
    SessionForm,
)
from journeys.selectors import commission as selectors
from journeys.selectors.allocation import lead_of
from journeys.services import allocation as acts
from journeys.views.cal_pages import form_page
from leases import access
from leases.models import Session
from leases.services import sessions as session_services
from partners.enums import Role
from partners.requests import ReadingRequest

PAGE = 20
form_view = require_http_methods(["GET", "HEAD", "POST"])
NO_DECISION = "Aucune décision n’attend cet acte."


@require_GET
def session_list(request: ReadingRequest) -> HttpResponse:
    """List the sittings of her landlord."""
    _require_landlord(request)
    page: Any = Paginator(selectors.sessions(request.reader), PAGE).get_page(request.GET.get("page"))
    page.object_list = selectors.session_lines(request.reader, list(page.object_list))
    context = {
        "page": page,
        "lines": page.object_list,
        "may_run": request.reader.has(Role.CAL_SECRETARY),
    }
    return render(request, "journeys/sessions.html", context)


@form_view
def session_new(request: ReadingRequest) -> HttpResponse:
    """Fix a sitting."""
    landlords = request.reader.organisations(Role.CAL_SECRETARY)
    if not landlords:
        raise PermissionDenied(access.REFUSED_SESSIONS)
    form = SessionForm(sent(request), initial={}, submit="Fixer la séance", back=reverse("journeys:sessions"))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            made = session_services.fix_session(
                by=request.reader.user_id,
                landlord_id=min(landlords, key=str),
                starts_at=form.starts_at(),
                place=form.cleaned_data["place"],
            )
            messages.success(request, "Séance fixée.")
            return redirect("journeys:session", made.pk)
    return _page(request, form, "Fixer une séance")


@require_GET
def session(request: ReadingRequest, session_id: uuid.UUID) -> HttpResponse:
    """Show a sitting's agenda."""
    row = access.get_session(request.reader, session_id)
    return render(request, "journeys/session.html", {"page": selectors.session_page(request.reader, row)})


@form_view
def session_move(request: ReadingRequest, session_id: uuid.UUID) -> HttpResponse:
    """Move a sitting."""
    row = access.get_session_to_run(request.reader, session_id)
    local = timezone.localtime(row.starts_at)
    form = SessionForm(
        sent(request),
        initial={"held_on": local.date(), "time": local.time(), "place": row.place},
        submit="Déplacer la séance",
        back=reverse("journeys:session", args=[row.pk]),
    )
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            session_services.move_session(
                by=request.reader.user_id, session=row, starts_at=form.starts_at(), place=form.cleaned_data["place"]
            )
            messages.success(request, "Séance déplacée.")
            return redirect("journeys:session", row.pk)
    return _page(request, form, "Déplacer une séance")


@require_POST
def session_cancel(request: ReadingRequest, session_id: uuid.UUID) -> HttpResponse:
    """Cancel a sitting: its dossiers are complete again."""
    row = access.get_session_to_run(request.reader, session_id)
    return _back_to_session(
        request,
        row,
        lambda: session_services.cancel_session(by=request.reader.user_id, session=row, today=request.reader.today),
        "Séance annulée\u00a0: ses dossiers peuvent être inscrits à une autre.",
    )


@form_view
def session_candidates(request: ReadingRequest, session_id: uuid.UUID, announcement_id: uuid.UUID) -> HttpResponse:
    """Record how many candidates were examined for a dwelling."""
    row = access.get_session_to_run(request.reader, session_id)
    announcement = access.get_announcement(request.reader, announcement_id)
    known = next(
        (
            found
            for found in selectors.session_page(request.reader, row).dwellings
            if found.announcement_id == announcement.pk
        ),
        None,
    )
    if known is None:
        raise Http404("Ce logement n’est pas examiné à cette séance.")
    form = CandidatesForm(
        sent(request),
        outside=known.outside,
        exception=known.exception,
        back=reverse("journeys:session", args=[row.pk]),
    )
    if request.method == "POST" and form.is_valid():
        session_services.record_candidates(
            by=request.reader.user_id,
            session=row,
            announcement=announcement,
            outside=form.cleaned_data["outside"],
            exception=form.cleaned_data["exception"],
        )
        messages.success(request, "Nombre de candidats enregistré.")
        return redirect("journeys:session", row.pk)
    return _page(request, form, "Candidats examinés", lead=known.label)


@form_view
def schedule(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Put a complete dossier on a sitting's agenda."""
    row = access.get_file_to_decide(request.reader, file_id)
    form = ScheduleForm(
        sent(request),
        choices=selectors.session_choices(row, request.reader.today),
        back=reverse("journeys:cal_file", args=[row.pk]),
    )
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            session_services.schedule(
                by=request.reader.user_id,
                file=row,
                session=access.get_session_to_run(request.reader, uuid.UUID(form.cleaned_data["session"])),
                today=request.reader.today,
            )
            messages.success(request, "Dossier inscrit à la séance.")
            return redirect("journeys:cal_file", row.pk)
    return form_page(request, row, form, "Inscrire à une séance")


@require_POST
def hearing_remove(request: ReadingRequest, hearing_id: uuid.UUID) -> HttpResponse:
    """Take a dossier off the agenda."""
    hearing = access.get_hearing_to_decide(request.reader, hearing_id)
    return _back_to_session(
        request,
        hearing.session,
        lambda: session_services.remove(by=request.reader.user_id, hearing=hearing, today=request.reader.today),
        "Dossier retiré de la séance.",
    )


@require_POST
def hearing_invite(request: ReadingRequest, hearing_id: uuid.UUID) -> HttpResponse:
    """Invite the lead worker to the sitting: kept, and sent by mail with a link and no name."""
    hearing = access.get_hearing_to_decide(request.reader, hearing_id)
    worker = lead_of(hearing.file.enrolment_id, request.reader.today)
    if worker is None:
        messages.warning(request, "Ce ménage n’a pas de référent à inviter.")
        return redirect("journeys:session", hearing.session_id)
    link = request.build_absolute_uri(reverse("journeys:cal_file", args=[hearing.file_id]))
    return _back_to_session(
        request,
        hearing.session,
        lambda: acts.invite(by=request.reader.user_id, hearing=hearing, worker=worker, now=timezone.now(), link=link),
        "Invitation envoyée.",
    )


@form_view
def decide(request: ReadingRequest, hearing_id: uuid.UUID) -> HttpResponse:
    """Record a decision."""
    hearing = access.get_hearing_to_decide(request.reader, hearing_id)
    form = DecisionForm(sent(request), back=reverse("journeys:session", args=[hearing.session_id]))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            acts.decide(
                by=request.reader.user_id,
                hearing=hearing,
                facts=form.facts(),
                was_present=form.cleaned_data["worker_was_present"] == "yes",
                today=request.reader.today,
            )
            messages.success(request, "Décision enregistrée.")
            return redirect("journeys:session", hearing.session_id)
    return form_page(request, hearing.file, form, "Enregistrer la décision")


def _require_landlord(request: ReadingRequest) -> None:
    if not request.reader.has(Role.CAL_SECRETARY, Role.LANDLORD_CORRESPONDENT, Role.LANDLORD_MANAGER):
        raise PermissionDenied("Les séances de la commission sont celles du bailleur.")


def _page(request: ReadingRequest, form: object, title: str, lead: str = "") -> HttpResponse:
    trail = [("Commissions", reverse("journeys:sessions"))]
    return render(request, "leases/form.html", {"form": form, "title": title, "lead": lead, "trail": trail})


def _back_to_session(request: ReadingRequest, row: Session, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.warning(request, refused.reason)
    else:
        messages.success(request, said)
    return redirect("journeys:session", row.pk)
