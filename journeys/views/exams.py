"""The contradictory exams of a sliding sublease: convened, told, held, with the landlord's position."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.layout import PalierForm
from foundation.pdf import render_pdf
from foundation.refusals import Refused
from foundation.requests import sent
from households.models import Enrolment
from households.readings import card
from journeys.forms.exams import ConveneForm, NoteForm, PositionForm, RecordForm, ToldForm, tried
from journeys.selectors.exam_papers import HOUSEHOLD, LANDLORD, convocation, convocation_name
from journeys.selectors.exams import back_to, exam_page
from journeys.services.agreements import prepare_minutes
from leases.access import subleases as access
from leases.enums import ConvocationMeans
from leases.models import SlideExam
from leases.readings.exams import exam_read
from leases.rules.exams import exam_period
from leases.selectors.exams import clocks, exam_terms
from leases.services import exams as services
from partners.requests import ReadingRequest

form_view = require_http_methods(["GET", "POST"])
CONVOCATION = "documents/exam_convocation.html"


@require_GET
def exam(request: ReadingRequest, exam_id: uuid.UUID) -> HttpResponse:
    """Read an exam."""
    found, row = access.open_exam(request.reader, exam_id)
    page = exam_page(request.reader, found, row)
    return render(request, "journeys/exam.html", {"card": page.card, "page": page, "exam": page.exam})


@form_view
def exam_convene(request: ReadingRequest, sublease_id: uuid.UUID) -> HttpResponse:
    """Convene the household and the landlord."""
    reader = request.reader
    found = access.get_sublease_to_run(reader, sublease_id)
    clock = clocks([found.sublease], reader.today).get(sublease_id)
    wanted = clock.next_exam if clock else None
    back = back_to(found.enrolment.pk)
    form = ConveneForm(
        sent(request), due_on=wanted.period.exam_due_on if wanted else None, today=reader.today, back=back
    )
    if request.method == "POST" and form.is_valid():
        made = tried(
            form,
            lambda: services.convene(
                by=reader.user_id,
                sublease=found.sublease,
                starts_at=form.starts_at(),
                place=form.cleaned_data["place"],
                convened_on=form.cleaned_data["convened_on"],
                today=reader.today,
            ),
        )
        if made is not None:
            messages.success(request, "Examen convoqué. Les deux convocations sont prêtes à imprimer.")
            return redirect("journeys:exam", made.pk)
    context = {"clock": wanted.period if wanted else None}
    return _form(request, found.enrolment, form, "Convoquer l’examen contradictoire", **context)


@require_GET
def exam_letter(request: ReadingRequest, exam_id: uuid.UUID, to: str) -> HttpResponse:
    """Give a convocation to print; no letter leaves for an address that would endanger."""
    found, row = access.get_exam_to_run(request.reader, exam_id)
    if to not in {HOUSEHOLD, LANDLORD}:
        raise Http404
    letter = convocation(request.reader, found, row, to)
    if letter.recipient.refusal:
        messages.error(request, letter.recipient.refusal)
        return redirect("journeys:exam", exam_id)
    return pdf(
        render_pdf(CONVOCATION, {"letter": letter}),
        convocation_name(to, found.enrolment.file_number, letter.on),
    )


@form_view
def exam_told(request: ReadingRequest, exam_id: uuid.UUID) -> HttpResponse:
    """Note that a convocation was sent or handed over."""
    reader = request.reader
    found, row = access.get_exam_to_run(reader, exam_id)
    whom = "landlord" if row.household_told_on else "household"
    form = ToldForm(sent(request), whom=whom, today=reader.today, back=_of(row))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = tried(
            form,
            lambda: services.note_told(
                by=reader.user_id,
                exam=row,
                whom=said["whom"],
                told_on=said["told_on"],
                means=ConvocationMeans(said["means"]),
                today=reader.today,
            ),
        )
        if made is not None:
            messages.success(request, "Remise enregistrée.")
            return redirect(_of(row))
    return _form(request, found.enrolment, form, "Remise d’une convocation")


@form_view
def exam_record(request: ReadingRequest, exam_id: uuid.UUID) -> HttpResponse:
    """Record what an exam left, or correct it."""
    reader = request.reader
    found, row = access.get_exam_to_run(reader, exam_id)
    following = exam_period(found.sublease.signed_on, row.number + 1, exam_terms(reader.today))
    form = RecordForm(
        sent(request), exam=exam_read(row), next_due_on=following.exam_due_on, today=reader.today, back=_of(row)
    )
    if request.method == "POST" and form.is_valid():
        made = tried(
            form,
            lambda: services.hold(
                by=reader.user_id,
                exam=row,
                version=form.cleaned_data["version"],
                report=form.report(),
                today=reader.today,
            ),
        )
        if made is not None:
            messages.success(request, "Examen enregistré. Préparez maintenant le compte rendu à signer.")
            return redirect(_of(row))
    return _form(request, found.enrolment, form, "Rendre compte de l’examen")


@form_view
def exam_absent(request: ReadingRequest, exam_id: uuid.UUID) -> HttpResponse:
    """Note that the household did not come."""
    found, row = access.get_exam_to_run(request.reader, exam_id)
    form = NoteForm(sent(request), label="Ce qui s’est passé", submit="Enregistrer l’absence", back=_of(row))
    return _close(request, found.enrolment, row, form, heading="Absence du ménage", close=services.note_absence)


@form_view
def exam_cancel(request: ReadingRequest, exam_id: uuid.UUID) -> HttpResponse:
    """Cancel a convened exam, that another replaces."""
    found, row = access.get_exam_to_run(request.reader, exam_id)
    form = NoteForm(sent(request), label="Pourquoi", submit="Annuler l’examen", back=_of(row))
    return _close(
        request,
        found.enrolment,
        row,
        form,
        heading="Annuler l’examen",
        close=lambda *, by, exam, note, today: services.cancel(by=by, exam=exam, reason=note, today=today),
    )


@form_view
def exam_position(request: ReadingRequest, exam_id: uuid.UUID) -> HttpResponse:
    """Say the landlord's position, from its own session."""
    reader = request.reader
    found, row = access.get_exam_to_answer(reader, exam_id)
    form = PositionForm(sent(request), exam=exam_read(row), today=reader.today, back=_of(row))
    if request.method == "POST" and form.is_valid():
        made = tried(
            form,
            lambda: services.give_position(
                by=reader.user_id,
                exam=row,
                said=form.said(),
                given_on=form.cleaned_data["given_on"],
                today=reader.today,
            ),
        )
        if made is not None:
            messages.success(request, "Position enregistrée.")
            return redirect(_of(row))
    return _form(request, found.enrolment, form, "Position du bailleur")


