"""The procedure of an occupant in the pages, each reader's own version; nothing recorded says who records it."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.urls import reverse

from foundation.periods import in_force
from foundation.refusals import Refused
from foundation.timeline import Happened, moment_of
from households.models import CurrentHousing, Enrolment
from households.rules import normalise
from leases.enums import ProcedureStage
from leases.models import AccountBalance, Dwelling, ProcedureHold, ProcedureStep, SocialCohesionProtocol
from leases.permissions import ProcedureStanding, procedure_standing
from leases.rules.clocks import Who
from leases.rules.procedures import MAY_END, Reached, position_on
from leases.selectors.situations import procedures_of
from partners.models import Membership, Organisation
from partners.reader import Reader
from partners.selectors import names_of

FOUND_AT_MOST = 30
LEAST_WORD = 2


@dataclass(frozen=True)
class StepRead:
    """A stage in its place, shaped for its reader."""

    step_id: uuid.UUID
    label: str
    on: dt.date
    by: str
    note: str
    is_struck: bool
    is_coming: bool
    withdraw_url: str
    until_on: dt.date | None = None
    end_url: str = ""  # of the judge's terms and of a suspension: say until when they last
    is_current: bool = False
    told_on: dt.date | None = None  # of a summons: the day on which the préfet was told of it
    tell_url: str = ""


@dataclass(frozen=True)
class BalanceRead:
    """A statement of account; `is_struck` when another of the same day stands."""

    on: dt.date
    amount: Decimal
    by: str
    is_struck: bool

    @property
    def is_credit(self) -> bool:
        """Tell whether the household owes nothing, and more."""
        return self.amount < 0

    @property
    def shown(self) -> Decimal:
        """Give the amount without its sign."""
        return abs(self.amount)


@dataclass(frozen=True)
class HoldRead:
    """A commitment to hold the procedure."""

    conditions: str
    started_on: dt.date
    ended_on: dt.date | None
    is_in_force: bool
    by: str
    end_url: str


@dataclass(frozen=True)
class ProcedureRead:
    """The page."""

    present: StepRead | None
    steps: tuple[StepRead, ...]
    balances: tuple[BalanceRead, ...]
    holds: tuple[HoldRead, ...]
    step_url: str
    balance_url: str
    hold_url: str
    who_records: str


@dataclass(frozen=True)
class ProcedureLine:
    """Where a procedure is, in one line of a list."""

    stage: str = ""
    debt: Decimal | None = None
    stated_on: dt.date | None = None
    means: str = ""
    next_step: str = ""  # the landlord's own
    next_by: dt.date | None = None


@dataclass(frozen=True)
class FoundDwelling:
    """A dwelling of the stock, as its landlord's services choose it."""

    dwelling_id: uuid.UUID
    reference: str
    words: str
    address: str


def procedure(reader: Reader, enrolment: Enrolment, known: ProcedureStanding) -> ProcedureRead:
    """Give the procedure of a file for this reader, in a constant number of queries."""
    scope = {} if known.is_team else {"landlord_id__in": known.told_by}
    steps = list(ProcedureStep.objects.filter(enrolment=enrolment, **scope).order_by("reached_on", "recorded_at"))
    balances = list(AccountBalance.objects.filter(enrolment=enrolment, **scope).order_by("-stated_on", "-recorded_at"))
    holds = list(ProcedureHold.objects.filter(enrolment=enrolment, **scope).order_by("-started_on"))
    who = _Recorders(known, [*steps, *balances, *holds])
    known_reached = [
        Reached(ProcedureStage(row.stage), row.reached_on, row.withdrawn_at is not None, row.until_on) for row in steps
    ]
    here = position_on(known_reached, reader.today)
    current = {one for one in (here.stage, here.beside) if one is not None}
    tied = set(SocialCohesionProtocol.objects.filter(enrolment=enrolment).values_list("step_id", flat=True))
    shown = tuple(
        replace(
            _step(row, who, known, reader.today),
            is_current=one in current,
            end_url=_act_url(row, known, who, "journeys:procedure_step_end", MAY_END) if row.pk not in tied else "",
            tell_url=_act_url(row, known, who, "journeys:procedure_prefect", (ProcedureStage.SUMMONS,)),
        )
        for row, one in zip(steps, known_reached, strict=True)
    )
    present = (
        next((line for line in reversed(shown) if line.is_current and line.label == _label(here.shown.stage)), None)
        if here.shown
        else None
    )
    args = [enrolment.pk]
    return ProcedureRead(
        present=present,
        steps=shown,
        balances=tuple(_balances(balances, who)),
        holds=tuple(_hold(row, who, known, reader.today) for row in holds),
        step_url=reverse("journeys:procedure_step", args=args) if known.may_record else "",
        balance_url=reverse("journeys:procedure_balance", args=args) if known.may_record else "",
        hold_url=reverse("journeys:procedure_hold", args=args) if known.may_commit else "",
        who_records=_who_records(known),
    )


