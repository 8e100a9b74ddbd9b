"""The parts of a dwelling, in a colocation: read, made, closed, opened again."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.refusals import Refused, said_beside
from foundation.requests import sent
from leases.access.shares import FoundDwelling, get_dwelling_of_parts, get_dwelling_to_divide, get_part_to_close
from leases.forms.shares import ClosePartForm, PartForm
from leases.selectors.shares import name_of, part_name, parts_of, trail_of
from leases.services.shares import close_share, make_share
from partners.requests import ReadingRequest

PAGE = "leases:dwelling_parts"
form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def dwelling_parts(request: ReadingRequest, dwelling_id: uuid.UUID) -> HttpResponse:
    """Show the parts of a dwelling, occupied or free."""
    found = get_dwelling_of_parts(request.reader, dwelling_id)
    return render(request, "leases/dwelling_parts.html", {"page": parts_of(found, request.reader.today)})


@form_view
def dwelling_part_new(request: ReadingRequest, dwelling_id: uuid.UUID) -> HttpResponse:
    """Make a part."""
    reader = request.reader
    found = get_dwelling_to_divide(reader, dwelling_id)
    form = PartForm(sent(request), today=reader.today, back=reverse(PAGE, args=[dwelling_id]))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            make_share(by=reader.user_id, dwelling=found.dwelling, today=reader.today, **form.cleaned_data)
            messages.success(request, "Partie ajoutée.")
            return redirect(PAGE, dwelling_id)
    return _form(request, found, form, "Ajouter une partie du logement")


@form_view
def dwelling_part_close(request: ReadingRequest, dwelling_id: uuid.UUID, share_id: uuid.UUID) -> HttpResponse:
    """Close a part that is let apart no more."""
    reader = request.reader
    found, share = get_part_to_close(reader, dwelling_id, share_id)
    form = ClosePartForm(sent(request), today=reader.today, back=reverse(PAGE, args=[dwelling_id]))
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            close_share(by=reader.user_id, share=share, ended_on=form.cleaned_data["ended_on"])
            undo = reverse("leases:dwelling_part_reopen", args=[dwelling_id, share_id])
            messages.success(request, f"{part_name(share)}\u00a0: fermée.", extra_tags=undo)
            return redirect(PAGE, dwelling_id)
    return _form(request, found, form, f"Ne plus louer à part\u00a0: {part_name(share)}")


@require_POST
def dwelling_part_reopen(request: ReadingRequest, dwelling_id: uuid.UUID, share_id: uuid.UUID) -> HttpResponse:
    """Open again a part that was closed."""
    reader = request.reader
    found, share = get_part_to_close(reader, dwelling_id, share_id)
    try:
        make_share(
            by=reader.user_id,
            dwelling=found.dwelling,
            label=share.label,
            started_on=share.started_on,
            today=reader.today,
        )
    except Refused as refused:
        messages.warning(request, refused.reason)
    else:
        messages.success(request, f"{part_name(share)}\u00a0: de nouveau à louer.")
    return redirect(PAGE, dwelling_id)


def _form(request: ReadingRequest, found: FoundDwelling, form: object, title: str) -> HttpResponse:
    trail = [*trail_of(found), ("Parties du logement", reverse(PAGE, args=[found.dwelling.pk]))]
    context = {"form": form, "title": title, "lead": name_of(found), "trail": trail}
    return render(request, "leases/form.html", context)
