"""What the page of a meeting's form needs to know: who may be ticked, who would read, what is already taken."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from accompaniments.enums import Outcome
from accompaniments.models import Accompaniment, Meeting
from accompaniments.permissions import writing_association
from accompaniments.readings.meeting_history import Difference, differences
from accompaniments.readings.meetings import MeetingContent
from accompaniments.selectors.objectives import ObjectiveChoice, choices_of
from foundation.periods import in_force
from foundation.timeline import Audience, Part
from foundation.words import NBSP, PARIS, join_names
from households.enums import MemberKind, NamingService, SharingScope
from households.models import (
    Enrolment,
    EnrolmentHolder,
    EnrolmentNaming,
    EnrolmentWorker,
    HouseholdMember,
    SharingAgreement,
)
from households.permissions import standing
from households.readings import Card, card, person_name
from households.rules import accord_is_given
from partners.models import UnitCorrespondent
from partners.reader import Reader
from partners.selectors.people import names_of


@dataclass(frozen=True)
class PersonChoice:
    """Someone of the household, as a form offers her."""

    id: uuid.UUID
    name: str
    is_adult: bool


@dataclass(frozen=True)
class MeetingFacts:
    """What a meeting's form stands on."""

    card: Card
    association_id: uuid.UUID
    people: tuple[PersonChoice, ...]
    started_on: dt.date
    closed_on: dt.date | None  # the course is over since
    circles: Mapping[Audience, str]  # who is in each circle today, in words
    objectives: tuple[ObjectiveChoice, ...]  # open ones, and those that the stored meeting already ticks
    draft_subject: uuid.UUID  # what a draft of this form is about: the file, or the meeting being corrected
    stored: MeetingContent | None = None  # the meeting planned, or the one being corrected
    version: int = 0
    changed_at: dt.datetime | None = None  # of a meeting being corrected: older drafts are offered, not restored

    @property
    def names(self) -> dict[uuid.UUID, str]:
        """Give the people and the objectives by id."""
        people = {person.id: person.name for person in self.people}
        return people | {objective.id: objective.title for objective in self.objectives}

    @property
    def objective_parts(self) -> dict[uuid.UUID, Part]:
        """Give the objectives with their circles, for « Voir comme… »."""
        return {one.id: Part(one.title, one.audience) for one in self.objectives}


def meeting_facts(reader: Reader, enrolment: Enrolment, meeting: Meeting | None = None) -> MeetingFacts:
    """Give what the form of a new, planned or corrected meeting needs. `access` let this reader write in the file."""
    is_logged = meeting is not None and meeting.outcome != Outcome.PLANNED
    last = meeting.revisions.values_list("revised_at", flat=True).first() if meeting and is_logged else None
    return MeetingFacts(
        card=card(reader, enrolment),
        association_id=writing_association(reader, enrolment),
        people=people_of(enrolment, reader.today, meeting),
        started_on=enrolment.started_on,
        closed_on=closed_on(enrolment),
        circles=circles_of(enrolment, reader.today),
        objectives=choices_of(enrolment, standing(reader, enrolment), meeting),
        stored=MeetingContent.of(meeting) if meeting else None,
        version=meeting.version if meeting else 0,
        draft_subject=meeting.pk if meeting and is_logged else enrolment.pk,
        changed_at=(last or meeting.logged_at) if meeting and is_logged else None,
    )


def people_of(enrolment: Enrolment, today: dt.date, meeting: Meeting | None = None) -> tuple[PersonChoice, ...]:
    """Give the members of the moment (of the file's last day when it is over), and who a stored meeting already names."""
    day = min(today, enrolment.ended_on) if enrolment.ended_on else today
    members = HouseholdMember.objects.filter(in_force(day), household_id=enrolment.household_id).select_related(
        "person"
    )
    found = {
        row.person_id: PersonChoice(row.person_id, person_name(row.person), row.kind in MemberKind.ADULTS)
        for row in members
    }
    for row in meeting.presences.all() if meeting else ():
        found.setdefault(row.person_id, PersonChoice(row.person_id, person_name(row.person), is_adult=True))
    return tuple(sorted(found.values(), key=lambda person: (not person.is_adult, person.name)))


def closed_on(enrolment: Enrolment) -> dt.date | None:
    """Give since when the file's last course is over; None while one is open, or none began."""
    ends = list(Accompaniment.objects.filter(enrolment=enrolment).values_list("closed_on", flat=True))
    if not ends:
        return enrolment.ended_on
    return None if None in ends else max(end for end in ends if end)