@require_POST
def exam_minutes(request: ReadingRequest, exam_id: uuid.UUID) -> HttpResponse:
    """Draft the minutes of an exam, to be signed by the three parties."""
    reader = request.reader
    found, row = access.get_exam_to_run(reader, exam_id)
    try:
        made = prepare_minutes(enrolment=found.enrolment, exam=row, by=reader.user_id, today=reader.today)
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect(_of(row))
    messages.success(request, "Compte rendu préparé. Relisez-le, puis proposez-le à la signature.")
    return redirect("journeys:document", found.enrolment.pk, made.pk)


def pdf(data: bytes, name: str) -> HttpResponse:
    """Hand out a paper made now, as a download."""
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _close(
    request: ReadingRequest,
    enrolment: Enrolment,
    row: SlideExam,
    form: NoteForm,
    *,
    heading: str,
    close: Callable[..., SlideExam],
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        reader = request.reader
        made = tried(
            form, lambda: close(by=reader.user_id, exam=row, note=form.cleaned_data["note"], today=reader.today)
        )
        if made is not None:
            messages.success(request, "Enregistré. Un autre examen est à convoquer pour cette période.")
            return redirect(back_to(enrolment.pk))
    return _form(request, enrolment, form, heading)


def _of(row: SlideExam) -> str:
    return reverse("journeys:exam", args=[row.pk])


def _form(
    request: ReadingRequest, enrolment: Enrolment, form: PalierForm, heading: str, **context: object
) -> HttpResponse:
    shown = {"form": form, "card": card(request.reader, enrolment), "heading": heading, **context}
    return render(request, "journeys/exam_form.html", shown)