def procedure_lines(
    reader: Reader, enrolment_ids: Collection[uuid.UUID], landlords: Collection[uuid.UUID]
) -> dict[uuid.UUID, ProcedureLine]:
    """Give where the procedures of these files are, as these landlords read them, in a constant number of queries."""
    known = procedures_of(enrolment_ids, reader.today, landlords=landlords)
    lines = {}
    for pk, procedure in known.items():
        shown, last = procedure.position.shown, procedure.last_statement
        step = next((one for one in procedure.meaning.steps if one.who == Who.LANDLORD), None)
        lines[pk] = ProcedureLine(
            stage=_label(shown.stage) if shown else "",
            debt=last.amount if last else None,
            stated_on=last.on if last else None,
            means=procedure.meaning.sentence if shown else "",
            next_step=step.what if step else "",
            next_by=step.by if step else None,
        )
    return lines


def happened(reader: Reader, enrolment: Enrolment) -> list[Happened]:
    """Give the stages and the commitments in a file's timeline, to who reads the procedure."""
    known = procedure_standing(reader, enrolment)
    if not known.reads:
        return []
    scope = {} if known.is_team else {"landlord_id__in": known.told_by}
    url = reverse("journeys:file_procedure", args=[enrolment.pk])
    lines = [
        Happened(
            on=row.reached_on,
            at=moment_of(row.reached_on, row.recorded_at),
            kind="STEP",
            icon="file",
            title=f"Procédure\u00a0: {_label(ProcedureStage(row.stage))}",
            url=url,
            is_struck=row.withdrawn_at is not None,
        )
        for row in ProcedureStep.objects.filter(enrolment=enrolment, reached_on__lte=reader.today, **scope)
    ]
    lines += [
        Happened(
            on=row.started_on,
            at=moment_of(row.started_on, row.recorded_at),
            kind="STEP",
            icon="file",
            title="Le bailleur s’engage à suspendre la procédure",
            url=url,
        )
        for row in ProcedureHold.objects.filter(enrolment=enrolment, started_on__lte=reader.today, **scope)
    ]
    return lines


def procedure_warning(reader: Reader, enrolment: Enrolment) -> str:
    """Say in a file's header what one must know of its procedure before acting, to who reads it; empty when nothing."""
    if not ProcedureStep.objects.filter(enrolment=enrolment, withdrawn_at__isnull=True).exists():
        return ""
    known = procedure_standing(reader, enrolment)
    if not known.reads:
        return ""
    landlords = None if known.is_team else known.told_by
    return procedures_of([enrolment.pk], reader.today, landlords=landlords)[enrolment.pk].warning


def landlord_of_file(enrolment: Enrolment, known: ProcedureStanding, today: dt.date) -> Organisation:
    """Give the landlord whose procedure it is: hers who records; else that of the present home, or the programme's only one.

    Raises Refused when none is known.
    """
    if known.asked_by and not known.is_team:
        return Organisation.objects.get(pk=min(known.asked_by, key=str))
    home = (
        CurrentHousing.objects.filter(in_force(today), enrolment=enrolment, landlord__isnull=False)
        .select_related("landlord")
        .first()
    )
    landlords: list[Organisation] = list(enrolment.version.landlords.all())
    if home is not None and home.landlord is not None and home.landlord in landlords:
        return next(landlord for landlord in landlords if landlord == home.landlord)
    if len(landlords) == 1:
        return landlords[0]
    raise Refused("Le bailleur de ce ménage n’est pas connu\u00a0: enregistrez d’abord où il vit.")


def stock_found(landlord_ids: Collection[uuid.UUID], text: str) -> list[FoundDwelling]:
    """Give the dwellings of these landlords that a reference or an address names, at most thirty.

    Addresses are encrypted: they are compared here, over the reference, the residence, the address, the town.
    """
    words = [word for word in normalise(text[:200].replace("\x00", " ")).split() if len(word) >= LEAST_WORD]
    if not words:
        return []
    found = []
    rows: Iterable[Dwelling] = (
        Dwelling.objects.filter(landlord_id__in=landlord_ids)
        .select_related("unit")
        .order_by("city", "residence", "reference")
    )
    for row in rows:
        known = normalise(f"{row.reference} {row.residence} {row.address} {row.postcode} {row.city}")
        if all(word in known for word in words):
            found.append(found_dwelling(row))
        if len(found) == FOUND_AT_MOST:
            break
    return found


