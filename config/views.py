"""The one address that every role shares: « / » sends each person home."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from journeys.homes import HomeKind, home_of
from journeys.views.homes import landlord_home, today
from partners.requests import ReadingRequest
from reporting.views.home import manager_home


def home(request: ReadingRequest) -> HttpResponse:
    """Give each person her home; `?accueil=` chooses among those of someone with several roles.

    Raises PermissionDenied for someone without a role in force (the middleware says it first).
    """
    kind = home_of(request.reader, request.GET.get("accueil", ""))
    if kind == HomeKind.WORKER:
        return today(request)
    if kind == HomeKind.MANAGER:
        return manager_home(request)
    if kind == HomeKind.LANDLORD:
        return landlord_home(request)
    if kind == HomeKind.ADMINISTRATION:
        return redirect("partners:organisations")
    raise PermissionDenied
