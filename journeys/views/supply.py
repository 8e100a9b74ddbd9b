"""Supply against demand, by unit."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from journeys.selectors import supply as selectors
from leases.access import get_unit
from partners.requests import ReadingRequest


@require_GET
def unit_sheet(request: ReadingRequest, unit_id: uuid.UUID) -> HttpResponse:
    """Show a unit's sheet."""
    unit = get_unit(request.reader, unit_id)
    return render(request, "journeys/unit_sheet.html", {"sheet": selectors.unit_sheet(request.reader, unit)})
