"""The list of difficulties treated together."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from journeys.filters import DifficultyFilter
from journeys.selectors.difficulties import difficulty_list, treated_by
from partners.requests import ReadingRequest

REFUSED_LIST = "Les difficultés se traitent entre les associations et le bailleur\u00a0: cette page est la leur."


@require_GET
def difficulties(request: ReadingRequest) -> HttpResponse:
    """Show the difficulties that are hers to treat, what awaits her side first."""
    reader = request.reader
    if not (reader.associations or reader.landlords):
        raise PermissionDenied(REFUSED_LIST)
    found = DifficultyFilter(request.GET, treated_by(reader), reader=reader)
    page = difficulty_list(reader, found.qs, request.GET.get("page"))
    return render(request, "journeys/difficulties.html", {"page": page, "filter": found})
