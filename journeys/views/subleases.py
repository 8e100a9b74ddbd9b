"""The board of all subleases that a reader follows."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from journeys.filters import SubleaseFilter
from journeys.selectors.heads import heads_without_household
from journeys.selectors.subleases import board, followed, reads_board
from partners.requests import ReadingRequest

REFUSED_BOARD = (
    "Cette page est celle des associations qui sous-louent, et du bailleur\u00a0: correspondants, service locatif, "
    "conseillère sociale."
)


@require_GET
def subleases(request: ReadingRequest) -> HttpResponse:
    """Show every sublease with its dates, its readiness and what holds it back."""
    if not reads_board(request.reader):
        raise PermissionDenied(REFUSED_BOARD)
    known = followed(request.reader)
    found = SubleaseFilter(request.GET, today=request.reader.today, known=known)
    page = board(request.reader, known, found.wanted, request.GET.get("page"))
    heads = heads_without_household(request.reader, request.GET.get("vides"))
    context = {"page": page, "filter": found, "heads": heads}
    return render(request, "journeys/subleases.html", context)
