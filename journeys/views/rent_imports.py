"""The accounts of an association's subleases, and the statements of payments that it sends."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.refusals import Refused, said_beside
from foundation.requests import sent
from foundation.words import counted
from journeys.forms.rent_imports import ColumnsForm, StatementForm
from leases.access import rent_imports as access
from leases.enums import RentEntryKind
from leases.selectors.rent_imports import accounts_page, import_page, leases_to_call
from leases.services import rent_imports as services
from leases.services.rent import call_rents
from leases.services.rent_jobs import KIND
from partners.requests import ReadingRequest
from records.services import jobs

form_view = require_http_methods(["GET", "POST"])


@require_GET
def rent_accounts(request: ReadingRequest) -> HttpResponse:
    """Show the accounts of her association's subleases."""
    access.get_accounts(request.reader)
    page = accounts_page(request.reader, request.GET.get("page", "1"))
    return render(request, "journeys/rent_accounts.html", {"page": page})


@require_POST
def rent_call_all(request: ReadingRequest) -> HttpResponse:
    """Call the months begun of every sublease whose account she keeps."""
    access.get_accounts(request.reader)
    called = call_rents(by=request.reader.user_id, leases=leases_to_call(request.reader), today=request.reader.today)
    messages.success(request, f"Loyer appelé pour {counted(called, 'sous-location')}.")
    return redirect("journeys:rent_accounts")


@form_view
def rent_import_new(request: ReadingRequest) -> HttpResponse:
    """Send a statement: it is read, nothing is written yet."""
    association = access.get_association(request.reader)
    files = request.FILES if request.method == "POST" else None
    form = StatementForm(sent(request), files, back=reverse("journeys:rent_accounts"))
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        with said_beside(form):
            batch = services.read_statement(
                by=request.reader.user_id,
                association=association,
                data=upload.read(services.MOST_BYTES),
                name=upload.name,
                default_kind=RentEntryKind(form.cleaned_data["default_kind"]),
            )
            return redirect("journeys:rent_import", batch.pk)
    return render(request, "journeys/rent_import_new.html", {"form": form, "association": association.name})


@form_view
def rent_import(request: ReadingRequest, import_id: uuid.UUID) -> HttpResponse:
    """Show what each line means and what is wrong in it; a POST says what the columns hold."""
    batch = access.open_import(request.reader, import_id)
    page = import_page(request.reader, batch, request.GET.get("page", "1"))
    form = ColumnsForm(sent(request), titles=page.titles, known=batch.columns)
    if form.is_bound and form.is_valid():
        with said_beside(form):
            services.map_columns(by=request.reader.user_id, batch=batch, columns=form.columns)
            return redirect("journeys:rent_import", import_id)
    return render(request, "journeys/rent_import.html", {"page": page, "form": form})


@require_POST
def rent_import_write(request: ReadingRequest, import_id: uuid.UUID) -> HttpResponse:
    """Write the good lines: at once when they are few, as a job otherwise."""
    reader = request.reader
    batch = access.get_import(reader, import_id)
    try:
        count = services.start_writing(by=reader.user_id, batch=batch, reader=reader)
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect("journeys:rent_import", import_id)
    if count > services.DIRECT:
        job = jobs.ask(kind=KIND, key=str(batch.pk), by=reader.user_id, params={"import_id": batch.pk})
        return redirect("records:job", job.pk)
    written = services.write_statement(by=reader.user_id, batch=batch, reader=reader)
    messages.success(request, f"{counted(written, 'ligne enregistrée', 'lignes enregistrées')}.")
    return redirect("journeys:rent_import", import_id)


@require_POST
def rent_import_undo(request: ReadingRequest, import_id: uuid.UUID) -> HttpResponse:
    """Withdraw every line of a statement."""
    batch = access.get_import(request.reader, import_id)
    try:
        count = services.undo_statement(by=request.reader.user_id, batch=batch)
        messages.success(request, f"Relevé annulé\u00a0: {counted(count, 'ligne retirée', 'lignes retirées')}.")
    except Refused as refused:
        messages.error(request, refused.reason)
    return redirect("journeys:rent_import", import_id)


@require_POST
def rent_import_drop(request: ReadingRequest, import_id: uuid.UUID) -> HttpResponse:
    """Give up a statement that is not written."""
    batch = access.get_import(request.reader, import_id)
    try:
        services.drop_statement(by=request.reader.user_id, batch=batch)
        messages.success(request, "Relevé abandonné\u00a0: rien n’a été enregistré.")
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect("journeys:rent_import", import_id)
    return redirect("journeys:rent_accounts")
