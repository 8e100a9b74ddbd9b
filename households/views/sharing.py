"""What is shared, what the household was told, and its protected address with the list of who reads it."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from foundation.requests import sent
from households import access
from households.enums import NoticeMeans, SharingScope
from households.forms.base import EndForm
from households.forms.sharing import (
    YES,
    AgreementForm,
    AgreementProofForm,
    DescribeProtectionForm,
    NameReaderForm,
    NoticeForm,
    ProtectForm,
    RemoveReaderForm,
    RevokeForm,
)
from households.models import AddressProtection, Enrolment
from households.selectors.choices import members_on, person_in, readers_to_name, user_of
from households.services import protection, sharing
from households.views.writing import Page, back_to, fill
from partners.requests import ReadingRequest
from records.services.files import open_file

TAB = "file_sharing"


@require_http_methods(["GET", "POST"])
def agreement_add(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Record an adult's answer to a sharing."""
    enrolment = access.get_enrolment_to_edit(request.reader, enrolment_id)
    today = request.reader.today
    members = members_on(enrolment, today)
    form = AgreementForm(sent(request), _files(request), members=members, today=today, back=back_to(TAB, enrolment_id))
    lead = (
        "L’accord de partage est à part de la convention\u00a0; chaque adulte peut le donner, le refuser, le retirer."
    )
    return fill(
        request,
        enrolment,
        form,
        Page("Accord de partage", "Réponse enregistrée.", TAB, lead),
        lambda: sharing.record_answer(
            by=request.reader.user_id,
            enrolment=enrolment,
            person=person_in(enrolment, uuid.UUID(form.cleaned_data["person"])),
            scope=SharingScope(form.cleaned_data["scope"]),
            is_granted=form.cleaned_data["answer"] == YES,
            started_on=form.cleaned_data["started_on"],
            note=form.cleaned_data["note"],
            scan=_scan(form),
        ),
    )


@require_http_methods(["GET", "POST"])
def agreement_proof_add(request: ReadingRequest, enrolment_id: uuid.UUID, agreement_id: uuid.UUID) -> HttpResponse:
    """Add the signed paper of an answer."""
    enrolment, agreement = access.get_agreement_to_edit(request.reader, enrolment_id, agreement_id)
    form = AgreementProofForm(
        sent(request), _files(request), today=request.reader.today, back=back_to(TAB, enrolment_id)
    )
    return fill(
        request,
        enrolment,
        form,
        Page("Exemplaire signé d’un accord de partage", "Exemplaire signé ajouté.", TAB),
        lambda: sharing.add_proof(
            by=request.reader.user_id,
            agreement=agreement,
            scan=sharing.Scan(form.cleaned_data["scan"].read(), form.cleaned_data["scan"].name),
        ),
    )


@require_GET
def agreement_proof(request: ReadingRequest, enrolment_id: uuid.UUID, agreement_id: uuid.UUID) -> HttpResponseBase:
    """Download the signed paper of an answer."""
    stored = access.open_agreement_proof(request.reader, enrolment_id, agreement_id)
    answer = StreamingHttpResponse(open_file(stored=stored), content_type=stored.content_type)
    ending = stored.name.rpartition(".")[2] if "." in stored.name else "pdf"
    answer["Content-Disposition"] = f'attachment; filename="accord-de-partage-signe.{ending}"'
    return answer


def _files(request: ReadingRequest) -> Any:
    return request.FILES if request.method == "POST" else None


def _scan(form: AgreementForm) -> sharing.Scan | None:
    upload = form.cleaned_data["scan"]
    return sharing.Scan(upload.read(), upload.name) if upload else None


@require_http_methods(["GET", "POST"])
def agreement_revoke(request: ReadingRequest, enrolment_id: uuid.UUID, agreement_id: uuid.UUID) -> HttpResponse:
    """Record that an accord is withdrawn."""
    enrolment, agreement = access.get_agreement_to_edit(request.reader, enrolment_id, agreement_id)
    form = RevokeForm(sent(request), today=request.reader.today, back=back_to(TAB, enrolment_id))
    return fill(
        request,
        enrolment,
        form,
        Page("Retrait d’un accord de partage", "Retrait enregistré\u00a0: ce partage est fermé.", TAB),
        lambda: sharing.revoke(
            by=request.reader.user_id, agreement=agreement, revoked_on=form.cleaned_data["revoked_on"]
        ),
    )


