"""États des lieux of a title: made, read beside the one of the way in, with the photographs taken on the spot."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.refusals import said_beside
from foundation.requests import sent
from households.readings import card
from journeys.forms.inventories import PhotosForm, RoomsForm
from leases.access.titles import (
    get_inventory_to_write,
    get_photo,
    get_photo_to_remove,
    get_title_to_write,
    open_inventory,
)
from leases.enums import InventoryKind
from leases.selectors import inventories as selectors
from leases.services import inventories as services
from partners.requests import ReadingRequest
from records.services.files import open_file

form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
def inventory_new(request: ReadingRequest, enrolment_id: uuid.UUID, lease_id: uuid.UUID) -> HttpResponse:
    """Record an état des lieux, room by room."""
    reader = request.reader
    found = get_title_to_write(reader, enrolment_id, lease_id)
    form = RoomsForm(
        sent(request),
        rooms=selectors.rooms_of(found.lease),
        kind=selectors.kind_next(found.lease),
        today=reader.today,
        back=reverse("journeys:file_lease", args=[enrolment_id]) + "#titles",
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with said_beside(form, rooms="other_1"):
            row = services.make_inventory(
                by=reader.user_id,
                lease=found.lease,
                kind=InventoryKind(said["kind"]),
                made_on=said["made_on"],
                worker_was_present=said["worker_was_present"],
                keys_handed=said["keys_handed"] or 0,
                keys_returned=said["keys_returned"] or 0,
                note=said["note"],
                rooms=form.rooms(),
                today=reader.today,
            )
            messages.success(request, "État des lieux enregistré. Ajoutez-y les photographies.")
            return redirect("journeys:inventory", enrolment_id, lease_id, row.pk)
    context = {"form": form, "card": card(reader, found.enrolment), "heading": "État des lieux"}
    return render(request, "journeys/title_form.html", context)


@require_GET
def inventory(
    request: ReadingRequest, enrolment_id: uuid.UUID, lease_id: uuid.UUID, inventory_id: uuid.UUID
) -> HttpResponse:
    """Show an état des lieux; one of the way out stands beside that of the way in."""
    found, row = open_inventory(request.reader, enrolment_id, lease_id, inventory_id)
    page = selectors.inventory(row, may_write=found.hers.may_write(found.lease))
    context = {"card": card(request.reader, found.enrolment), "page": page}
    return render(request, "journeys/inventory.html", context)


@form_view
def inventory_photo_add(
    request: ReadingRequest, enrolment_id: uuid.UUID, lease_id: uuid.UUID, inventory_id: uuid.UUID
) -> HttpResponse:
    """Add photographs, several at once."""
    found, row = get_inventory_to_write(request.reader, enrolment_id, lease_id, inventory_id)
    back = reverse("journeys:inventory", args=[enrolment_id, lease_id, inventory_id])
    form = PhotosForm(sent(request), request.FILES or None, rooms=selectors.room_names(row), back=back)
    if request.method == "POST" and form.is_valid():
        sent_ones = [services.Photo(str(one.name), one.file) for one in form.cleaned_data["photos"]]
        refused = services.add_photos(
            by=request.reader.user_id, inventory=row, photos=sent_ones, room=form.cleaned_data["room"]
        )
        for sentence in refused:
            messages.warning(request, f"Non gardée\u00a0: {sentence}")
        if len(refused) < len(sent_ones):
            messages.success(request, "Photographies ajoutées.")
            return redirect(back)
        form.add_error("photos", "Aucune de ces photographies n’a pu être gardée.")
    context = {"form": form, "card": card(request.reader, found.enrolment), "heading": "Ajouter des photographies"}
    return render(request, "journeys/title_form.html", context)


@require_GET
def inventory_photo(
    request: ReadingRequest,
    enrolment_id: uuid.UUID,
    lease_id: uuid.UUID,
    inventory_id: uuid.UUID,
    photo_id: uuid.UUID,
) -> HttpResponseBase:
    """Give a photograph."""
    stored = get_photo(request.reader, enrolment_id, lease_id, inventory_id, photo_id)
    answer = StreamingHttpResponse(open_file(stored=stored), content_type=stored.content_type)
    answer["Content-Disposition"] = f'inline; filename="photo-{str(photo_id)[:8]}.jpg"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
def inventory_photo_remove(
    request: ReadingRequest,
    enrolment_id: uuid.UUID,
    lease_id: uuid.UUID,
    inventory_id: uuid.UUID,
    photo_id: uuid.UUID,
) -> HttpResponse:
    """Take a photograph away."""
    photo = get_photo_to_remove(request.reader, enrolment_id, lease_id, inventory_id, photo_id)
    services.remove_photo(by=request.reader.user_id, photo=photo)
    messages.success(request, "Photographie retirée.")
    return redirect("journeys:inventory", enrolment_id, lease_id, inventory_id)
