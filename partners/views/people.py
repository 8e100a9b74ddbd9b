"""People, their roles and invitations: the administrator's pages. A typed name comes by POST, never in an address."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.requests import sent
from partners import access
from partners.enums import Role
from partners.filters import PersonFilter
from partners.forms.administration import EndForm, InvitationForm, MembershipForm, NameForm, PersonForm
from partners.models import Membership
from partners.requests import ReadingRequest
from partners.selectors import administration as selectors
from partners.selectors import organisations
from partners.selectors.invitations import invitation_lines
from partners.services import invitations as invitation_services
from partners.services import people as services
from partners.views.forms import attempt, done, form_page

PAGE = 30
form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
def people(request: ReadingRequest) -> HttpResponse:
    """List people by organisation, role and access, or look one up by name."""
    access.require_administrator(request.reader)
    today = request.reader.today
    name_form = NameForm(sent(request))
    filtered = PersonFilter(request.GET, selectors.people(), today=today)
    context = {"filter": filtered, "name_form": name_form}
    if name_form.is_bound and name_form.is_valid():
        found = selectors.people_named(name_form.cleaned_data["text"])
        return render(
            request, "partners/people.html", {**context, "lines": selectors.person_lines(found, today), "page": None}
        )
    page = Paginator(filtered.qs, PAGE).get_page(request.GET.get("page"))
    lines = selectors.person_lines(list(page.object_list), today)
    return render(request, "partners/people.html", {**context, "lines": lines, "page": page})


@require_GET
def person(request: ReadingRequest, user_id: uuid.UUID) -> HttpResponse:
    """Show a person: her roles, her access."""
    found = access.get_person(request.reader, user_id)
    page = selectors.person_page(found, request.reader.today)
    context = {"page": page, "departures": {role.id: _departure(role.id) for role in page.line.roles if role.is_worker}}
    return render(request, "partners/person.html", {**context, "trail": _trail()})


@form_view
def person_edit(request: ReadingRequest, user_id: uuid.UUID) -> HttpResponse:
    """Correct who someone is."""
    found = access.get_person(request.reader, user_id)
    form = PersonForm(sent(request), user=found, back=_address(user_id))
    if done(form, lambda: services.edit_user(by=request.reader.user_id, user=found, **form.cleaned_data)):
        messages.success(request, "Personne corrigée.")
        return redirect(_address(user_id))
    return form_page(request, form, title="Corriger la personne", trail=_trail(user_id))


@require_POST
def person_suspend(request: ReadingRequest, user_id: uuid.UUID) -> HttpResponse:
    """Close someone's access at once."""
    found = access.get_person(request.reader, user_id)
    by, today = request.reader.user_id, request.reader.today
    undo = reverse("partners:person_restore", args=[user_id])
    attempt(request, lambda: services.suspend_user(by=by, user=found, today=today), "Accès fermé.", undo)
    return redirect(_address(user_id))


@require_POST
def person_restore(request: ReadingRequest, user_id: uuid.UUID) -> HttpResponse:
    """Open someone's access again."""
    found = access.get_person(request.reader, user_id)
    attempt(request, lambda: services.restore_user(by=request.reader.user_id, user=found), "Accès rouvert.")
    return redirect(_address(user_id))


@form_view
def second_factor_reset(request: ReadingRequest, user_id: uuid.UUID) -> HttpResponse:
    """Forget someone's second factor: it cannot be undone, so a page asks first."""
    found = access.get_person(request.reader, user_id)
    if request.method == "POST":
        by = request.reader.user_id
        attempt(
            request, lambda: services.reset_second_factor(by=by, user=found), "Double authentification réinitialisée."
        )
        return redirect(_address(user_id))
    page = selectors.person_page(found, request.reader.today)
    return render(request, "partners/second_factor_reset.html", {"page": page, "trail": _trail(user_id)})


@form_view
def membership_create(request: ReadingRequest, user_id: uuid.UUID) -> HttpResponse:
    """Give someone a role."""
    found = access.get_person(request.reader, user_id)
    today = request.reader.today
    form = MembershipForm(sent(request), organisations=organisations(day=today), today=today, back=_address(user_id))
    if done(form, lambda: services.add_membership(**_role(request, form), user=found)):
        messages.success(request, "Rôle enregistré.")
        return redirect(_address(user_id))
    return form_page(request, form, title="Donner un rôle", trail=_trail(user_id))


