"""CAL dossiers: the household's project and dossiers, one dossier's page, what its team does on it."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accompaniments.permissions import writing_association
from foundation.refusals import Refused, said_beside
from foundation.requests import sent
from households.access import get_enrolment_to_edit, open_enrolment_whole
from households.readings import card
from journeys.forms.allocation import FileForm, PieceForm, ProjectForm, SubmitForm, unit_choices
from journeys.selectors import allocation as selectors
from journeys.selectors import commission
from journeys.selectors.file import file_head
from journeys.services import allocation as acts
from journeys.services.proposals import present
from journeys.views.cal_pages import form_page, retake, text_page
from leases.access import (
    get_announcement,
    get_file_to_prepare,
    get_piece,
    get_remark,
    open_file_page,
)
from leases.enums import LeaseWish
from leases.exports import TEMPLATES, file_document, file_name
from leases.selectors.field_staff import staff_of_file
from leases.services import files as file_services
from leases.services import remarks as remark_services
from partners.requests import ReadingRequest
from records.services.files import open_file as read_file

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def project(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Show what the household looks for."""
    enrolment = open_enrolment_whole(request.reader, enrolment_id)
    context = {
        "page": selectors.projects(enrolment),
        "may_present": selectors.may_have_project(enrolment),
        "tab": "project",
        **vars_of(file_head(request.reader, enrolment)),
    }
    return render(request, "journeys/file_project.html", context)