@require_http_methods(["GET", "POST"])
def notice_give(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Record when and how the household was told its rights."""
    enrolment = access.get_enrolment_to_edit(request.reader, enrolment_id)
    form = NoticeForm(sent(request), today=request.reader.today, back=back_to(TAB, enrolment_id))
    lead = "La notice dit qui a transmis les informations, à quoi elles servent, et les droits du ménage."
    return fill(
        request,
        enrolment,
        form,
        Page("Notice d’information", "Remise de la notice enregistrée.", TAB, lead),
        lambda: sharing.give_notice(
            by=request.reader.user_id,
            enrolment=enrolment,
            given_on=form.cleaned_data["given_on"],
            means=NoticeMeans(form.cleaned_data["means"]),
        ),
    )


@require_http_methods(["GET", "POST"])
def protection_edit(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Protect the address; once it is protected, see its list and say why and where letters go."""
    enrolment, known = access.get_protection_to_edit(request.reader, enrolment_id)
    if known is not None:
        return _describe(request, enrolment, known)
    today = request.reader.today
    people = readers_to_name(enrolment, today)
    form = ProtectForm(sent(request), people=people, today=today, back=back_to(TAB, enrolment_id))
    return fill(
        request,
        enrolment,
        form,
        Page(
            "Protéger l’adresse",
            "Adresse protégée. Seules les personnes nommées lisent ce dossier.",
            TAB,
            "Noms, adresse, unité et lieux de rencontre sont cachés à toute personne qui n’est pas nommée ici.",
        ),
        lambda: protection.protect(
            by=request.reader.user_id,
            enrolment=enrolment,
            started_on=form.cleaned_data["started_on"],
            today=today,
            reason=form.cleaned_data["reason"],
            safe_address=form.cleaned_data["safe_address"],
            readers=[user_of(value) for value in form.cleaned_data["readers"]],
        ),
    )


def _describe(request: ReadingRequest, enrolment: Enrolment, known: AddressProtection) -> HttpResponse:
    back = back_to(TAB, enrolment.pk)
    form = DescribeProtectionForm(sent(request), protection=known, today=request.reader.today, back=back)
    return fill(
        request,
        enrolment,
        form,
        Page("Adresse protégée", "Protection enregistrée.", TAB),
        lambda: protection.describe(
            by=request.reader.user_id,
            protection=known,
            reason=form.cleaned_data["reason"],
            safe_address=form.cleaned_data["safe_address"],
        ),
    )


@require_http_methods(["GET", "POST"])
def protection_name(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Name someone on the list."""
    enrolment, known = access.get_protection_in_force(request.reader, enrolment_id)
    today = request.reader.today
    people = readers_to_name(enrolment, today)
    form = NameReaderForm(sent(request), people=people, today=today, back=back_to(TAB, enrolment_id))
    lead = "La liste n’ouvre que ce que cette personne peut déjà connaître par son rôle."
    return fill(
        request,
        enrolment,
        form,
        Page("Nommer une personne", "Personne ajoutée à la liste.", TAB, lead),
        lambda: protection.name_reader(
            by=request.reader.user_id, protection=known, user=user_of(form.cleaned_data["user"]), today=today
        ),
    )


@require_http_methods(["GET", "POST"])
def protection_remove(request: ReadingRequest, enrolment_id: uuid.UUID, listed_id: uuid.UUID) -> HttpResponse:
    """Take someone off the list."""
    enrolment, listed = access.get_listed_reader(request.reader, enrolment_id, listed_id)
    form = RemoveReaderForm(sent(request), today=request.reader.today, back=back_to(TAB, enrolment_id))
    return fill(
        request,
        enrolment,
        form,
        Page(
            "Retirer une personne de la liste",
            "Personne retirée de la liste.",
            TAB,
            f"{listed.user.full_name} ne lira plus rien de ce ménage dès aujourd’hui.",
        ),
        lambda: protection.remove_reader(by=request.reader.user_id, reader=listed, today=request.reader.today),
    )


@require_http_methods(["GET", "POST"])
def protection_lift(request: ReadingRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Lift the protection of an address: everyone who may know the file reads it again."""
    enrolment, _ = access.get_protection_in_force(request.reader, enrolment_id)
    form = EndForm(
        sent(request), today=request.reader.today, back=back_to(TAB, enrolment_id), submit="Lever la protection"
    )
    lead = (
        "Les noms et l’adresse seront de nouveau lus par l’équipe, et retrouvés par la recherche, dès l’enregistrement."
    )
    return fill(
        request,
        enrolment,
        form,
        Page("Lever la protection de l’adresse", "Protection levée.", TAB, lead),
        lambda: protection.lift(by=request.reader.user_id, enrolment=enrolment, ended_on=form.cleaned_data["ended_on"]),
    )
