"""Where the household lives, how to reach it, what to know before a visit."""

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from foundation.requests import sent
from households import access
from households.enums import ChannelKind, PrecautionFlag
from households.forms.base import EndForm, chosen_id
from households.forms.places import ChannelForm, PlaceForm, PrecautionForm
from households.selectors.choices import members_on, person_in, place_owners
from households.services import channels, housing, precautions
from households.views.writing import Page, back_to, fill
from partners.requests import ReadingRequest

TAB = "file_housing"


@require_http_methods(["GET", "POST"])
def housing_move(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Tell where the household lives from a day on."""
    enrolment = access.get_enrolment_to_edit(request.reader, enrolment_id)
    today = request.reader.today
    owners = place_owners(enrolment, today)
    form = PlaceForm(sent(request), owners=owners, today=today, back=back_to(TAB, enrolment_id))
    lead = "Le lieu de vie précédent se termine la veille."
    return fill(
        request,
        enrolment,
        form,
        Page("Nouveau lieu de vie", "Lieu de vie enregistré.", TAB, lead),
        lambda: housing.move_to(
            by=request.reader.user_id,
            enrolment=enrolment,
            place=form.place,
            started_on=form.cleaned_data["started_on"],
            ended_on=form.cleaned_data["ended_on"],
        ),
    )


@require_http_methods(["GET", "POST"])
def housing_correct(request: ReadingRequest, enrolment_id: uuid.UUID, housing_id: uuid.UUID) -> HttpResponse:
    """Correct a place of life."""
    enrolment, known = access.get_housing_to_edit(request.reader, enrolment_id, housing_id)
    today = request.reader.today
    owners = place_owners(enrolment, today)
    form = PlaceForm(sent(request), owners=owners, today=today, back=back_to(TAB, enrolment_id), housing=known)
    return fill(
        request,
        enrolment,
        form,
        Page("Corriger un lieu de vie", "Lieu de vie corrigé.", TAB),
        lambda: housing.correct(
            by=request.reader.user_id,
            housing=known,
            place=form.place,
            started_on=form.cleaned_data["started_on"],
            ended_on=form.cleaned_data["ended_on"],
        ),
    )


@require_http_methods(["GET", "POST"])
def channel_add(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Add a way to reach the household."""
    enrolment = access.get_enrolment_to_edit(request.reader, enrolment_id)
    today = request.reader.today
    members = members_on(enrolment, today)
    form = ChannelForm(sent(request), members=members, today=today, back=back_to(TAB, enrolment_id))
    return fill(
        request,
        enrolment,
        form,
        Page("Ajouter un moyen de contact", "Moyen de contact ajouté.", TAB),
        lambda: channels.add(
            by=request.reader.user_id,
            enrolment=enrolment,
            kind=ChannelKind(form.cleaned_data["kind"]),
            value=form.cleaned_data["value"],
            person=person_in(enrolment, chosen_id(form.cleaned_data["person"])),
            is_preferred=form.cleaned_data["is_preferred"],
            is_safe=form.cleaned_data["is_safe"],
            note=form.cleaned_data["note"],
            started_on=form.cleaned_data["started_on"],
        ),
    )


@require_http_methods(["GET", "POST"])
def channel_correct(request: ReadingRequest, enrolment_id: uuid.UUID, channel_id: uuid.UUID) -> HttpResponse:
    """Correct a way to reach the household."""
    enrolment, known = access.get_channel_to_edit(request.reader, enrolment_id, channel_id)
    today = request.reader.today
    members = members_on(enrolment, today)
    form = ChannelForm(sent(request), members=members, today=today, back=back_to(TAB, enrolment_id), channel=known)
    return fill(
        request,
        enrolment,
        form,
        Page("Corriger un moyen de contact", "Moyen de contact corrigé.", TAB),
        lambda: channels.correct(
            by=request.reader.user_id,
            channel=known,
            kind=ChannelKind(form.cleaned_data["kind"]),
            value=form.cleaned_data["value"],
            person=person_in(enrolment, chosen_id(form.cleaned_data["person"])),
            is_preferred=form.cleaned_data["is_preferred"],
            is_safe=form.cleaned_data["is_safe"],
            note=form.cleaned_data["note"],
            started_on=form.cleaned_data["started_on"],
        ),
    )


@require_http_methods(["GET", "POST"])
def channel_end(request: ReadingRequest, enrolment_id: uuid.UUID, channel_id: uuid.UUID) -> HttpResponse:
    """Tell that a way to reach the household no longer works."""
    enrolment, known = access.get_channel_to_edit(request.reader, enrolment_id, channel_id)
    form = EndForm(
        sent(request),
        today=request.reader.today,
        back=back_to(TAB, enrolment_id),
        submit="Terminer ce moyen de contact",
    )
    return fill(
        request,
        enrolment,
        form,
        Page("Fin d’un moyen de contact", "Moyen de contact terminé.", TAB),
        lambda: channels.end(by=request.reader.user_id, channel=known, ended_on=form.cleaned_data["ended_on"]),
    )


@require_http_methods(["GET", "POST"])
def precaution_add(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Tell a precaution for visits."""
    enrolment = access.get_enrolment_to_edit(request.reader, enrolment_id)
    form = PrecautionForm(sent(request), today=request.reader.today, back=back_to(TAB, enrolment_id))
    return fill(
        request,
        enrolment,
        form,
        Page("Ajouter une précaution de visite", "Précaution ajoutée.", TAB),
        lambda: precautions.add(
            by=request.reader.user_id,
            enrolment=enrolment,
            flag=PrecautionFlag(form.cleaned_data["flag"]),
            note=form.cleaned_data["note"],
            started_on=form.cleaned_data["started_on"],
        ),
    )


@require_http_methods(["GET", "POST"])
def precaution_end(request: ReadingRequest, enrolment_id: uuid.UUID, precaution_id: uuid.UUID) -> HttpResponse:
    """Tell that a precaution is over."""
    enrolment, known = access.get_precaution_to_edit(request.reader, enrolment_id, precaution_id)
    form = EndForm(
        sent(request), today=request.reader.today, back=back_to(TAB, enrolment_id), submit="Lever la précaution"
    )
    return fill(
        request,
        enrolment,
        form,
        Page("Fin d’une précaution", "Précaution levée.", TAB),
        lambda: precautions.end(by=request.reader.user_id, precaution=known, ended_on=form.cleaned_data["ended_on"]),
    )
