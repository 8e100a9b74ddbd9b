"""After the commission: ranks, conditions, offers and answers, the preparation of the entry, leases, inventories."""

import datetime as dt
import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from foundation.refusals import Refused, said_beside
from foundation.requests import sent
from foundation.words import plain_date
from journeys.forms.commission import (
    AnswerForm,
    DayForm,
    EntryForm,
    FailForm,
    InventoryForm,
    LeaseForm,
)
from journeys.selectors import commission as selectors
from journeys.services import allocation as acts
from journeys.views.cal_pages import form_page, text_page
from leases import access
from leases.enums import Answer, EntryStep, FileEnd, InventoryKind
from leases.models import AllocationFile
from leases.rules.offers import has_lapsed
from leases.services.entries import set_entry_items
from leases.services.inventories import make_inventory
from leases.services.obstacles import DoubleLetting
from partners.requests import ReadingRequest

PAGE = 20
form_view = require_http_methods(["GET", "HEAD", "POST"])
NO_DECISION = "Aucune décision n’attend cet acte."


@form_view
def promote(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Record that a rank passes first."""
    row = access.get_file_to_decide(request.reader, file_id)
    decision = selectors.last_decision(row)
    if decision is None:
        raise Http404(NO_DECISION)
    return _day(
        request,
        row,
        lambda day: acts.promote_rank(
            by=request.reader.user_id, decision=decision, promoted_on=day, today=request.reader.today
        ),
        field="promoted_on",
        heading="Passer ce rang en premier",
        label="Le rang passe devant le",
        submit="Passer ce rang en premier",
        said="Ce rang est passé devant\u00a0: la décision est positive.",
    )


@form_view
def condition(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Record that the awaited piece came."""
    row = access.get_file_to_decide(request.reader, file_id)
    decision = selectors.last_decision(row)
    if decision is None:
        raise Http404(NO_DECISION)
    return _day(
        request,
        row,
        lambda day: acts.condition_met(
            by=request.reader.user_id, decision=decision, received_on=day, today=request.reader.today
        ),
        field="received_on",
        heading="La pièce attendue est arrivée",
        label="Reçue le",
        submit="Enregistrer",
        said="Pièce reçue\u00a0: le bailleur signe (CCH, art. R. 441-3).",
    )


@form_view
def offer(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Record that the offer was notified: the clock runs."""
    row = access.get_file_to_decide(request.reader, file_id)
    decision = selectors.last_decision(row)
    if decision is None:
        raise Http404(NO_DECISION)
    return _day(
        request,
        row,
        lambda day: acts.notify_offer(
            by=request.reader.user_id, decision=decision, notified_on=day, today=request.reader.today
        ),
        field="notified_on",
        heading="Notifier l’offre",
        label="Notifiée au ménage le",
        submit="Enregistrer la notification",
        said="Offre notifiée.",
        hint="Le ménage a dix jours au moins pour répondre\u00a0; le silence vaut refus (CCH, art. R. 441-10).",
    )


@form_view
def annul(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Annul a decision recorded in error."""
    row = access.get_file_to_decide(request.reader, file_id)
    decision = selectors.last_decision(row)
    if decision is None:
        raise Http404(NO_DECISION)

    def act(text: str) -> None:
        acts.annul_decision(by=request.reader.user_id, decision=decision, reason=text, today=request.reader.today)

    return text_page(
        request,
        row,
        act,
        heading="Annuler une décision enregistrée par erreur",
        label="Raison",
        submit="Annuler la décision",
        done="Décision annulée\u00a0: elle reste lisible, et le dossier est de nouveau complet.",
    )


@form_view
def answer(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Record the household's answer, by its worker or by the secretary."""
    row = access.get_file_to_answer(request.reader, file_id)
    made = selectors.open_offer(row)
    if made is None:
        raise Http404("Aucune offre n’attend de réponse.")
    form = AnswerForm(
        sent(request),
        today=request.reader.today,
        has_lapsed=has_lapsed(made.notified_on, made.days, request.reader.today),
        back=reverse("journeys:cal_file", args=[row.pk]),
    )
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            acts.answer_offer(
                by=request.reader.user_id,
                offer=made,
                answer=Answer(form.cleaned_data["answer"]),
                answered_on=form.cleaned_data["answered_on"],
                reason=form.cleaned_data["reason"],
                today=request.reader.today,
            )
            messages.success(request, "Réponse enregistrée.")
            return redirect("journeys:cal_file", row.pk)
    lead = f"Offre notifiée le {plain_date(made.notified_on)}, réponse attendue jusqu’au {plain_date(made.due_on)} (CCH, art. R. 441-10)."
    return form_page(request, row, form, "Réponse du ménage", lead=lead)


@form_view
def fail(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Close a dossier that leads to no lease."""
    row = access.get_file_to_decide(request.reader, file_id)
    form = FailForm(sent(request), today=request.reader.today, back=reverse("journeys:cal_file", args=[row.pk]))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            acts.fail(
                by=request.reader.user_id,
                file=row,
                end=FileEnd(form.cleaned_data["end"]),
                ended_on=form.cleaned_data["ended_on"],
                reason=form.cleaned_data["reason"],
                today=request.reader.today,
            )
            messages.success(request, "Dossier clos\u00a0: le ménage cherche de nouveau un logement.")
            return redirect("journeys:cal_file", row.pk)
    return form_page(request, row, form, "Clore sans bail")


@form_view
def entry(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Prepare the entry: a line a step."""
    row = access.get_file_to_prepare(request.reader, file_id)
    form = EntryForm(sent(request), items=selectors.entry_items(row), back=reverse("journeys:cal_file", args=[row.pk]))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            set_entry_items(
                by=request.reader.user_id,
                file=row,
                items={step: (said[f"done_{step.value}"], said[f"off_{step.value}"]) for step in EntryStep},
                today=request.reader.today,
            )
            messages.success(request, "Préparation de l’entrée enregistrée.")
            return redirect("journeys:cal_file", row.pk)
    return form_page(request, row, form, "Préparer l’entrée")


@form_view
def lease(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Record the lease signed, and all that follows from it."""
    row = access.get_file_to_decide(request.reader, file_id)
    share = selectors.share_of(row)
    if share is None:
        raise Http404("Ce logement n’est plus louable en entier.")
    terms = row.announcement
    form = LeaseForm(
        sent(request),
        initial={
            "mode": "SUBLET" if row.lease_wish == "SLIDING" else "DIRECT",
            "signed_on": request.reader.today,
            "started_on": request.reader.today,
            "rent": terms.rent + terms.annexes,
            "charges": terms.charges,
            "expects_slide": row.lease_wish == "SLIDING",
        },
        back=reverse("journeys:cal_file", args=[row.pk]),
    )
    if request.method == "POST" and form.is_valid():
        sublease = form.sublease()
        with said_beside(form):
            try:
                acts.sign_lease(
                    by=request.reader.user_id,
                    file=row,
                    share=share,
                    entry=acts.Entry(
                        form.terms(),
                        association=row.association if sublease else None,
                        sublease=sublease,
                        expects_slide=form.cleaned_data["expects_slide"],
                    ),
                    today=request.reader.today,
                )
            except DoubleLetting as taken:
                obstacle = selectors.obstacle_words(request.reader, taken.obstacle_id)
                raise Refused(f"{taken.reason} {obstacle}.".replace(" .", "").strip(), taken.field) from taken
            messages.success(request, "Bail enregistré\u00a0: le ménage habite ce logement à sa date d’effet.")
            return redirect("journeys:cal_file", row.pk)
    return form_page(request, row, form, "Enregistrer le bail signé")


@form_view
def inventory(request: ReadingRequest, file_id: uuid.UUID, lease_id: uuid.UUID) -> HttpResponse:
    """Record an état des lieux and the keys."""
    row, signed = access.get_lease_to_inventory(request.reader, file_id, lease_id)
    form = InventoryForm(sent(request), today=request.reader.today, back=reverse("journeys:cal_file", args=[row.pk]))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_beside(form):
            make_inventory(
                by=request.reader.user_id,
                lease=signed,
                kind=InventoryKind(said["kind"]),
                made_on=said["made_on"],
                worker_was_present=said["worker_was_present"],
                keys_handed=said["keys_handed"],
                note=said["note"],
                today=request.reader.today,
            )
            messages.success(request, "État des lieux enregistré.")
            return redirect("journeys:cal_file", row.pk)
    return form_page(request, row, form, "État des lieux")


def _day(
    request: ReadingRequest,
    row: AllocationFile,
    act: Callable[[dt.date], object],
    *,
    field: str,
    heading: str,
    label: str,
    submit: str,
    said: str,
    hint: str = "",
) -> HttpResponse:
    """Ask for the day of an act, then act."""
    form = DayForm(
        sent(request),
        label=label,
        today=request.reader.today,
        submit=submit,
        back=reverse("journeys:cal_file", args=[row.pk]),
        hint=hint,
    )
    if request.method == "POST" and form.is_valid():
        with said_beside(form, **{field: "day"}):
            act(form.cleaned_data["day"])
            messages.success(request, said)
            return redirect("journeys:cal_file", row.pk)
    return form_page(request, row, form, heading)
