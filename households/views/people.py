"""Who is in the household."""

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from foundation.requests import sent
from households import access
from households.enums import Civility, GuardianshipKind, MemberKind, Presence
from households.forms.base import EndForm, chosen_id
from households.forms.people import (
    DepartureForm,
    GuardianForm,
    IdentityForm,
    LanguageForm,
    NewPersonForm,
    PresenceForm,
    RequestForm,
)
from households.selectors.choices import members_on, nur_warnings, person_in
from households.services import enrolments, guardians, housing_requests, people
from households.views.writing import Page, back_to, fill
from partners.requests import ReadingRequest

TAB = "file_people"


@require_http_methods(["GET", "POST"])
def person_add(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Add someone to the household."""
    enrolment = access.get_enrolment_to_edit(request.reader, enrolment_id)
    form = NewPersonForm(sent(request), today=request.reader.today, back=back_to(TAB, enrolment_id))
    return fill(
        request,
        enrolment,
        form,
        Page("Ajouter une personne au ménage", "Personne ajoutée au ménage.", TAB),
        lambda: people.add_person(
            by=request.reader.user_id,
            enrolment=enrolment,
            person=form.person,
            started_on=form.cleaned_data["started_on"],
        ),
    )


@require_http_methods(["GET", "POST"])
def person_correct(request: ReadingRequest, enrolment_id: uuid.UUID, member_id: uuid.UUID) -> HttpResponse:
    """Correct who someone is."""
    enrolment, member = access.get_member_to_edit(request.reader, enrolment_id, member_id)
    form = IdentityForm.of(sent(request), member, today=request.reader.today, back=back_to(TAB, enrolment_id))
    return fill(
        request,
        enrolment,
        form,
        Page(
            "Corriger l’identité",
            "Identité corrigée.",
            TAB,
            "L’identité est la même dans tous les dossiers qui connaissent cette personne.",
        ),
        lambda: people.correct_person(
            by=request.reader.user_id,
            enrolment=enrolment,
            person=member.person,
            civility=Civility(form.cleaned_data["civility"]),
            first_name=form.cleaned_data["first_name"],
            last_name=form.cleaned_data["last_name"],
            birth_name=form.cleaned_data["birth_name"],
            birth_on=form.cleaned_data["birth_on"],
        ),
    )


@require_http_methods(["GET", "POST"])
def member_change(request: ReadingRequest, enrolment_id: uuid.UUID, member_id: uuid.UUID) -> HttpResponse:
    """Change someone's place or presence, from a day on."""
    enrolment, member = access.get_member_to_edit(request.reader, enrolment_id, member_id)
    back = back_to(TAB, enrolment_id)
    form = PresenceForm(sent(request), member=member, today=request.reader.today, back=back)
    return fill(
        request,
        enrolment,
        form,
        Page("Changer la place ou la présence", "Changement enregistré.", TAB),
        lambda: people.change_presence(
            by=request.reader.user_id,
            enrolment=enrolment,
            member=member,
            kind=MemberKind(form.cleaned_data["kind"]),
            presence=Presence(form.cleaned_data["presence"]),
            started_on=form.cleaned_data["started_on"],
        ),
    )


@require_http_methods(["GET", "POST"])
def member_end(request: ReadingRequest, enrolment_id: uuid.UUID, member_id: uuid.UUID) -> HttpResponse:
    """Tell that someone left the household."""
    enrolment, member = access.get_member_to_edit(request.reader, enrolment_id, member_id)
    form = DepartureForm(sent(request), today=request.reader.today, back=back_to(TAB, enrolment_id))
    return fill(
        request,
        enrolment,
        form,
        Page("Enregistrer un départ", "Départ enregistré.", TAB, "La personne reste dans l’histoire du dossier."),
        lambda: people.end_member(
            by=request.reader.user_id,
            enrolment=enrolment,
            member=member,
            ended_on=form.cleaned_data["ended_on"],
            reason=form.cleaned_data["reason"],
        ),
    )


@require_http_methods(["GET", "POST"])
def guardian_add(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Tell a measure and its mandataire."""
    enrolment = access.get_enrolment_to_edit(request.reader, enrolment_id)
    form = GuardianForm(
        sent(request),
        members=members_on(enrolment, request.reader.today),
        today=request.reader.today,
        back=back_to(TAB, enrolment_id),
    )
    return fill(
        request,
        enrolment,
        form,
        Page("Mandataire judiciaire", "Mesure enregistrée.", TAB),
        lambda: guardians.add(
            by=request.reader.user_id,
            enrolment=enrolment,
            person=person_in(enrolment, uuid.UUID(form.cleaned_data["person"])),
            kind=GuardianshipKind(form.cleaned_data["kind"]),
            name=form.cleaned_data["name"],
            telephone=form.cleaned_data["telephone"],
            email=form.cleaned_data["email"],
            started_on=form.cleaned_data["started_on"],
        ),
    )


@require_http_methods(["GET", "POST"])
def guardian_end(request: ReadingRequest, enrolment_id: uuid.UUID, guardian_id: uuid.UUID) -> HttpResponse:
    """Tell that a measure is over."""
    enrolment, guardian = access.get_guardian_to_edit(request.reader, enrolment_id, guardian_id)
    form = EndForm(
        sent(request), today=request.reader.today, back=back_to(TAB, enrolment_id), submit="Terminer la mesure"
    )
    return fill(
        request,
        enrolment,
        form,
        Page("Fin de la mesure", "Fin de la mesure enregistrée.", TAB),
        lambda: guardians.end(by=request.reader.user_id, guardian=guardian, ended_on=form.cleaned_data["ended_on"]),
    )


@require_http_methods(["GET", "POST"])
def request_add(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Record a housing request and its number; what looks odd is a warning."""
    enrolment = access.get_enrolment_to_edit(request.reader, enrolment_id)
    form = RequestForm(
        sent(request),
        members=members_on(enrolment, request.reader.today),
        today=request.reader.today,
        back=back_to(TAB, enrolment_id),
    )
    return fill(
        request,
        enrolment,
        form,
        Page("Demande de logement social", "Demande enregistrée.", TAB),
        lambda: housing_requests.record_nur(
            by=request.reader.user_id,
            enrolment=enrolment,
            number=form.cleaned_data["number"],
            applicant=person_in(enrolment, chosen_id(form.cleaned_data["applicant"])),
            filed_on=form.cleaned_data["filed_on"],
            renewed_on=form.cleaned_data["renewed_on"],
        ),
        warn=lambda: nur_warnings(request.reader, enrolment, form.cleaned_data["number"]),
    )


@require_http_methods(["GET", "POST"])
def request_correct(request: ReadingRequest, enrolment_id: uuid.UUID, request_id: uuid.UUID) -> HttpResponse:
    """Renew, correct or strike off a housing request."""
    enrolment, known = access.get_request_to_edit(request.reader, enrolment_id, request_id)
    form = RequestForm(
        sent(request),
        members=members_on(enrolment, request.reader.today),
        today=request.reader.today,
        back=back_to(TAB, enrolment_id),
        request=known,
    )
    return fill(
        request,
        enrolment,
        form,
        Page("Demande de logement social", "Demande enregistrée.", TAB),
        lambda: housing_requests.correct(
            by=request.reader.user_id,
            request=known,
            number=form.cleaned_data["number"],
            applicant=person_in(enrolment, chosen_id(form.cleaned_data["applicant"])),
            filed_on=form.cleaned_data["filed_on"],
            renewed_on=form.cleaned_data["renewed_on"],
            ended_on=form.cleaned_data["ended_on"],
        ),
        warn=lambda: nur_warnings(request.reader, enrolment, form.cleaned_data["number"]),
    )


@require_http_methods(["GET", "POST"])
def language_edit(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Tell the language one speaks."""
    enrolment = access.get_enrolment_to_edit(request.reader, enrolment_id)
    known = {"language": enrolment.language, "needs_interpreter": enrolment.needs_interpreter}
    back = back_to("file_housing", enrolment_id)
    form = LanguageForm(sent(request), today=request.reader.today, initial=known, back=back)
    return fill(
        request,
        enrolment,
        form,
        Page("Langue parlée", "Langue enregistrée.", "file_housing"),
        lambda: enrolments.describe_language(
            by=request.reader.user_id,
            enrolment=enrolment,
            language=form.cleaned_data["language"],
            needs_interpreter=form.cleaned_data["needs_interpreter"],
        ),
    )
