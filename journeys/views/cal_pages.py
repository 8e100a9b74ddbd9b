"""What the pages of a CAL dossier share: an act and back, a form, a text asked for."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from foundation.layout import PalierForm
from foundation.refusals import Refused, said_beside
from foundation.requests import sent
from journeys.forms.allocation import TextForm
from journeys.selectors import allocation as selectors
from leases.enums import FileState
from leases.models import AllocationFile
from leases.readings.files import file_lines
from leases.services.files import take_snapshot
from partners.requests import ReadingRequest


def retake(request: ReadingRequest, row: AllocationFile) -> None:
    """Freeze the content again when the landlord already reads the dossier: the answer is in a new snapshot."""
    row.refresh_from_db()
    if row.state in FileState.BEFORE_COMMISSION:
        content = selectors.live_content(row, request.reader.today)
        take_snapshot(by=request.reader.user_id, file=row, content=content)


def done(
    request: ReadingRequest, row: AllocationFile, act: Callable[[], object], said: str, *, undo: str = ""
) -> HttpResponse:
    """Act, say it (or why it is refused), and go back to the dossier."""
    try:
        act()
    except Refused as refused:
        messages.warning(request, refused.reason)
    else:
        messages.success(request, said, extra_tags=undo)
    return redirect("journeys:cal_file", row.pk)


def text_page(
    request: ReadingRequest,
    row: AllocationFile,
    act: Callable[[str], None],
    *,
    heading: str,
    label: str,
    submit: str,
    done: str,
    hint: str = "",
) -> HttpResponse:
    """Ask for a text, then act with it and go back to the dossier."""
    form = TextForm(
        sent(request),
        label=label,
        submit=submit,
        back=reverse("journeys:cal_file", args=[row.pk]),
        hint=hint,
    )
    if request.method == "POST" and form.is_valid():
        with said_beside(form):
            act(form.cleaned_data["text"])
            messages.success(request, done)
            return redirect("journeys:cal_file", row.pk)
    return form_page(request, row, form, heading)


def form_page(
    request: ReadingRequest, row: AllocationFile, form: PalierForm, heading: str, **context: object
) -> HttpResponse:
    """Show a form under the dossier's short header."""
    line = file_lines(request.reader, [row])[0]
    return render(request, "journeys/cal_form.html", {"form": form, "line": line, "heading": heading, **context})
