"""The end of an accompaniment: opened, written, validated by the manager, told to the landlord."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accompaniments.access import evaluations as access
from accompaniments.exports.evaluations import evaluation_name, evaluation_pdf, information_name, information_pdf
from accompaniments.forms.diagnosis import version_sent
from accompaniments.forms.evaluations import (
    InformationForm,
    OpenEvaluationForm,
    OpinionAskForm,
    OpinionForm,
    ValidateEvaluationForm,
    WriteEvaluationForm,
)
from accompaniments.selectors.evaluations import information_page, opening_page, opinion_page
from accompaniments.services import evaluations as services
from foundation.refusals import Refused, said_beside
from foundation.requests import sent
from households.enums import NamingService
from journeys.selectors.evaluations import evaluation_page
from journeys.selectors.exits import dossiers_of_end
from journeys.services.evaluations import validate
from partners.requests import ReadingRequest
from records.services.files import open_file

CONFLICT = 409
form_view = require_http_methods(["GET", "POST"])


@form_view
def evaluation_open(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Begin the end of an accompaniment: its last day and why."""
    reader = request.reader
    enrolment, course = access.get_course_to_end(reader, enrolment_id)
    page = opening_page(reader, enrolment, course)
    back = reverse("journeys:file_support", args=[enrolment_id])
    form = OpenEvaluationForm(sent(request), today=reader.today, back=back)
    if form.is_bound and form.is_valid() and course is not None:
        with said_beside(form):
            row = services.open_evaluation(
                by=reader.user_id,
                accompaniment=course,
                ended_on=form.cleaned_data["ended_on"],
                exit_reason=form.chosen_reason(),
                today=reader.today,
            )
            messages.success(request, "Évaluation finale ouverte.")
            return redirect("journeys:evaluation_write", enrolment_id, row.pk)
    return render(request, "accompaniments/evaluation_open.html", {"card": page.card, "page": page, "form": form})


@require_GET
def evaluation(request: ReadingRequest, enrolment_id: uuid.UUID, evaluation_id: uuid.UUID) -> HttpResponse:
    """Show an end, shaped for its reader."""
    held = access.open_evaluation_page(request.reader, enrolment_id, evaluation_id)
    page = evaluation_page(request.reader, held)
    return render(request, "accompaniments/evaluation.html", {"card": page.card, "page": page, "read": page.read})


