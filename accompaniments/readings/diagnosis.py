"""What a reader reads of a diagnosis, and what leaves of it for the landlord (domain.md §3.9): one source, two reports."""

import datetime as dt
import uuid
from dataclasses import dataclass

from accompaniments.access.diagnosis import DiagnosisHeld
from accompaniments.enums import AttemptKind, DiagnosisKind, DiagnosisSection, DiagnosisState, Outcome
from accompaniments.models import ContactAttempt, Diagnosis, DiagnosisPart, Meeting
from accompaniments.readings.accords import accord_in_force
from accompaniments.rules.diagnosis import SECTIONS
from foundation.timeline import Audience
from foundation.words import capitalised, day_of, euros, join_names
from households.models import Enrolment
from households.readings import finances, housing, people
from partners.reader import Reader
from partners.selectors.people import names_of, person_cards

TITLES = {
    DiagnosisKind.SHARED: "Diagnostic partagé",
    DiagnosisKind.SOCIAL: "Évaluation sociale",
}
OF_AN_EVALUATION = {
    DiagnosisState.VALIDATED: "validée",
    DiagnosisState.RETURNED: "transmise au bailleur",
    DiagnosisState.ABANDONED: "abandonnée",
}


@dataclass(frozen=True)
class PartRead:
    """What one author wrote in one section, already allowed to the reader."""

    author: str
    organisation: str
    on: dt.date
    text: str
    audience: Audience
    is_hers: bool


@dataclass(frozen=True)
class SectionRead:
    """A section and the parts of it that the reader reads."""

    code: DiagnosisSection
    label: str
    parts: tuple[PartRead, ...]


@dataclass(frozen=True)
class Signature:
    """Who signed, when."""

    side: str
    name: str
    on: dt.date | None


@dataclass(frozen=True)
class Fact:
    """A fact of the file, beside what is written."""

    label: str
    value: str


@dataclass(frozen=True)
class DiagnosisRead:
    """A diagnosis, shaped for its reader."""

    id: uuid.UUID
    enrolment_id: uuid.UUID
    kind: DiagnosisKind
    title: str
    state: DiagnosisState
    state_label: str
    version: int
    opened_on: dt.date
    interview_on: dt.date | None
    proposes_support: bool | None
    validated_on: dt.date | None
    validated_by: str
    returned_on: dt.date | None
    full_returned_on: dt.date | None
    sent_back_on: dt.date | None
    sent_back_reason: str
    sent_back_words: str
    signatures: tuple[Signature, ...]
    sections: tuple[SectionRead, ...]
    facts: tuple[Fact, ...]
    hides_some: bool


@dataclass(frozen=True)
class ReturnedContact:
    """An approach made to the household: its day and its kind, never its content."""

    on: dt.date
    label: str


@dataclass(frozen=True)
class ReturnRead:
    """What leaves for the landlord: « bailleur » parts under the accord, else that contact was made and what is proposed."""

    title: str
    is_under_accord: bool
    was_contacted: bool
    contacts: tuple[ReturnedContact, ...]
    interview_on: dt.date | None
    proposes_support: bool | None
    sections: tuple[SectionRead, ...]


def diagnosis_reading(reader: Reader, held: DiagnosisHeld, *, with_facts: bool = True) -> DiagnosisRead:
    """Give a diagnosis with the parts that this reader may read: her circles' and her own."""
    row, hers = held.row, held.hers
    rows = list(row.parts.all()) if held.is_whole else []
    audiences = hers.audiences
    read = [part for part in rows if _reads(reader, part, audiences)]
    signed = [row.worker_signed_by, row.adviser_signed_by, row.validated_by]
    names = names_of({pk for pk in signed if pk}) if held.is_whole else {}
    is_shared = row.kind == DiagnosisKind.SHARED
    signatures = [Signature("Association", names.get(row.worker_signed_by or row.pk, ""), row.worker_signed_on)]
    if is_shared:
        signatures.append(
            Signature("Conseillère sociale", names.get(row.adviser_signed_by or row.pk, ""), row.adviser_signed_on)
        )
    return DiagnosisRead(
        id=row.pk,
        enrolment_id=held.enrolment.pk,
        kind=DiagnosisKind(row.kind),
        title=TITLES[DiagnosisKind(row.kind)],
        state=DiagnosisState(row.state),
        state_label=_state_label(DiagnosisKind(row.kind), DiagnosisState(row.state)),
        version=row.version,
        opened_on=row.opened_on,
        interview_on=row.interview_on if held.is_whole else None,
        proposes_support=row.proposes_support if held.is_whole else None,
        validated_on=row.validated_on if held.is_whole else None,
        validated_by=names.get(row.validated_by or row.pk, ""),
        returned_on=row.returned_on,
        full_returned_on=row.full_returned_on,
        sent_back_on=row.sent_back_on if hers.reads_whole or held.is_adviser else None,
        sent_back_reason=row.sent_back_reason if hers.reads_whole else "",
        sent_back_words=row.sent_back_words if hers.reads_whole or held.is_adviser else "",
        signatures=tuple(signatures) if held.is_whole else (),
        sections=_sections(reader, row, read),
        facts=file_facts(reader, held.enrolment) if with_facts and hers.reads_whole else (),
        hides_some=len(read) < len(rows),
    )


