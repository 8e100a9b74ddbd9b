"""Who works the file beside its lead. Naming or replacing the lead is an act of the accompaniment."""

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from foundation.requests import sent
from households import access
from households.forms.sharing import CoWorkerForm, EndWorkerForm
from households.selectors.choices import association_of, candidates, user_of
from households.services import workers
from households.views.writing import Page, back_to, fill
from partners.requests import ReadingRequest

TAB = "file_team"


@require_http_methods(["GET", "POST"])
def co_worker_add(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Add someone to the team of a file."""
    enrolment = access.get_enrolment_to_assign(request.reader, enrolment_id)
    offered = candidates(request.reader, enrolment)
    form = CoWorkerForm(sent(request), workers=offered, today=request.reader.today, back=back_to(TAB, enrolment_id))
    lead = "Un intervenant associé lit et écrit dans ce dossier comme le référent."
    return fill(
        request,
        enrolment,
        form,
        Page("Ajouter un intervenant", "Intervenant ajouté à l’équipe du dossier.", TAB, lead),
        lambda: workers.add_co_worker(
            by=request.reader.user_id,
            enrolment=enrolment,
            user=user_of(form.chosen.user_id),
            association=association_of(form.chosen.association_id),
            started_on=form.cleaned_data["started_on"],
            ended_on=form.cleaned_data["ended_on"],
            reason=form.cleaned_data["reason"],
        ),
    )


@require_http_methods(["GET", "POST"])
def worker_end(request: ReadingRequest, enrolment_id: uuid.UUID, worker_id: uuid.UUID) -> HttpResponse:
    """End someone's part in a file."""
    enrolment, worker = access.get_worker_to_end(request.reader, enrolment_id, worker_id)
    form = EndWorkerForm(sent(request), today=request.reader.today, back=back_to(TAB, enrolment_id))
    return fill(
        request,
        enrolment,
        form,
        Page("Terminer une intervention", "Fin de l’intervention enregistrée.", TAB),
        lambda: workers.end_worker(
            by=request.reader.user_id,
            worker=worker,
            ended_on=form.cleaned_data["ended_on"],
            reason=form.cleaned_data["reason"],
        ),
    )
