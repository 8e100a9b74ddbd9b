"""A household's titles: taken over, followed without moving, ended, corrected, annulled, slid."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from foundation.refusals import Refused, said_beside
from foundation.requests import sent
from foundation.words import plain_date
from households.access import get_enrolment_to_edit
from households.models import Enrolment
from households.readings import card
from journeys.forms.titles import ChangeForm, CorrectForm, EndForm, ReasonForm, SlideForm, TakeOverForm
from journeys.selectors import slides as slide_selectors
from journeys.selectors import titles as selectors
from journeys.services import slides, titles
from leases.access.titles import get_title_to_slide, get_title_to_write
from leases.enums import LeaseEnd
from leases.services.corrections import correct_lease
from partners.requests import ReadingRequest

form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
def take_over(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Take over a title signed before the follow-up."""
    reader = request.reader
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    form = TakeOverForm(
        sent(request), reference=selectors.known_reference(enrolment, reader.today), back=_back(enrolment_id)
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            lease = titles.take_over(
                by=reader.user_id,
                enrolment=enrolment,
                dwelling=selectors.dwelling_named(enrolment, said["reference"]),
                part=said["part"],
                new=form.new_title(selectors.association_of(reader, enrolment)),
                past=form.past(),
                today=reader.today,
            )
            return _done(request, enrolment_id, "Titre repris.", undo=_undo(enrolment_id, lease.pk))
    return _form(request, enrolment, form, "Reprendre un titre existant")


@form_view
def change(request: ReadingRequest, enrolment_id: uuid.UUID, lease_id: uuid.UUID) -> HttpResponse:
    """Record another title in the same home."""
    reader = request.reader
    found = get_title_to_write(reader, enrolment_id, lease_id)
    form = ChangeForm(
        sent(request),
        lease=found.lease,
        kinds=selectors.kinds_after(found),
        has_head=found.lease.head_lease_id is not None,
        today=reader.today,
        back=_back(enrolment_id),
    )
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            lease = titles.change_status(
                by=reader.user_id,
                lease=found.lease,
                new=form.new_title(selectors.association_of(reader, found.enrolment)),
                today=reader.today,
            )
            said = "Nouveau titre enregistré\u00a0: le précédent se termine la veille."
            return _done(request, enrolment_id, said, undo=_undo(enrolment_id, lease.pk))
    return _form(request, found.enrolment, form, "Changer de titre sans déménager", lead=selectors.said(found.lease))


@form_view
def end(request: ReadingRequest, enrolment_id: uuid.UUID, lease_id: uuid.UUID) -> HttpResponse:
    """Record the end of a title."""
    reader = request.reader
    found = get_title_to_write(reader, enrolment_id, lease_id)
    notice = selectors.notice_months(reader.today)
    form = EndForm(sent(request), lease=found.lease, notice=notice, back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            titles.end_title(
                by=reader.user_id,
                lease=found.lease,
                ended_on=form.last_day(notice),
                reason=LeaseEnd(said["reason"]),
                notice_on=form.received_on(),
                note=said["note"],
                gives_back=said.get("gives_back", False),
                today=reader.today,
            )
            undo = reverse("journeys:title_end_undo", args=[enrolment_id, lease_id])
            return _done(request, enrolment_id, "Fin du titre enregistrée.", undo=undo)
    return _form(request, found.enrolment, form, "Fin du titre", lead=selectors.said(found.lease))


@require_POST
def end_undo(request: ReadingRequest, enrolment_id: uuid.UUID, lease_id: uuid.UUID) -> HttpResponse:
    """Take back the end of a title."""
    found = get_title_to_write(request.reader, enrolment_id, lease_id)
    try:
        titles.undo_end(by=request.reader.user_id, lease=found.lease, today=request.reader.today)
    except Refused as refused:
        messages.warning(request, refused.reason)
        return redirect(_back(enrolment_id))
    return _done(request, enrolment_id, "La fin est annulée\u00a0: le titre est de nouveau en cours.")


@form_view
def correct(request: ReadingRequest, enrolment_id: uuid.UUID, lease_id: uuid.UUID) -> HttpResponse:
    """Correct the days and the amounts of a title."""
    reader = request.reader
    found = get_title_to_write(reader, enrolment_id, lease_id)
    form = CorrectForm(sent(request), lease=found.lease, back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            correct_lease(
                by=reader.user_id,
                lease=found.lease,
                terms=form.terms(),
                reason=form.cleaned_data["reason"],
                today=reader.today,
            )
            return _done(request, enrolment_id, "Titre corrigé\u00a0: ce qu’il disait avant est gardé.")
    return _form(request, found.enrolment, form, "Corriger un titre", lead=selectors.said(found.lease))


@form_view
def annul(request: ReadingRequest, enrolment_id: uuid.UUID, lease_id: uuid.UUID) -> HttpResponse:
    """Annul a title recorded in error, with all that it had brought."""
    reader = request.reader
    found = get_title_to_write(reader, enrolment_id, lease_id)
    form = ReasonForm(sent(request), back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            titles.annul_title(
                by=reader.user_id, lease=found.lease, reason=form.cleaned_data["reason"], today=reader.today
            )
            return _done(request, enrolment_id, "Titre annulé\u00a0: ce qu’il avait entraîné l’est aussi.")
    return _form(
        request, found.enrolment, form, "Annuler un titre enregistré par erreur", lead=selectors.said(found.lease)
    )


@require_POST
def undo(request: ReadingRequest, enrolment_id: uuid.UUID, lease_id: uuid.UUID) -> HttpResponse:
    """Undo what was just recorded."""
    found = get_title_to_write(request.reader, enrolment_id, lease_id)
    reason = "Annulé aussitôt après l’enregistrement"
    try:
        titles.annul_title(by=request.reader.user_id, lease=found.lease, reason=reason, today=request.reader.today)
    except Refused as refused:
        messages.warning(request, refused.reason)
        return redirect(_back(enrolment_id))
    return _done(request, enrolment_id, "C’est annulé\u00a0: ce qui était en cours l’est de nouveau.")


@form_view
def slide(request: ReadingRequest, enrolment_id: uuid.UUID, lease_id: uuid.UUID) -> HttpResponse:
    """Record the slide: the household's own lease, in the home that it sublets."""
    reader = request.reader
    found = get_title_to_slide(reader, enrolment_id, lease_id)
    if said := slide_selectors.slid_said(found.lease):  # sent twice, or by two people
        messages.warning(request, said)
        return redirect(_back(enrolment_id))
    form = SlideForm(sent(request), initial=slide_selectors.slide_start(reader, found), back=_back(enrolment_id))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            made = slides.slide(
                by=reader.user_id,
                sublease=found.lease,
                terms=form.terms(),
                facts=form.facts(),
                inventory=form.in_situ(),
                today=reader.today,
            )
            said = f"Glissement enregistré\u00a0: le bail du ménage commence le {plain_date(made.slid_on)}."
            return _done(request, enrolment_id, said, undo=_undo(enrolment_id, made.lease_id))
    return _form(
        request,
        found.enrolment,
        form,
        "Enregistrer le glissement",
        lead=slide_selectors.agreement_said(found.lease),
        warnings=slide_selectors.rechecked(reader, found),
    )


def _back(enrolment_id: uuid.UUID) -> str:
    return reverse("journeys:file_lease", args=[enrolment_id]) + "#titles"


def _undo(enrolment_id: uuid.UUID, lease_id: uuid.UUID) -> str:
    return reverse("journeys:title_undo", args=[enrolment_id, lease_id])


def _done(request: ReadingRequest, enrolment_id: uuid.UUID, said: str, *, undo: str = "") -> HttpResponse:
    messages.success(request, said, extra_tags=undo)
    return redirect(_back(enrolment_id))


def _form(request: ReadingRequest, enrolment: Enrolment, form: Any, heading: str, **said: object) -> HttpResponse:
    context = {"form": form, "card": card(request.reader, enrolment), "heading": heading, **said}
    return render(request, "journeys/title_form.html", context)