def return_reading(reader: Reader, enrolment: Enrolment, row: Diagnosis) -> ReturnRead:
    """Give what would leave today for the landlord. Refusing to share blocks nothing: the return then says less (§3.9)."""
    is_under_accord = accord_in_force(enrolment, reader.today)
    contacts = _contacts(enrolment, row)
    parts = list(row.parts.filter(audience=Audience.LANDLORD)) if is_under_accord else []
    return ReturnRead(
        title="Retour d’évaluation sociale et préconisations"
        if row.kind == DiagnosisKind.SOCIAL
        else "Diagnostic partagé, extrait pour le bailleur",
        is_under_accord=is_under_accord,
        was_contacted=bool(contacts) or row.interview_on is not None,
        contacts=contacts if is_under_accord else (),
        interview_on=row.interview_on if is_under_accord else None,
        proposes_support=row.proposes_support,
        sections=_sections(reader, row, parts),
    )


def own_parts(reader: Reader, row: Diagnosis) -> list[DiagnosisPart]:
    """Give what this reader wrote herself, for the form in which she goes on."""
    return list(row.parts.filter(author_id=reader.user_id).order_by("written_at"))


def file_facts(reader: Reader, enrolment: Enrolment) -> tuple[Fact, ...]:
    """Give what the file already holds: nobody types it again. For the team."""
    household, money, place = people(reader, enrolment), finances(reader, enrolment), housing(reader, enrolment)
    facts = [
        Fact(
            "Composition",
            join_names([f"{line.name} ({line.age})" if line.age else line.name for line in household.present]),
        )
    ]
    for head, received, spent in zip(money.months, money.total_resources, money.total_charges, strict=False):
        if head.month == money.latest:
            facts.append(
                Fact(f"Ressources, {head.label}", euros(received) if received is not None else "non renseignées")
            )
            facts.append(Fact(f"Charges, {head.label}", euros(spent) if spent is not None else "non renseignées"))
    if place.current:
        facts.append(Fact("Logement", ", ".join(filter(None, (place.current.situation_label, place.current.where)))))
    return tuple(fact for fact in facts if fact.value)


def _reads(reader: Reader, part: DiagnosisPart, audiences: frozenset[Audience]) -> bool:
    return Audience(part.audience) in audiences or part.author_id == reader.user_id


def _sections(reader: Reader, row: Diagnosis, parts: list[DiagnosisPart]) -> tuple[SectionRead, ...]:
    authors = person_cards({part.author_id for part in parts}, reader.today) if parts else {}
    ordered = sorted(parts, key=lambda part: part.written_at)
    return tuple(
        SectionRead(
            code=section,
            label=section.label,
            parts=tuple(
                PartRead(
                    author=authors[part.author_id].name if part.author_id in authors else "",
                    organisation=authors[part.author_id].organisation if part.author_id in authors else "",
                    on=day_of(part.written_at),
                    text=part.text,
                    audience=Audience(part.audience),
                    is_hers=part.author_id == reader.user_id,
                )
                for part in ordered
                if part.section == section
            ),
        )
        for section in SECTIONS[DiagnosisKind(row.kind)]
    )


def _contacts(enrolment: Enrolment, row: Diagnosis) -> tuple[ReturnedContact, ...]:
    attempts = ContactAttempt.objects.filter(accompaniment_id=row.accompaniment_id, withdrawn_at__isnull=True)
    found = [
        ReturnedContact(on, capitalised(AttemptKind(kind).label))
        for on, kind in attempts.values_list("sent_on", "kind")
    ]
    held = Meeting.objects.held().filter(
        enrolment=enrolment, outcome=Outcome.HELD, held_on__gte=row.accompaniment.opened_on
    )
    found += [ReturnedContact(on, "Rencontre") for on in held.values_list("held_on", flat=True)]
    return tuple(sorted(found, key=lambda contact: contact.on))


def _state_label(kind: DiagnosisKind, state: DiagnosisState) -> str:
    """Give a state as its title asks: a diagnosis is « validé », an evaluation « validée »."""
    return OF_AN_EVALUATION.get(state, state.label) if kind == DiagnosisKind.SOCIAL else str(state.label)
