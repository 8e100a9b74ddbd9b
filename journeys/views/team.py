"""A manager's team: who carries what, whom nobody follows; and a worker's departure."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from journeys.selectors.team import team_page
from partners.requests import ReadingRequest

REFUSED_TEAM = "Cette page est celle des responsables d’association\u00a0: elle montre la charge de chacun."


@require_GET
def team(request: ReadingRequest) -> HttpResponse:
    """Show the workers of the associations that she manages, and the households that nobody follows."""
    if not request.reader.managed_associations:
        raise PermissionDenied(REFUSED_TEAM)
    return render(request, "journeys/team.html", {"page": team_page(request.reader)})
