"""The pages that change a meeting: move, correct, withdraw, restore, undo."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accompaniments.access.meetings import get_meeting_to_edit
from accompaniments.enums import Outcome
from accompaniments.forms.meeting_corrections import MeetingCorrectionForm
from accompaniments.forms.meeting_plans import PlanForm, WithdrawForm
from accompaniments.models import Meeting
from accompaniments.selectors.meeting_forms import MeetingFacts, conflict, meeting_facts
from accompaniments.services.meeting_changes import (
    correct_meeting,
    move_meeting,
    restore_meeting,
    undo_logging,
    withdraw_meeting,
)
from accompaniments.services.meetings import MeetingRefused, StaleMeeting
from accompaniments.views.meetings import preview_of
from foundation.refusals import Refused
from foundation.requests import sent
from households.readings import card
from partners.requests import ReadingRequest


@require_http_methods(["GET", "POST"])
def meeting_correct(request: ReadingRequest, enrolment_id: uuid.UUID, meeting_id: uuid.UUID) -> HttpResponse:
    """Correct a logged meeting, with a reason; two people who correct at once see both texts."""
    row = get_meeting_to_edit(request.reader, enrolment_id, meeting_id)
    if row.outcome == Outcome.PLANNED:
        return redirect(reverse("accompaniments:meeting_new", args=[enrolment_id]) + f"?prevue={meeting_id}")
    facts = meeting_facts(request.reader, row.enrolment, row)
    form = _correction_form(request, row, facts)
    said: dict[str, object] = {}
    if form.is_bound and form.is_valid():
        try:
            correct_meeting(
                by=request.reader.user_id,
                meeting=row,
                seen_version=form.seen_version,
                content=form.content,
                reason=form.cleaned_data["reason"],
                is_overlap_confirmed=form.cleaned_data["confirm_overlap"],
                moves_start=form.cleaned_data["move_start"],
                draft_tab=request.POST.get("draft_tab", ""),
            )
        except StaleMeeting as stale:
            said["conflict"] = conflict(facts, form.content, stale.before, by=stale.by, at=stale.at)
            form.see_version(stale.version)
            form.refuse({"": stale.reason})
        except MeetingRefused as refused:
            form.refuse(refused.reasons)
        except Refused as refused:
            form.refuse({"move_start": refused.reason})
        else:
            messages.success(request, "Correction enregistrée. L’historique garde ce qui était écrit avant.")
            return redirect("accompaniments:meeting", enrolment_id, meeting_id)
    context = {"card": facts.card, "facts": facts, "form": form, **preview_of(form, facts), **said}
    return render(request, "accompaniments/meeting_correct.html", context)


@require_POST
def meeting_correct_preview(request: ReadingRequest, enrolment_id: uuid.UUID, meeting_id: uuid.UUID) -> HttpResponse:
    """« Voir comme… » while correcting. Nothing is kept."""
    row = get_meeting_to_edit(request.reader, enrolment_id, meeting_id)
    facts = meeting_facts(request.reader, row.enrolment, row)
    form = _correction_form(request, row, facts)
    form.is_valid()
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "accompaniments/_meeting_preview.html", preview_of(form, facts))
    form.forget_errors()
    context = {"card": facts.card, "facts": facts, "form": form, **preview_of(form, facts)}
    return render(request, "accompaniments/meeting_correct.html", context)


@require_http_methods(["GET", "POST"])
def meeting_reschedule(request: ReadingRequest, enrolment_id: uuid.UUID, meeting_id: uuid.UUID) -> HttpResponse:
    """Move a planned meeting."""
    row = get_meeting_to_edit(request.reader, enrolment_id, meeting_id)
    page = reverse("accompaniments:meeting", args=[enrolment_id, meeting_id])
    if row.outcome != Outcome.PLANNED:
        messages.info(request, "Cette rencontre est déjà consignée\u00a0: elle se corrige, elle ne se déplace plus.")
        return redirect(page)
    facts = meeting_facts(request.reader, row.enrolment, row)
    form = PlanForm(
        sent(request),
        facts=facts,
        now=timezone.now(),
        back=page,
        submit="Déplacer la rencontre",
    )
    if form.is_bound and form.is_valid():
        try:
            move_meeting(
                by=request.reader.user_id,
                meeting=row,
                seen_version=form.seen_version,
                to=form.meeting,
                is_overlap_confirmed=form.cleaned_data["confirm_overlap"],
            )
        except StaleMeeting as stale:
            form.refuse({"": f"{stale.reason} Ouvrez-la à nouveau pour voir ce qu’elle dit maintenant."})
        except MeetingRefused as refused:
            form.refuse(refused.reasons)
        else:
            messages.success(request, "Rencontre déplacée.")
            return redirect(page)
    context = {"card": facts.card, "form": form, "heading": "Déplacer la rencontre"}
    return render(request, "accompaniments/meeting_plan.html", context)


@require_http_methods(["GET", "POST"])
def meeting_withdraw(request: ReadingRequest, enrolment_id: uuid.UUID, meeting_id: uuid.UUID) -> HttpResponse:
    """Withdraw a meeting saved in error, with a reason: it stays, struck through."""
    row = get_meeting_to_edit(request.reader, enrolment_id, meeting_id)
    page = reverse("accompaniments:meeting", args=[enrolment_id, meeting_id])
    form = WithdrawForm(sent(request), back=page)
    if form.is_bound and form.is_valid():
        withdraw_meeting(by=request.reader.user_id, meeting=row, reason=form.cleaned_data["reason"])
        undo = reverse("accompaniments:meeting_restore", args=[enrolment_id, meeting_id])
        messages.success(request, "Rencontre retirée. Elle reste barrée dans le dossier.", extra_tags=undo)
        return redirect(page)
    context = {"card": card(request.reader, row.enrolment), "form": form, "meeting_id": meeting_id}
    return render(request, "accompaniments/meeting_withdraw.html", context)


@require_POST
def meeting_restore(request: ReadingRequest, enrolment_id: uuid.UUID, meeting_id: uuid.UUID) -> HttpResponse:
    """Undo a withdrawal."""
    row = get_meeting_to_edit(request.reader, enrolment_id, meeting_id)
    restore_meeting(by=request.reader.user_id, meeting=row)
    messages.success(request, "Rencontre rétablie.")
    return redirect("accompaniments:meeting", enrolment_id, meeting_id)


@require_POST
def meeting_undo(request: ReadingRequest, enrolment_id: uuid.UUID, meeting_id: uuid.UUID) -> HttpResponse:
    """Undo what was just saved."""
    row = get_meeting_to_edit(request.reader, enrolment_id, meeting_id)
    try:
        undo_logging(by=request.reader.user_id, meeting=row)
    except MeetingRefused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "C’est annulé. L’historique de la rencontre en garde la trace.")
    return redirect("accompaniments:meeting", enrolment_id, meeting_id)


def _correction_form(request: ReadingRequest, row: Meeting, facts: MeetingFacts) -> MeetingCorrectionForm:
    address = [row.enrolment_id, row.pk]
    return MeetingCorrectionForm(
        sent(request),
        facts=facts,
        now=timezone.now(),
        back=reverse("accompaniments:meeting", args=address),
        action=reverse("accompaniments:meeting_correct", args=address),
        preview_url=reverse("accompaniments:meeting_correct_preview", args=address),
        voir=request.POST.get("voir", ""),
    )
