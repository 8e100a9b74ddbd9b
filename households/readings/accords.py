"""What the household agreed to share, what it was told, and its protected address: the team's."""

import datetime as dt
import uuid
from dataclasses import dataclass

from foundation.periods import in_force
from households.enums import MemberKind, NoticeMeans, SharingScope
from households.models import (
    AddressProtection,
    Enrolment,
    HouseholdMember,
    InformationNotice,
    ProtectedReader,
    SharingAgreement,
)
from households.permissions import Standing, standing
from households.readings.headers import person_name
from households.rules import accord_is_given
from partners.reader import Reader
from partners.selectors import names_of
from records.selectors.parameters import UnknownParameterError, parameter_on

NOTICE = "notice.within_months"


@dataclass(frozen=True)
class AgreementLine:
    """One person's answer to one sharing."""

    agreement_id: uuid.UUID
    person: str
    scope: str
    scope_label: str
    is_granted: bool
    is_current: bool
    started_on: dt.date
    revoked_on: dt.date | None  # the first day on which it no longer stands
    note: str
    has_proof: bool = False  # a signed paper was kept
    document_id: uuid.UUID | None = None  # what the person signed, when she signed it here


@dataclass(frozen=True)
class ScopeLine:
    """Where a sharing stands today."""

    scope: str
    label: str
    is_given: bool  # every adult granted it
    missing: tuple[str, ...]  # the adults who have not answered
    answers: tuple[AgreementLine, ...]  # those in force, then the former ones


@dataclass(frozen=True)
class NoticeLine:
    """When and how the household was told its rights."""

    given_on: dt.date
    means_label: str
    given_by: str


@dataclass(frozen=True)
class ListedReader:
    """Someone named on the list of a protection."""

    reader_id: uuid.UUID
    name: str
    named_by: str
    started_on: dt.date


@dataclass(frozen=True)
class ProtectionLine:
    """A protection of the address and its list."""

    protection_id: uuid.UUID
    started_on: dt.date
    ended_on: dt.date | None
    reason: str
    safe_address: str
    readers: tuple[ListedReader, ...]


@dataclass(frozen=True)
class Sharing:
    """Sharing and protection, for one reader."""

    is_readable: bool
    may_protect: bool = False
    scopes: tuple[ScopeLine, ...] = ()
    notices: tuple[NoticeLine, ...] = ()
    protection: ProtectionLine | None = None
    past_protections: tuple[ProtectionLine, ...] = ()


def sharing(reader: Reader, enrolment: Enrolment) -> Sharing:
    """Give what is shared with whom; nothing to who is not of the team, or not on a protected file's list."""
    hers = standing(reader, enrolment)
    if not hers.reads_whole:
        return Sharing(is_readable=False)
    current, past = _protections(reader, enrolment, hers)
    return Sharing(
        is_readable=True,
        may_protect=hers.may_protect,
        scopes=_scopes(reader, enrolment),
        notices=_notices(enrolment),
        protection=current,
        past_protections=past,
    )


def _scopes(reader: Reader, enrolment: Enrolment) -> tuple[ScopeLine, ...]:
    members = (
        HouseholdMember.objects.open_on(reader.today)
        .filter(household_id=enrolment.household_id, kind__in=MemberKind.ADULTS)
        .select_related("person")
    )
    adults = {row.person_id: person_name(row.person) for row in members}
    rows = list(
        SharingAgreement.objects.filter(enrolment=enrolment).select_related("person").order_by("-started_on", "pk")
    )
    scopes = []
    for scope in SharingScope:
        answers = [row for row in rows if row.scope == scope]
        standing_today = [row for row in answers if _is_current(row, reader.today)]
        granted = {row.person_id for row in standing_today if row.is_granted}
        answered = {row.person_id for row in standing_today}
        scopes.append(
            ScopeLine(
                scope=scope.value,
                label=str(scope.label),
                is_given=accord_is_given(adults, granted),
                missing=tuple(name for pk, name in adults.items() if pk not in answered),
                answers=tuple(
                    _answer(row, reader.today)
                    for row in sorted(answers, key=lambda row: not _is_current(row, reader.today))
                ),
            )
        )
    return tuple(scopes)


def _is_current(row: SharingAgreement, today: dt.date) -> bool:
    return row.started_on <= today and (row.ended_on is None or row.ended_on >= today)


def _answer(row: SharingAgreement, today: dt.date) -> AgreementLine:
    return AgreementLine(
        agreement_id=row.pk,
        person=person_name(row.person),
        scope=row.scope,
        scope_label=SharingScope(row.scope).label,
        is_granted=row.is_granted,
        is_current=_is_current(row, today),
        started_on=row.started_on,
        revoked_on=row.ended_on + dt.timedelta(days=1) if row.ended_on else None,
        note=row.note,
        has_proof=row.proof_id is not None,
        document_id=row.document_id,
    )


def notice_months(day: dt.date) -> int | None:
    """Give within how many months the information notice is given (RGPD, art. 14); None where no figure is loaded."""
    try:
        return parameter_on(NOTICE, day).whole
    except UnknownParameterError:
        return None


def _notices(enrolment: Enrolment) -> tuple[NoticeLine, ...]:
    rows = list(InformationNotice.objects.filter(enrolment=enrolment).order_by("-given_on", "pk"))
    names = names_of(row.given_by for row in rows)
    return tuple(NoticeLine(row.given_on, NoticeMeans(row.means).label, names.get(row.given_by, "")) for row in rows)


def _protections(
    reader: Reader, enrolment: Enrolment, hers: Standing
) -> tuple[ProtectionLine | None, tuple[ProtectionLine, ...]]:
    """Give the protection in force with its list, and the former ones."""
    rows = list(AddressProtection.objects.filter(enrolment=enrolment).order_by("-started_on", "pk"))
    listed = list(
        ProtectedReader.objects.filter(in_force(reader.today), protection__in=rows)
        .select_related("user")
        .order_by("user__last_name", "user__first_name", "pk")
    )
    names = names_of(row.named_by for row in listed)
    lines = [
        ProtectionLine(
            protection_id=row.pk,
            started_on=row.started_on,
            ended_on=row.ended_on,
            reason=row.reason,
            safe_address=row.safe_address,
            readers=tuple(
                ListedReader(one.pk, one.user.full_name, names.get(one.named_by, ""), one.started_on)
                for one in listed
                if one.protection_id == row.pk and row.ended_on is None
            ),
        )
        for row in rows
    ]
    current = next((line for line in lines if line.ended_on is None), None) if hers.is_protected else None
    return current, tuple(line for line in lines if line != current)