@require_GET
def evaluation_report(request: ReadingRequest, enrolment_id: uuid.UUID, evaluation_id: uuid.UUID) -> HttpResponse:
    """Download the evaluation: what this reader reads on its page, and nothing else."""
    held = access.open_evaluation_page(request.reader, enrolment_id, evaluation_id)
    page = evaluation_page(request.reader, held)
    answer = HttpResponse(evaluation_pdf(page, edited_on=request.reader.today), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{evaluation_name(page.card)}"'
    return answer


@form_view
def evaluation_write(request: ReadingRequest, enrolment_id: uuid.UUID, evaluation_id: uuid.UUID) -> HttpResponse:
    """Write what each says of an end."""
    reader, status = request.reader, 200
    held = access.get_evaluation_to_write(reader, enrolment_id, evaluation_id)
    page = evaluation_page(reader, held)
    form = WriteEvaluationForm(sent(request), row=held.row, back=_page(enrolment_id, evaluation_id))
    if form.is_bound and form.is_valid():
        try:
            with said_beside(form):
                services.write_evaluation(
                    by=reader.user_id,
                    evaluation=held.row,
                    version=form.cleaned_data["version"],
                    ended_on=form.cleaned_data["ended_on"],
                    exit_reason=form.chosen_reason(),
                    words=form.words(),
                    today=reader.today,
                    draft_tab=request.POST.get("draft_tab", ""),
                )
                messages.success(request, "Évaluation enregistrée.")
                return redirect("journeys:evaluation", enrolment_id, evaluation_id)
        except services.StaleEvaluationError as stale:
            form.take_version(stale.version)
            form.add_error(None, stale.reason)
            status = CONFLICT
    context = {"card": page.card, "page": page, "read": page.read, "form": form}
    return render(request, "accompaniments/evaluation_write.html", context, status=status)


@require_POST
def evaluation_abandon(request: ReadingRequest, enrolment_id: uuid.UUID, evaluation_id: uuid.UUID) -> HttpResponse:
    """Abandon an end opened by mistake: the accompaniment goes on, what was written stays readable."""
    reader = request.reader
    held = access.get_evaluation_to_write(reader, enrolment_id, evaluation_id)
    version = version_sent(request.POST.get("version", ""))
    try:
        services.abandon_evaluation(by=reader.user_id, evaluation=held.row, version=version, today=reader.today)
        messages.success(
            request, "Brouillon abandonné\u00a0: l’accompagnement continue, ce qui est écrit reste lisible."
        )
    except (Refused, services.StaleEvaluationError) as refused:
        messages.error(request, refused.reason)
    return redirect(_page(enrolment_id, evaluation_id))


@require_POST
def evaluation_restore(request: ReadingRequest, enrolment_id: uuid.UUID, evaluation_id: uuid.UUID) -> HttpResponse:
    """Take up an abandoned end again."""
    held = access.get_evaluation_to_write(request.reader, enrolment_id, evaluation_id)
    version = version_sent(request.POST.get("version", ""))
    try:
        services.restore_evaluation(by=request.reader.user_id, evaluation=held.row, version=version)
        messages.success(request, "Brouillon rétabli.")
    except (Refused, services.StaleEvaluationError) as refused:
        messages.error(request, refused.reason)
    return redirect(_page(enrolment_id, evaluation_id))


@form_view
def evaluation_ask(request: ReadingRequest, enrolment_id: uuid.UUID, evaluation_id: uuid.UUID) -> HttpResponse:
    """Ask one of the landlord's services for its opinion of the end."""
    reader, status = request.reader, 200
    held = access.get_evaluation_to_write(reader, enrolment_id, evaluation_id)
    page = evaluation_page(reader, held)
    back = _page(enrolment_id, evaluation_id)
    form = OpinionAskForm(sent(request), services=page.services, version=page.read.version, back=back)
    if form.is_bound and form.is_valid():
        try:
            with said_beside(form):
                services.ask_opinion(
                    by=reader.user_id,
                    evaluation=held.row,
                    version=form.cleaned_data["version"],
                    service=NamingService(form.cleaned_data["service"]),
                    today=reader.today,
                )
                messages.success(request, "L’avis du bailleur est demandé.")
                return redirect("journeys:evaluation", enrolment_id, evaluation_id)
        except services.StaleEvaluationError as stale:
            form.take_version(stale.version)
            form.add_error(None, stale.reason)
            status = CONFLICT
    context = {"card": page.card, "page": page, "read": page.read, "form": form}
    return render(request, "accompaniments/evaluation_ask.html", context, status=status)


@form_view
def evaluation_opinion(request: ReadingRequest, enrolment_id: uuid.UUID, evaluation_id: uuid.UUID) -> HttpResponse:
    """The landlord's own page: that the accompaniment ends, and his opinion."""
    reader, status = request.reader, 200
    held = access.get_evaluation_of_landlord(reader, enrolment_id, evaluation_id)
    page = opinion_page(reader, held)
    form = OpinionForm(sent(request), read=page.read, back=reverse("journeys:file", args=[enrolment_id]))
    if form.is_bound and form.is_valid():
        try:
            with said_beside(form):
                services.write_opinion(
                    by=reader.user_id,
                    evaluation=held.row,
                    version=form.cleaned_data["version"],
                    text=form.cleaned_data["landlord_opinion"],
                    draft_tab=request.POST.get("draft_tab", ""),
                )
                messages.success(request, "Votre avis est envoyé à l’association.")
                return redirect("journeys:file", enrolment_id)
        except services.StaleEvaluationError as stale:
            form.take_version(stale.version)
            form.add_error(None, stale.reason)
            status = CONFLICT
    context = {"card": page.card, "read": page.read, "form": form}
    return render(request, "accompaniments/evaluation_opinion.html", context, status=status)


@form_view
def evaluation_validate(request: ReadingRequest, enrolment_id: uuid.UUID, evaluation_id: uuid.UUID) -> HttpResponse:
    """Validate an end: its facts freeze, the watch begins or the follow-up is over."""
    reader = request.reader
    held = access.get_evaluation_to_manage(reader, enrolment_id, evaluation_id)
    page = evaluation_page(reader, held)
    form = ValidateEvaluationForm(
        sent(request),
        version=page.read.version,
        back=_page(enrolment_id, evaluation_id),
        also=dossiers_of_end(reader, held),
    )
    if form.is_bound and form.is_valid():
        try:
            with said_beside(form):
                validate(
                    by=reader.user_id,
                    evaluation=held.row,
                    version=form.cleaned_data["version"],
                    today=reader.today,
                    withdraws=form.ends_also,
                )
                messages.success(request, "Fin validée.")
                return redirect("journeys:evaluation", enrolment_id, evaluation_id)
        except services.StaleEvaluationError as stale:
            form.add_error(None, stale.reason)
    context = {"card": page.card, "page": page, "read": page.read, "form": form}
    return render(request, "accompaniments/evaluation_validate.html", context)


@form_view
def evaluation_inform(request: ReadingRequest, enrolment_id: uuid.UUID, evaluation_id: uuid.UUID) -> HttpResponse:
    """Show what is told to the landlord, then send it."""
    reader = request.reader
    held = access.get_evaluation_to_manage(reader, enrolment_id, evaluation_id)
    page = information_page(reader, held)
    form = InformationForm(sent(request), page=page, back=_page(enrolment_id, evaluation_id))
    if form.is_bound and form.is_valid() and not page.why_not:
        landlord = form.chosen_landlord()
        with said_beside(form):
            services.inform_landlord(
                by=reader.user_id,
                evaluation=held.row,
                content=information_pdf(
                    page.card,
                    page.leaving.for_landlord(landlord.pk),
                    landlord=landlord.name,
                    edited_on=reader.today,
                ),
                file_name=information_name(page.card),
                landlord=landlord,
                today=reader.today,
            )
            messages.success(request, f"{landlord} est informé de la fin.")
            return redirect("journeys:evaluation", enrolment_id, evaluation_id)
    return render(request, "accompaniments/evaluation_inform.html", {"card": page.card, "page": page, "form": form})


@require_GET
def evaluation_information(
    request: ReadingRequest, enrolment_id: uuid.UUID, evaluation_id: uuid.UUID
) -> HttpResponseBase:
    """Download what was told to the landlord, as it left."""
    held = access.open_information(request.reader, enrolment_id, evaluation_id)
    stored = held.row.informed_file
    assert stored is not None  # noqa: S101 -- access gave it
    answer = StreamingHttpResponse(open_file(stored=stored), content_type=stored.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{stored.name}"'
    return answer


def _page(enrolment_id: uuid.UUID, evaluation_id: uuid.UUID) -> str:
    return reverse("journeys:evaluation", args=[enrolment_id, evaluation_id])