@form_view
def membership_end(request: ReadingRequest, membership_id: uuid.UUID) -> HttpResponse:
    """End a role; a social worker's goes by her departure, which moves her files first."""
    found = access.get_membership(request.reader, membership_id)
    if found.role == Role.SOCIAL_WORKER and (address := _departure(found.pk)):
        return redirect(address)
    back, reader = _address(found.user_id), request.reader
    form = EndForm(sent(request), back=back, submit="Terminer ce rôle", today=reader.today)
    act: dict[str, Any] = {"by": reader.user_id, "membership": found, "today": reader.today}
    if done(form, lambda: services.end_membership(**act, **form.cleaned_data)):
        undo = reverse("partners:membership_reopen", args=[found.pk])
        messages.success(request, "Fin de rôle enregistrée.", extra_tags=undo)
        return redirect(back)
    return form_page(request, form, title="Fin de rôle", trail=_trail(found.user_id), lead=_what_ends(found))


@require_POST
def membership_reopen(request: ReadingRequest, membership_id: uuid.UUID) -> HttpResponse:
    """Take back an end recorded in error."""
    found = access.get_membership(request.reader, membership_id)
    by = request.reader.user_id
    attempt(request, lambda: services.reopen_membership(by=by, membership=found), "Ce rôle est de nouveau en cours.")
    return redirect(_address(found.user_id))


@require_GET
def invitation_list(request: ReadingRequest) -> HttpResponse:
    """List the latest invitations."""
    access.require_administrator(request.reader)
    lines = invitation_lines(now=timezone.now())
    return render(request, "partners/invitations.html", {"lines": lines, "trail": _trail()})


@form_view
def invitation_create(request: ReadingRequest) -> HttpResponse:
    """Invite someone."""
    access.require_administrator(request.reader)
    today = request.reader.today
    form = InvitationForm(
        sent(request),
        organisations=organisations(day=today),
        units=selectors.unit_choices(today),
        back=reverse("partners:invitations"),
    )
    if done(form, lambda: _invite(request, form)):
        messages.success(request, "Invitation envoyée. Son lien vaut sept jours.")
        return redirect("partners:invitations")
    lead = "Un message lui donne un lien qui sert une fois, pour choisir son mot de passe."
    trail = [*_trail(), ("Invitations", reverse("partners:invitations"))]
    return form_page(request, form, title="Inviter une personne", trail=trail, lead=lead)


@require_POST
def invitation_resend(request: ReadingRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Send a new link."""
    found = access.get_invitation(request.reader, invitation_id)
    act: dict[str, Any] = {
        "by": request.reader.user_id,
        "invitation": found,
        "now": timezone.now(),
        "base_url": _base(request),
    }
    said = "Invitation renvoyée. L’ancien lien ne vaut plus rien."
    attempt(request, lambda: invitation_services.resend(**act), said)
    return redirect("partners:invitations")


@require_POST
def invitation_revoke(request: ReadingRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Cancel an invitation."""
    found = access.get_invitation(request.reader, invitation_id)
    act: dict[str, Any] = {"by": request.reader.user_id, "invitation": found, "now": timezone.now()}
    attempt(request, lambda: invitation_services.revoke(**act), "Invitation annulée.")
    return redirect("partners:invitations")


def _invite(request: ReadingRequest, form: InvitationForm) -> None:
    data = form.cleaned_data
    unit_id = data["unit"]
    invitation_services.invite(
        by=request.reader.user_id,
        email=data["email"],
        first_name=data["first_name"],
        last_name=data["last_name"],
        organisation=access.get_organisation(request.reader, data["organisation"]),
        role=Role(data["role"]),
        full_time_share=data["full_time_share"],
        unit=access.get_unit(request.reader, unit_id) if unit_id else None,
        now=timezone.now(),
        base_url=_base(request),
    )


def _role(request: ReadingRequest, form: MembershipForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "by": request.reader.user_id,
        "organisation": access.get_organisation(request.reader, data["organisation"]),
        "role": Role(data["role"]),
        "started_on": data["started_on"],
        "full_time_share": data["full_time_share"],
    }


def _what_ends(found: Membership) -> str:
    words = f"{Role(found.role).label.capitalize()}, {found.organisation.name}."
    if found.role == Role.LANDLORD_CORRESPONDENT:
        return f"{words} Ses unités de gestion s’arrêtent avec ce rôle\u00a0: nommez-y un autre correspondant."
    return words


def _departure(membership_id: uuid.UUID) -> str:
    """Give the journey's page that moves a worker's files before her role ends."""
    try:
        return reverse("journeys:departure", args=[membership_id])
    except NoReverseMatch:
        return ""


def _base(request: ReadingRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _address(user_id: uuid.UUID) -> str:
    return reverse("partners:person", args=[user_id])


def _trail(user_id: uuid.UUID | None = None) -> list[tuple[str, str]]:
    trail = [("Personnes", reverse("partners:people"))]
    return [*trail, ("Une personne", _address(user_id))] if user_id else trail
