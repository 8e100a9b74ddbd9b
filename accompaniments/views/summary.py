"""« Imprimer un résumé pour le ménage »: a sheet in plain words, handed over by hand. Nothing of it is kept."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accompaniments.access.summary import open_summary
from accompaniments.forms.summary import SummaryForm
from accompaniments.selectors.summary import household_summary, summary_choices
from foundation.pdf import render_pdf
from foundation.requests import sent
from partners.requests import ReadingRequest


@require_http_methods(["GET", "POST"])
def summary(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Choose for whom and for when, then print."""
    enrolment = open_summary(request.reader, enrolment_id)
    page = summary_choices(request.reader, enrolment)
    back = reverse("journeys:file_support", args=[enrolment_id]) + "#reviews"
    form = SummaryForm(sent(request), page=page, back=back)
    if form.is_bound and form.is_valid():
        sheet = household_summary(
            request.reader,
            enrolment,
            person=form.chosen(),
            adults=page.adults,
            period_from=form.cleaned_data["period_from"],
            period_to=form.cleaned_data["period_to"],
        )
        context = {"sheet": sheet, "card": sheet.card, "edited_on": request.reader.today}
        answer = HttpResponse(render_pdf("documents/household_summary.html", context), content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="resume-{sheet.card.file_number}.pdf"'
        return answer
    return render(request, "accompaniments/summary.html", {"card": page.card, "form": form})
