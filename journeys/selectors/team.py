"""A manager's team: each worker's load and households, and the households that nobody follows."""

import uuid
from collections import defaultdict
from dataclasses import dataclass

from accompaniments.selectors import WorkerLine, team
from foundation.periods import in_force
from households.enums import WorkerRole
from households.models import EnrolmentWorker
from journeys.rules import load_words
from journeys.selectors.lines import HouseholdLine, household_lines
from journeys.selectors.lists import visible_files
from journeys.selectors.signing import ToSignLine, to_sign
from partners.enums import Role
from partners.models import Membership, Organisation
from partners.reader import Reader


@dataclass(frozen=True)
class MemberOfTeam:
    """A worker, what she carries, and whom she follows."""

    user_id: uuid.UUID
    name: str
    association: str
    membership_id: uuid.UUID | None  # her role in force: what a departure ends
    household_count: int
    load: str
    is_over: bool
    programmes: tuple[str, ...]
    lines: tuple[HouseholdLine, ...]
    replaces: tuple[HouseholdLine, ...]  # for a time, and counted for those who follow them


@dataclass(frozen=True)
class TeamPage:
    """The page."""

    members: tuple[MemberOfTeam, ...]
    unassigned: tuple[HouseholdLine, ...]
    household_count: int
    has_many_associations: bool
    to_sign: tuple[ToSignLine, ...] = ()


def team_page(reader: Reader) -> TeamPage:
    """Give the team of the associations that this reader manages, in a constant number of queries."""
    files = visible_files(reader).managed_by(reader).open_on(reader.today).order_by("file_number")
    lines = household_lines(reader, files)
    leads = {
        file: (association, user)
        for file, association, user in EnrolmentWorker.objects.filter(
            in_force(reader.today), role=WorkerRole.LEAD, enrolment__in=[line.card.enrolment_id for line in lines]
        ).values_list("enrolment_id", "association_id", "user_id")
    }
    followed: dict[tuple[uuid.UUID, uuid.UUID], list[HouseholdLine]] = defaultdict(list)
    replaced: dict[uuid.UUID | None, list[HouseholdLine]] = defaultdict(list)
    for line in lines:
        if (lead := leads.get(line.card.enrolment_id)) is not None:
            followed[lead].append(line)
        if lead is None or line.card.lead_worker_id != lead[1]:
            replaced[line.card.lead_worker_id].append(line)
    roles = _roles(reader)
    names = dict(Organisation.objects.filter(pk__in=reader.managed_associations).values_list("pk", "name"))
    members = tuple(
        _member(worker, roles, names, followed[worker.association_id, worker.user_id], replaced[worker.user_id])
        for worker in team(reader)
    )
    return TeamPage(
        members, tuple(replaced[None]), len(lines), has_many_associations=len(names) > 1, to_sign=tuple(to_sign(reader))
    )


def _member(
    worker: WorkerLine,
    roles: dict[tuple[uuid.UUID, uuid.UUID], uuid.UUID],
    names: dict[uuid.UUID, str],
    lines: list[HouseholdLine],
    replaces: list[HouseholdLine],
) -> MemberOfTeam:
    return MemberOfTeam(
        user_id=worker.user_id,
        name=worker.name,
        association=names.get(worker.association_id, ""),
        membership_id=roles.get((worker.user_id, worker.association_id)),
        household_count=worker.load.households,
        load=load_words(worker.load.load),
        is_over=worker.load.is_over,
        programmes=tuple(
            f"{part.programme}\u00a0: {part.supported} accompagnés, {part.preparation} en préparation"
            + (f", {part.watched} en veille" if part.watched else "")
            for part in worker.load.programmes
        ),
        lines=tuple(lines),
        replaces=tuple(replaces),
    )


def _roles(reader: Reader) -> dict[tuple[uuid.UUID, uuid.UUID], uuid.UUID]:
    rows = Membership.objects.filter(
        in_force(reader.today), organisation_id__in=reader.managed_associations, role=Role.SOCIAL_WORKER
    )
    return {(user, association): pk for pk, user, association in rows.values_list("pk", "user_id", "organisation_id")}
