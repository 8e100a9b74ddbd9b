"""Resources and charges, a month at a time."""

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from foundation.requests import sent
from foundation.words import month_name
from households import access
from households.forms.finances import MonthForm, asked_month
from households.selectors.choices import last_statement, members_on
from households.services import finances
from households.views.writing import Page, back_to, fill
from partners.requests import ReadingRequest

TAB = "file_resources"


@require_http_methods(["GET", "POST"])
def finances_edit(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Write a month's resources and charges; the page starts from the latest month known (`?mois=2026-10` asks for one)."""
    enrolment = access.get_enrolment_to_edit(request.reader, enrolment_id)
    today = request.reader.today
    month = asked_month(request.GET.get("mois", ""), today)
    statement = last_statement(request.reader, enrolment, month)
    form = MonthForm(
        sent(request),
        members=members_on(enrolment, today),
        statement=statement,
        month=month,
        today=today,
        back=back_to(TAB, enrolment_id),
    )
    copied = statement.month is not None and statement.month != month
    lead = (
        f"Repris du dernier mois connu, {month_name(statement.month.first)}. Vérifiez chaque ligne."
        if copied and statement.month
        else ""
    )
    return fill(
        request,
        enrolment,
        form,
        Page("Ressources et charges du mois", "Ressources et charges enregistrées.", TAB, lead),
        lambda: finances.record_month(
            by=request.reader.user_id,
            enrolment=enrolment,
            month=form.cleaned_data["month"],
            resources=form.resources,
            charges=form.charges,
        ),
    )
