"""The list of households."""

from django.http import HttpResponse
from django.shortcuts import render

from journeys.filters import HouseholdFilter
from journeys.selectors.lists import household_list, visible_files
from partners.requests import ReadingRequest


def households(request: ReadingRequest) -> HttpResponse:
    """Show the households that this reader may know of, filtered and paged."""
    found = HouseholdFilter(request.GET, visible_files(request.reader), reader=request.reader)
    page = household_list(request.reader, found.qs, request.GET.get("page"), is_mine=found.is_mine)
    return render(request, "journeys/households.html", {"page": page, "filter": found})
