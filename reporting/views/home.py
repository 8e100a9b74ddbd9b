"""A manager's home; « / » chooses (config.views)."""

from django.http import HttpResponse
from django.shortcuts import render

from journeys.homes import HomeKind, choices
from partners.requests import ReadingRequest
from reporting.selectors.home import manager_home as read_manager_home


def manager_home(request: ReadingRequest) -> HttpResponse:
    """Show a manager what waits and what is late in her team."""
    page = read_manager_home(request.reader)
    return render(request, "reporting/home.html", {"page": page, "homes": choices(request.reader, HomeKind.MANAGER)})