def circles_of(enrolment: Enrolment, day: dt.date) -> dict[Audience, str]:
    """Say who reads in each of the four circles today, so that nobody writes for a reader that she does not imagine."""
    workers = EnrolmentWorker.objects.filter(in_force(day), enrolment=enrolment).select_related("user").order_by("role")
    holders = EnrolmentHolder.objects.filter(in_force(day), enrolment=enrolment).select_related("association")
    namings = list(
        EnrolmentNaming.objects.filter(in_force(day), enrolment=enrolment, is_live=True).select_related(
            "unit", "user", "landlord"
        )
    )
    team = list(dict.fromkeys(row.user.full_name for row in workers))
    guard = (
        " L’adresse est protégée\u00a0: hors de la liste nommée, on n’en lit que le jour."
        if enrolment.is_protected
        else ""
    )
    return {
        Audience.TEAM: f"Ce que lira l’équipe du dossier\u00a0: {join_names([*team, 'leur responsable'])}.{guard}",
        Audience.ASSOCIATIONS: (
            f"Ce que lira toute personne de {join_names(sorted(row.association.name for row in holders))}.{guard}"
        ),
        Audience.COORDINATION: _coordination(enrolment, day, namings) + guard,
        Audience.LANDLORD: _landlord(day, namings) + guard,
    }


def _coordination(enrolment: Enrolment, day: dt.date, namings: list[EnrolmentNaming]) -> str:
    if not any(row.service == NamingService.SOCIAL for row in namings):
        return "Ce que lirait la conseillère sociale du bailleur. Aujourd’hui ce ménage ne lui est pas nommé\u00a0: elle ne lit rien."
    adults = HouseholdMember.objects.filter(
        in_force(day), household_id=enrolment.household_id, kind__in=MemberKind.ADULTS
    ).values_list("person_id", flat=True)
    agreed = SharingAgreement.objects.filter(
        in_force(day), enrolment=enrolment, scope=SharingScope.COORDINATION, is_granted=True
    ).values_list("person_id", flat=True)
    if accord_is_given(adults, agreed):
        return "Ce que lira la conseillère sociale du bailleur, avec l’accord de partage du ménage."
    return (
        "Ce que lirait la conseillère sociale du bailleur. Sans accord de partage en vigueur, elle ne lit aujourd’hui que "
        f"les parties «{NBSP}bailleur{NBSP}»."
    )


def _landlord(day: dt.date, namings: list[EnrolmentNaming]) -> str:
    units = {row.unit_id: row.unit.name for row in namings if row.service == NamingService.CORRESPONDENT and row.unit}
    correspondents: dict[uuid.UUID, list[str]] = defaultdict(list)
    if units:
        rows = UnitCorrespondent.objects.open_on(day).filter(unit_id__in=units).select_related("user")
        for row in rows.order_by("unit__name"):
            correspondents[row.unit_id].append(row.user.full_name)
    who: list[str] = []
    for row in namings:
        if row.service == NamingService.CORRESPONDENT and row.unit_id:
            names = correspondents.get(row.unit_id) or ["la personne qui sera nommée"]
            who += [f"{name} (unité {units[row.unit_id]})" for name in names]
        elif row.service == NamingService.PERSON and row.user:
            who.append(row.user.full_name)
        else:
            who.append(
                {"SOCIAL": "la conseillère sociale", "CAL": "le secrétariat de la commission"}.get(
                    row.service, f"le {row.get_service_display()}"
                )
            )
    if not who:
        return "Ce que lirait le bailleur. Aujourd’hui ce ménage n’est nommé à personne chez lui\u00a0: personne n’en lit rien."
    landlords = join_names(sorted({row.landlord.name for row in namings}))
    return f"Ce que liront, chez {landlords}\u00a0: {join_names(dict.fromkeys(who))}."


@dataclass(frozen=True)
class Conflict:
    """Two people corrected at once: who the other is, when, and where the two differ."""

    by: str
    at: dt.datetime
    differences: tuple[Difference, ...]


def conflict(
    facts: MeetingFacts, mine: MeetingContent, before: MeetingContent, *, by: uuid.UUID, at: dt.datetime
) -> Conflict:
    """Tell what differs between this page's text and the one that was stored meanwhile."""
    theirs = facts.stored or before
    found = differences(mine=mine, theirs=theirs, before=before, names=facts.names)
    return Conflict(by=names_of([by]).get(by, ""), at=at.astimezone(PARIS), differences=found)
