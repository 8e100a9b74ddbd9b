"""Who may sign for an organisation: the administrator's pages."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from foundation.requests import sent
from partners import access
from partners.forms.administration import EndForm
from partners.forms.delegations import DelegationForm
from partners.requests import ReadingRequest
from partners.selectors.delegations import delegates_to_choose, user_of_id
from partners.services import delegations as services
from partners.views.forms import attempt, done, form_page

form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
def delegation_create(request: ReadingRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Let someone sign for an organisation."""
    found = access.get_organisation(request.reader, organisation_id)
    today = request.reader.today
    form = DelegationForm(
        sent(request), people=delegates_to_choose(found, today), today=today, back=_address(organisation_id)
    )
    if done(
        form,
        lambda: services.give_delegation(
            by=request.reader.user_id,
            organisation=found,
            user=user_of_id(form.user_id),
            title=form.cleaned_data["title"],
            started_on=form.cleaned_data["started_on"],
            ended_on=form.cleaned_data["ended_on"],
        ),
    ):
        messages.success(request, "Délégation enregistrée.")
        return redirect(_address(organisation_id))
    lead = "Cette personne lira chaque document proposé à la signature de l’organisme, et le signera depuis son compte."
    return form_page(request, form, title="Déléguer la signature", trail=_trail(organisation_id, found.name), lead=lead)


@form_view
def delegation_end(request: ReadingRequest, delegation_id: uuid.UUID) -> HttpResponse:
    """End a delegation."""
    found = access.get_delegation(request.reader, delegation_id)
    back = _address(found.organisation_id)
    form = EndForm(sent(request), back=back, submit="Terminer la délégation", today=request.reader.today)
    by = request.reader.user_id
    if done(form, lambda: services.end_delegation(by=by, delegation=found, **form.cleaned_data)):
        undo = reverse("partners:delegation_reopen", args=[found.pk])
        messages.success(request, "Délégation terminée.", extra_tags=undo)
        return redirect(back)
    trail = _trail(found.organisation_id, found.organisation.name)
    lead = "Ce que cette personne a signé reste signé."
    return form_page(request, form, title="Terminer la délégation", trail=trail, lead=lead)


@require_POST
def delegation_reopen(request: ReadingRequest, delegation_id: uuid.UUID) -> HttpResponse:
    """Take back an end."""
    found = access.get_delegation(request.reader, delegation_id)
    by = request.reader.user_id
    attempt(request, lambda: services.reopen_delegation(by=by, delegation=found), "Délégation de nouveau en vigueur.")
    return redirect(_address(found.organisation_id))


def _address(organisation_id: uuid.UUID) -> str:
    return reverse("partners:organisation", args=[organisation_id])


def _trail(organisation_id: uuid.UUID, name: str) -> list[tuple[str, str]]:
    return [("Organismes", reverse("partners:organisations")), (name, _address(organisation_id))]