def found_dwelling(row: Dwelling) -> FoundDwelling:
    """Give a dwelling in words."""
    residence = f"{row.residence}, " if row.residence else ""
    return FoundDwelling(
        dwelling_id=row.pk,
        reference=row.reference,
        words=f"{residence}{row.get_typology_display()}, {row.unit}",
        address=f"{row.address}, {row.postcode} {row.city}",
    )


class _Recorders:
    """Who recorded what, as the reader may name her: her own side by name, the other side as a side."""

    def __init__(self, known: ProcedureStanding, rows: list[ProcedureStep | AccountBalance | ProcedureHold]) -> None:
        ids = {row.recorded_by for row in rows}
        landlords = {row.landlord_id for row in rows}
        self.known = known
        self.of_landlord = set(
            Membership.objects.filter(user_id__in=ids, organisation_id__in=landlords).values_list(
                "user_id", "organisation_id"
            )
        )
        self.names = names_of(ids)

    def is_landlords(self, row: ProcedureStep | AccountBalance | ProcedureHold) -> bool:
        return (row.recorded_by, row.landlord_id) in self.of_landlord

    def said(self, row: ProcedureStep | AccountBalance | ProcedureHold) -> str:
        if self.is_landlords(row):
            return f"{self.names.get(row.recorded_by, '')}, bailleur".strip(", ")
        return self.names.get(row.recorded_by, "") if self.known.is_team else "l’association"


def _label(stage: ProcedureStage) -> str:
    return str(stage.label)


def _step(row: ProcedureStep, who: _Recorders, known: ProcedureStanding, today: dt.date) -> StepRead:
    is_landlords = who.is_landlords(row)
    may_withdraw = row.withdrawn_at is None and (row.landlord_id in known.asked_by if is_landlords else known.is_team)
    return StepRead(
        step_id=row.pk,
        label=_label(ProcedureStage(row.stage)),
        on=row.reached_on,
        by=who.said(row),
        note=row.note if is_landlords or _reads_note(row, known) else "",
        is_struck=row.withdrawn_at is not None,
        is_coming=row.reached_on > today,
        withdraw_url=reverse("journeys:procedure_withdraw", args=[row.enrolment_id, row.pk]) if may_withdraw else "",
        until_on=row.until_on,
        told_on=row.prefect_told_on,
    )


def _act_url(
    row: ProcedureStep, known: ProcedureStanding, who: _Recorders, name: str, stages: Collection[ProcedureStage]
) -> str:
    """Give the address of an act on a standing stage among these, for the side that recorded it."""
    may = row.landlord_id in known.asked_by if who.is_landlords(row) else known.is_team
    if row.withdrawn_at is not None or ProcedureStage(row.stage) not in stages or not may:
        return ""
    return reverse(name, args=[row.enrolment_id, row.pk])


def _reads_note(row: ProcedureStep, known: ProcedureStanding) -> bool:
    """Tell whether the reader reads what an association noted: its team's, since hers holds the file."""
    return known.is_team and (known.since is None or row.recorded_at.date() >= known.since)


def _balances(rows: list[AccountBalance], who: _Recorders) -> Iterable[BalanceRead]:
    seen: set[tuple[uuid.UUID, dt.date]] = set()
    for row in rows:
        key = (row.landlord_id, row.stated_on)
        yield BalanceRead(on=row.stated_on, amount=row.amount, by=who.said(row), is_struck=key in seen)
        seen.add(key)


def _hold(row: ProcedureHold, who: _Recorders, known: ProcedureStanding, today: dt.date) -> HoldRead:
    is_over = row.ended_on is not None and row.ended_on < today
    may_end = row.landlord_id in known.asked_by and not is_over
    return HoldRead(
        conditions=row.conditions,
        started_on=row.started_on,
        ended_on=row.ended_on,
        is_in_force=row.started_on <= today and not is_over,
        by=who.said(row),
        end_url=reverse("journeys:procedure_hold_end", args=[row.enrolment_id, row.pk]) if may_end else "",
    )


def _who_records(known: ProcedureStanding) -> str:
    if known.may_commit:
        return "Votre service enregistre ici les stades de la procédure, les relevés de compte et ses engagements."
    if known.is_team:
        return (
            "Le service du bailleur qui a demandé l’intervention les enregistre. "
            "Ce que le ménage vous apporte, vous pouvez l’enregistrer vous-même."
        )
    return "Le service locatif ou contentieux qui a demandé l’intervention les enregistre, et l’équipe du dossier ce que le ménage lui apporte."
