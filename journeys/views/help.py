"""The user guide, and what Palier says of accessibility and personal data. Read by everybody, signed in or not."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@login_not_required
@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """Show the guide: who cannot sign in reads how to."""
    return render(request, "journeys/help/guide.html")


@login_not_required
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "journeys/help/accessibility.html")


@login_not_required
@require_GET
def personal_data(request: HttpRequest) -> HttpResponse:
    """Show what is kept of whom, and the rights."""
    return render(request, "journeys/help/personal_data.html")
