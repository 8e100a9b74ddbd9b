"""The pages where a social worker does her daily job: log a meeting, the one planned, the next one."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accompaniments.access.meetings import get_planned, open_meeting, open_meeting_history
from accompaniments.enums import Outcome, Progress
from accompaniments.forms.meeting_plans import PlanForm
from accompaniments.forms.meetings import MeetingForm
from accompaniments.readings.meetings import as_read_by
from accompaniments.selectors.meeting_forms import MeetingFacts, meeting_facts
from accompaniments.selectors.meetings import choices, history, meeting_page
from accompaniments.services.meetings import MeetingRefused, log_meeting, plan_meeting
from foundation.refusals import Refused
from foundation.requests import sent
from foundation.timeline import Audience
from households.access import get_enrolment_to_edit
from partners.requests import ReadingRequest

TEAM_ONLY = (
    "Les rencontres se consignent dans une association, par les personnes qui suivent le ménage et leur responsable."
)
TO_CONFIRM = (
    "Un objectif est dit atteint\u00a0: confirmez-le dans «\u00a0Accompagnement\u00a0», rien n’est clos sans vous."
)


@require_GET
def meeting_choose(request: ReadingRequest) -> HttpResponse:
    """« Consigner une rencontre »: her households, one tap each."""
    if not request.reader.associations:
        raise PermissionDenied(TEAM_ONLY)
    return render(request, "accompaniments/meeting_choose.html", {"choices": choices(request.reader)})


@require_http_methods(["GET", "POST"])
def meeting_new(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Log a meeting, or the planned one that `?prevue=` names."""
    enrolment = get_enrolment_to_edit(request.reader, enrolment_id)
    planned = get_planned(request.reader, enrolment, request.GET.get("prevue"))
    if planned is not None and planned.outcome != Outcome.PLANNED and request.method == "GET":
        messages.info(request, "Cette rencontre est déjà consignée. La voici.")
        return redirect("accompaniments:meeting", enrolment_id, planned.pk)
    facts = meeting_facts(request.reader, enrolment, planned)
    form = _form(request, enrolment_id, facts)
    if form.is_bound and form.is_valid():
        try:
            meeting = log_meeting(
                by=request.reader.user_id,
                enrolment=enrolment,
                association_id=facts.association_id,
                content=form.content,
                sending_key=form.key,
                planned_id=planned.pk if planned else None,
                next_meeting=form.next_meeting,
                is_overlap_confirmed=form.cleaned_data["confirm_overlap"],
                moves_start=form.cleaned_data["move_start"],
                draft_tab=request.POST.get("draft_tab", ""),
            )
        except MeetingRefused as refused:
            form.refuse(refused.reasons)
        except Refused as refused:
            form.refuse({"move_start": refused.reason})
        else:
            undo = reverse("accompaniments:meeting_undo", args=[enrolment_id, meeting.pk])
            messages.success(request, "Rencontre enregistrée.", extra_tags=undo)
            if any(progress == Progress.ACHIEVED for _, progress in form.content.progress):
                messages.info(request, TO_CONFIRM)
            return redirect("journeys:file", enrolment_id)
    return _form_page(request, facts, form)


@require_POST
def meeting_preview(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """« Voir comme… » before saving: what a circle would read of what is being typed. Nothing is kept."""
    enrolment = get_enrolment_to_edit(request.reader, enrolment_id)
    planned = get_planned(request.reader, enrolment, request.GET.get("prevue"))
    facts = meeting_facts(request.reader, enrolment, planned)
    form = _form(request, enrolment_id, facts)
    form.is_valid()
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "accompaniments/_meeting_preview.html", preview_of(form, facts))
    form.forget_errors()
    return _form_page(request, facts, form)


@require_GET
def meeting(request: ReadingRequest, enrolment_id: uuid.UUID, meeting_id: uuid.UUID) -> HttpResponse:
    """Read one meeting; its team may look at it through another circle's eyes (`?comme=`)."""
    row, hers = open_meeting(request.reader, enrolment_id, meeting_id)
    seen_as = request.GET.get("comme", "")
    page = meeting_page(request.reader, row, hers, seen_as=Audience(seen_as) if seen_as in set(Audience) else None)
    context = {
        "card": page.card,
        "page": page,
        "meeting": page.meeting,
        "audiences": list(Audience),
        "seen_as": seen_as,
    }
    return render(request, "accompaniments/meeting.html", context)


@require_GET
def meeting_history(request: ReadingRequest, enrolment_id: uuid.UUID, meeting_id: uuid.UUID) -> HttpResponse:
    """Read what was corrected of a meeting, before and after."""
    row, _ = open_meeting_history(request.reader, enrolment_id, meeting_id)
    page = history(request.reader, row)
    return render(
        request, "accompaniments/meeting_history.html", {"card": page.card, "page": page, "meeting_id": meeting_id}
    )


@require_http_methods(["GET", "POST"])
def meeting_plan(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Plan a meeting to come."""
    enrolment = get_enrolment_to_edit(request.reader, enrolment_id)
    facts = meeting_facts(request.reader, enrolment)
    form = PlanForm(
        sent(request),
        facts=facts,
        now=timezone.now(),
        back=reverse("journeys:file", args=[enrolment_id]),
        submit="Planifier la rencontre",
    )
    if form.is_bound and form.is_valid():
        try:
            plan_meeting(
                by=request.reader.user_id,
                enrolment=enrolment,
                association_id=facts.association_id,
                meeting=form.meeting,
                sending_key=form.key,
                is_overlap_confirmed=form.cleaned_data["confirm_overlap"],
            )
        except MeetingRefused as refused:
            form.refuse(refused.reasons)
        else:
            messages.success(request, "Rencontre planifiée.")
            return redirect("journeys:file", enrolment_id)
    context = {"card": facts.card, "form": form, "heading": "Planifier une rencontre"}
    return render(request, "accompaniments/meeting_plan.html", context)


def _form(request: ReadingRequest, enrolment_id: uuid.UUID, facts: MeetingFacts) -> MeetingForm:
    """Bind the form; the planned meeting stays in its addresses."""
    planned = request.GET.get("prevue")
    query = f"?{_query(planned)}" if planned else ""
    return MeetingForm(
        sent(request),
        facts=facts,
        now=timezone.now(),
        back=reverse("journeys:file", args=[enrolment_id]),
        action=reverse("accompaniments:meeting_new", args=[enrolment_id]) + query,
        preview_url=reverse("accompaniments:meeting_preview", args=[enrolment_id]) + query,
        voir=request.POST.get("voir", ""),
        issue=request.GET.get("issue", ""),
    )


def _query(planned: str) -> str:
    query = QueryDict(mutable=True)
    query["prevue"] = planned
    return query.urlencode()


def _form_page(request: ReadingRequest, facts: MeetingFacts, form: MeetingForm) -> HttpResponse:
    context = {"card": facts.card, "facts": facts, "form": form, **preview_of(form, facts)}
    return render(request, "accompaniments/meeting_form.html", context)


def preview_of(form: MeetingForm, facts: MeetingFacts) -> dict[str, object]:
    """Shape what is being typed for the circle chosen."""
    preview = as_read_by(form.voir, form.content, facts.names, facts.circles[form.voir], facts.objective_parts)
    return {"preview": preview, "audiences": list(Audience), "preview_url": form.preview_url}
