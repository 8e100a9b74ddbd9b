"""One way to fill a form of a file: shown, refused beside its fields with all that was typed, or done and back to its page."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from foundation.refusals import said_beside
from households.forms.base import FileForm
from households.models import Enrolment
from households.readings import card
from partners.requests import ReadingRequest


@dataclass(frozen=True)
class Page:
    """What a page says: its heading, a sentence under it, what it says once done, the tab that it belongs to."""

    heading: str
    done: str
    tab: str  # a URL name of journeys
    lead: str = ""


def back_to(tab: str, enrolment_id: uuid.UUID) -> str:
    """Give the address of a file's tab."""
    return reverse(f"journeys:{tab}", args=[enrolment_id])


def fill(
    request: ReadingRequest,
    enrolment: Enrolment,
    form: FileForm,
    page: Page,
    act: Callable[[], object],
    *,
    warn: Callable[[], list[str]] = list,
) -> HttpResponse:
    """Show a form, or call the service that it fills and go back to the tab."""
    if form.is_bound and form.is_valid():
        with said_beside(form):
            act()
            messages.success(request, page.done)
            for warning in warn():
                messages.warning(request, warning)
            return redirect(back_to(page.tab, enrolment.pk))
    return render(
        request, "households/form.html", {"card": card(request.reader, enrolment), "form": form, "page": page}
    )
