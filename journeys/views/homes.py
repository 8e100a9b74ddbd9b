"""The homes of a worker and of a landlord's people; « / » chooses (config.views)."""

from django.http import HttpResponse
from django.shortcuts import render

from journeys.homes import HomeKind, choices
from journeys.selectors.landlord import landlord_home as read_landlord_home
from journeys.selectors.today import today_page
from partners.requests import ReadingRequest


def today(request: ReadingRequest) -> HttpResponse:
    """Show « Aujourd’hui »."""
    page = today_page(request.reader)
    return render(request, "journeys/today.html", {"page": page, "homes": choices(request.reader, HomeKind.WORKER)})


def landlord_home(request: ReadingRequest) -> HttpResponse:
    """Show a landlord's person what is named to her."""
    page = read_landlord_home(request.reader)
    return render(
        request, "journeys/landlord.html", {"page": page, "homes": choices(request.reader, HomeKind.LANDLORD)}
    )