@form_view
def project_new(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Present a project, or its change."""
    enrolment = get_enrolment_to_edit(request.reader, enrolment_id)
    if not selectors.may_have_project(enrolment):
        return refused_page(request, enrolment, "Le projet logement se présente une fois le diagnostic fait.")
    units, former = selectors.units_of_programme(enrolment, request.reader.today), selectors.open_project(enrolment)
    form = ProjectForm(
        sent(request),
        units=unit_choices(units),
        project=former,
        resources=selectors.known_resources(enrolment, request.reader.today),
        rate=enrolment.version.effort_cap or enrolment.version.effort_red,
        today=request.reader.today,
        back=reverse("journeys:file_project", args=[enrolment.pk]),
    )
    if request.method == "POST" and form.is_valid():
        by_id = {unit.pk: unit for unit in units}
        with said_beside(form, units="unit_1"):
            present(
                by=request.reader.user_id,
                enrolment=enrolment,
                started_on=form.cleaned_data["started_on"],
                wishes=form.wishes(),
                units=[by_id[unit_id] for unit_id in form.unit_ids()],
                today=request.reader.today,
            )
            messages.success(request, "Projet logement enregistré.")
            return redirect("journeys:file_project", enrolment.pk)
    context = {"form": form, "card": card(request.reader, enrolment), "heading": "Projet logement"}
    return render(request, "journeys/cal_household_form.html", context)


@require_GET
def household_files(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Show the dossiers of a household, and the dwellings that might suit it, explained."""
    enrolment = open_enrolment_whole(request.reader, enrolment_id)
    context = {
        "page": selectors.household_files(request.reader, enrolment),
        "tab": "cal",
        **vars_of(file_head(request.reader, enrolment)),
    }
    return render(request, "journeys/file_cal.html", context)


@require_POST
def file_prepare(request: ReadingRequest, enrolment_id: uuid.UUID, announcement_id: uuid.UUID) -> HttpResponse:
    """Open a dossier for an announced dwelling."""
    enrolment = get_enrolment_to_edit(request.reader, enrolment_id)
    announcement = get_announcement(request.reader, announcement_id)
    former = selectors.open_project(enrolment)
    try:
        file = acts.prepare(
            by=request.reader.user_id,
            enrolment=enrolment,
            association_id=writing_association(request.reader, enrolment),
            announcement=announcement,
            lease_wish=LeaseWish(former.lease_wish) if former else LeaseWish.DIRECT,
            today=request.reader.today,
        )
    except Refused as refused:
        messages.warning(request, refused.reason)
        return redirect("journeys:file_cal", enrolment.pk)
    return redirect("journeys:cal_file_edit", file.pk)


@require_GET
def files(request: ReadingRequest) -> HttpResponse:
    """List the dossiers that this reader may know of: those that wait for her first, then the others."""
    if not (request.reader.associations or request.reader.landlords):
        raise PermissionDenied("Les dossiers CAL sont ceux des associations et des bailleurs.")
    is_waiting = request.GET.get("dossiers") != "tous"
    landlord = bool(request.reader.landlords)
    page = selectors.page_of_files(request.reader, request.GET.get("page"), is_waiting=landlord and is_waiting)
    context = {
        "page": page,
        "lines": page.object_list,
        "is_landlord": landlord,
        "is_waiting": is_waiting,
    }
    return render(request, "journeys/cal_files.html", context)


@require_GET
def file(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Show a dossier, as this reader may read it."""
    row = open_file_page(request.reader, file_id)
    page = selectors.file_screen(request.reader, row)
    context = {
        "page": page,
        "acts": selectors.acts_of(row, page),
        "staff": staff_of_file(row, request.reader.today) if page.content else (),
        **commission.after_decision(row, page),
    }
    return render(request, "journeys/cal_file.html", context)


@form_view
def file_edit(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Fill a dossier in; a save after someone else's shows both and loses nothing."""
    row = get_file_to_prepare(request.reader, file_id)
    form = FileForm(
        sent(request),
        file=row,
        editable=file_services.editable_fields(row),
        back=reverse("journeys:cal_file", args=[row.pk]),
    )
    conflict: list[tuple[str, str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            saved = file_services.edit_file(
                by=request.reader.user_id, file=row, version=form.cleaned_data["version"], facts=form.facts()
            )
        except file_services.Changed as changed:
            conflict = selectors.conflict_lines(form, changed.fields)
            form.take_version(row.version)
            form.add_error(None, f"{changed.reason} Comparez, gardez ce qui est juste, puis enregistrez.")
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.reason)
        else:
            retake(request, saved)
            messages.success(request, "Dossier CAL enregistré.")
            return redirect("journeys:cal_file", row.pk)
    return form_page(request, row, form, "Remplir le dossier CAL", conflict=conflict)


@form_view
def file_submit(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Submit a dossier to the unit's correspondent."""
    row = get_file_to_prepare(request.reader, file_id)
    content = selectors.live_content(row, request.reader.today)
    form = SubmitForm(
        sent(request),
        is_protected=row.enrolment.is_protected,
        correspondents=selectors.correspondents_of(row, request.reader.today),
        secretaries=selectors.secretaries_of(row, request.reader.today),
        back=reverse("journeys:cal_file", args=[row.pk]),
    )
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            acts.submit(
                by=request.reader.user_id,
                file=row,
                content=content,
                today=request.reader.today,
                correspondent=form.cleaned_data.get("correspondent"),
                secretary=form.cleaned_data.get("secretary"),
            )
            messages.success(request, "Dossier CAL soumis. Le correspondant de l’unité peut le lire.")
            return redirect("journeys:cal_file", row.pk)
    lead = "Le correspondant et le secrétariat liront ce qui est écrit aujourd’hui, et rien d’autre."
    return form_page(request, row, form, "Soumettre le dossier CAL", lead=lead, missing=content.missing)


@form_view
def file_withdraw(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Withdraw a dossier before its decision."""
    row = get_file_to_prepare(request.reader, file_id)

    def act(text: str) -> None:
        acts.withdraw(by=request.reader.user_id, file=row, reason=text, today=request.reader.today)

    return text_page(
        request,
        row,
        act,
        heading="Retirer le dossier CAL",
        label="Raison",
        submit="Retirer le dossier",
        done="Dossier CAL retiré.",
    )


@require_GET
def document_download(request: ReadingRequest, file_id: uuid.UUID, document: str) -> HttpResponse:
    """Download a document of a dossier, in the landlord's version."""
    row = open_file_page(request.reader, file_id)
    page = selectors.file_screen(request.reader, row)
    if document not in TEMPLATES or page.content is None:
        raise Http404("Ce document n’existe pas, ou il ne vous est pas ouvert.")
    data = file_document(
        document, page, page.content, landlord=row.announcement.dwelling.landlord.name, edited_on=request.reader.today
    )
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{file_name(document, page.content)}"'
    return answer


@form_view
def piece_new(request: ReadingRequest, file_id: uuid.UUID) -> HttpResponse:
    """Add a piece."""
    row = get_file_to_prepare(request.reader, file_id)
    choices = selectors.piece_choices(row, request.reader.today)
    form = PieceForm(
        sent(request),
        request.FILES if request.method == "POST" else None,
        choices=choices,
        initial=request.GET.get("piece", ""),
        back=reverse("journeys:cal_file", args=[row.pk]),
    )
    if request.method == "POST" and form.is_valid():
        code, _, person_id = form.cleaned_data["piece"].partition(":")
        with said_beside(form, file="upload", kind="piece", person="piece"):
            upload = form.cleaned_data["upload"]
            acts.add_piece(
                by=request.reader.user_id,
                file=row,
                kind=code,
                person=selectors.person_of(row, person_id),
                content=upload.file,
                name=upload.name,
                issued_on=form.cleaned_data["issued_on"],
                today=request.reader.today,
            )
            retake(request, row)
            messages.success(request, "Pièce ajoutée.")
            return redirect("journeys:cal_file", row.pk)
    return form_page(request, row, form, "Ajouter une pièce")


@require_GET
def piece(request: ReadingRequest, file_id: uuid.UUID, piece_id: uuid.UUID) -> HttpResponse | StreamingHttpResponse:
    """Download a piece; a delicate one is read by who prepares or treats the dossier alone, each reading logged."""
    row, stored = get_piece(request.reader, file_id, piece_id)
    answer = StreamingHttpResponse(read_file(stored=stored), content_type=stored.content_type)
    answer["Content-Disposition"] = f'attachment; filename="piece-{row.file.enrolment.file_number}-{str(row.pk)[:8]}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@form_view
def remark_answer(request: ReadingRequest, file_id: uuid.UUID, remark_id: uuid.UUID) -> HttpResponse:
    """Answer a remark."""
    row = get_file_to_prepare(request.reader, file_id)
    remark = get_remark(row, remark_id)

    def act(text: str) -> None:
        remark_services.answer(by=request.reader.user_id, remark=remark, text=text)

    return text_page(
        request,
        row,
        act,
        heading="Répondre à une remarque",
        label="Votre réponse",
        submit="Répondre",
        done="Réponse envoyée.",
        hint=remark.text,
    )


def vars_of(head: object) -> dict[str, object]:
    """Give a file's head to its template."""
    return {name: getattr(head, name) for name in ("card", "step")}


def refused_page(request: ReadingRequest, enrolment: object, reason: str) -> HttpResponse:
    """Lead back to the project's page with the reason."""
    messages.warning(request, reason)
    return redirect("journeys:file_project", getattr(enrolment, "pk", None))
