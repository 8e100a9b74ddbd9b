"""Organisations: who takes part, from when, and which roles must have a second factor."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from foundation.refusals import Refused
from partners.enums import OrganisationKind, Role
from partners.models import Membership, Organisation, ProgrammeVersion
from partners.rules import departement_of
from records.services.events import record


@dataclass(frozen=True)
class PostalAddress:
    """Where an organisation receives its post; empty when it is not known."""

    street: str = ""
    postcode: str = ""
    city: str = ""


@transaction.atomic
def create_organisation(
    *,
    by: uuid.UUID,
    name: str,
    kind: OrganisationKind,
    started_on: dt.date,
    legal_form: str = "",
    telephone: str = "",
    subletting_approved_on: dt.date | None = None,
    totp_roles: Collection[Role] = (),
    address: PostalAddress | None = None,
) -> Organisation:
    """Add an organisation. Raises Refused when its name is taken, its address is not whole, its département served."""
    _refuse_taken_name(name)
    known = _whole(address or PostalAddress())
    _refuse_as_prefecture(kind, known)
    organisation: Organisation = Organisation.objects.create(
        name=name.strip(),
        kind=kind,
        started_on=started_on,
        legal_form=legal_form.strip(),
        telephone=telephone,
        subletting_approved_on=subletting_approved_on,
        requires_totp=_stored(totp_roles),
        street=known.street,
        postcode=known.postcode,
        city=known.city,
    )
    record("organisation.created", organisation, by=by, subject_id=organisation.pk, details={"kind": str(kind)})
    return organisation


@transaction.atomic
def edit_organisation(
    *,
    by: uuid.UUID,
    organisation: Organisation,
    name: str,
    started_on: dt.date,
    legal_form: str,
    telephone: str,
    subletting_approved_on: dt.date | None,
    totp_roles: Collection[Role],
    address: PostalAddress | None = None,
) -> Organisation:
    """Correct what an organisation is; its kind never changes, people and programmes hang on it. Raises Refused.

    `address`: None leaves the one that is known. What was already printed keeps the address of its day.
    """
    locked: Organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    _refuse_taken_name(name, but=locked.pk)
    if locked.ended_on is not None and started_on > locked.ended_on:
        raise Refused("Le début ne peut pas suivre la fin.", "started_on")
    locked.name, locked.started_on = name.strip(), started_on
    locked.legal_form, locked.telephone = legal_form.strip(), telephone
    locked.subletting_approved_on = subletting_approved_on
    locked.requires_totp = _stored(totp_roles)
    if address is not None:
        known = _whole(address)
        _refuse_as_prefecture(OrganisationKind(locked.kind), known, but=locked.pk)
        locked.street, locked.postcode, locked.city = known.street, known.postcode, known.city
    locked.save()
    record(
        "organisation.edited",
        locked,
        by=by,
        subject_id=locked.pk,
        details={"totp_roles": locked.requires_totp, "started_on": started_on.isoformat()},
    )
    return locked


@transaction.atomic
def end_organisation(*, by: uuid.UUID, organisation: Organisation, ended_on: dt.date) -> Organisation:
    """End an organisation's part, its last day included. Raises Refused while people or programmes still need it after."""
    locked: Organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if ended_on < locked.started_on:
        raise Refused("La fin ne peut pas précéder le début.", "ended_on")
    if _outlives(Membership.objects.filter(organisation=locked), ended_on):
        raise Refused(
            "Des personnes y ont encore un rôle après cette date\u00a0: terminez d’abord leurs rôles.", "ended_on"
        )
    versions = ProgrammeVersion.objects.filter(landlords=locked) | ProgrammeVersion.objects.filter(associations=locked)
    if _outlives(versions, ended_on):
        raise Refused(
            "Un programme en cours compte encore cet organisme\u00a0: faites-en d’abord une version.", "ended_on"
        )
    locked.ended_on = ended_on
    locked.save(update_fields=["ended_on"])
    record("organisation.ended", locked, by=by, subject_id=locked.pk, details={"ended_on": ended_on.isoformat()})
    return locked


@transaction.atomic
def reopen_organisation(*, by: uuid.UUID, organisation: Organisation) -> Organisation:
    """Undo an end. Raises Refused for a préfecture that another has replaced since."""
    locked: Organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    address = PostalAddress(locked.street, locked.postcode, locked.city)
    _refuse_as_prefecture(OrganisationKind(locked.kind), address, but=locked.pk)
    locked.ended_on = None
    locked.save(update_fields=["ended_on"])
    record("organisation.reopened", locked, by=by, subject_id=locked.pk)
    return locked


def _outlives(rows: object, ended_on: dt.date) -> bool:
    return bool(
        rows.filter(ended_on__isnull=True).exists() or rows.filter(ended_on__gt=ended_on).exists()  # type: ignore[attr-defined]
    )


def _refuse_taken_name(name: str, but: uuid.UUID | None = None) -> None:
    if Organisation.objects.filter(name__iexact=name.strip()).exclude(pk=but).exists():
        raise Refused("Un organisme porte déjà ce nom.", "name")


def _whole(address: PostalAddress) -> PostalAddress:
    """Give an address that is whole, or none at all: half an address is printed on no letter."""
    given = PostalAddress(address.street.strip(), address.postcode.strip(), address.city.strip())
    for name, text in vars(given).items():
        if not text and given != PostalAddress():
            raise Refused("Complétez l’adresse, ou laissez-la vide\u00a0: voie, code postal, commune.", name)
    return given


def _stored(roles: Collection[Role]) -> str:
    return ",".join(role.value for role in Role if role in roles)


def _refuse_as_prefecture(kind: OrganisationKind, address: PostalAddress, but: uuid.UUID | None = None) -> None:
    """Refuse a préfecture without an address, or a second one of its département: a letter is addressed by a postcode."""
    if kind != OrganisationKind.PREFECTURE:
        return
    if not address.street:
        raise Refused("Une préfecture a son adresse : le code postal dit de quel département elle est.", "street")
    rows = Organisation.objects.filter(kind=kind, ended_on__isnull=True).exclude(pk=but)
    same = (row.name for row in rows if departement_of(row.postcode) == departement_of(address.postcode))
    if (name := next(same, None)) is not None:
        raise Refused(
            f"Ce département a déjà sa préfecture, « {name} » : corrigez-la, ou terminez-la d’abord.", "postcode"
        )
