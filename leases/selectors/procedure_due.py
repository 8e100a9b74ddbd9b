"""What a procedure waits for on the files of a team, each line with the text its date is from (domain.md §3.7)."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse

from foundation.timeline import Due
from foundation.words import capitalised, plain_date
from households.models import Enrolment
from households.permissions import standings
from leases.enums import ProcedureStage as Stage
from leases.models import ProcedureStep
from leases.rules.arrears import Threshold
from leases.rules.clocks import LEASE, Clock, ClockKind, Who, is_near, is_pressing, is_truce_ending, of_this_round
from leases.rules.law import Law
from leases.rules.procedures import Position, is_before
from leases.selectors.law import procedure_law
from leases.selectors.situations import Procedure, procedures_of
from partners.enums import Axis
from partners.reader import Reader

# The last stage at which a clock is still somebody's to keep; once over, only those that end by an act stay late.
_LAST_STAGE_OF = {
    ClockKind.PAYMENT: Stage.HEARING,
    ClockKind.PREFECT_NOTICE: Stage.SUMMONS,
    ClockKind.TERMS: Stage.JUDGMENT_TERMS,
    ClockKind.POLICE: Stage.POLICE_REQUESTED,
}
_STAYS_LATE = (ClockKind.PREFECT_NOTICE, ClockKind.TERMS, ClockKind.PROTOCOL, ClockKind.NEW_LEASE)
_ACTS = {
    ClockKind.PAYMENT: "Voir la procédure",
    ClockKind.PREFECT_NOTICE: "Noter que le préfet est prévenu",
    ClockKind.HEARING: "Préparer l’audience",
    ClockKind.TERMS: "Noter la suite",
    ClockKind.PROTOCOL: "Dire s’il est respecté",
    ClockKind.NEW_LEASE: "Voir le protocole",
}


def due(reader: Reader, enrolment_ids: Collection[uuid.UUID]) -> list[Due]:
    """Give the dates of the procedures of these files that are near or late, to their team, in a constant number of queries."""
    running = set(
        ProcedureStep.objects.filter(enrolment_id__in=enrolment_ids, withdrawn_at__isnull=True).values_list(
            "enrolment_id", flat=True
        )
    )
    if not running:
        return []
    files = list(Enrolment.objects.visible_to(reader).filter(pk__in=running).select_related("version"))
    hers = standings(reader, files)
    read = [file.pk for file in files if hers[file.pk].reads_whole]
    law = procedure_law()
    lines: list[Due] = []
    for pk, procedure in procedures_of(read, reader.today).items():
        if procedure.position.stage is not None and not procedure.position.is_over:
            lines += _of_clocks(pk, procedure, law, reader.today)
            lines += _of_truce(pk, procedure.position, law, reader.today)
            lines += _of_thresholds(pk, procedure, reader.today)
    return lines


def awaited_of_landlord(reader: Reader) -> list[Due]:
    """Give the landlord's own steps, near or late, of the procedures that her service records, the most pressing first.

    Of the households named to it, on the list of those that are protected; in a constant number of queries.
    """
    if not reader.landlords:
        return []
    steps = ProcedureStep.objects.filter(enrolment_id=OuterRef("pk"), landlord_id__in=reader.landlords)
    files = list(
        Enrolment.objects.visible_to(reader)
        .by_namings(reader)
        .open_on(reader.today)
        .filter(Exists(steps.filter(withdrawn_at__isnull=True)), version__programme__axis=Axis.MAINTENANCE)
        .select_related("version")
    )
    asked: dict[frozenset[uuid.UUID], list[uuid.UUID]] = defaultdict(list)
    for pk, hers in standings(reader, files).items():
        if hers.is_listed and hers.asked_by:
            asked[hers.asked_by].append(pk)
    law = procedure_law()
    lines: list[Due] = []
    for landlords, ids in asked.items():
        for pk, procedure in procedures_of(ids, reader.today, landlords=landlords).items():
            if procedure.position.stage is not None and not procedure.position.is_over:
                lines += _of_clocks(pk, procedure, law, reader.today, only=Who.LANDLORD)
                lines += _of_thresholds(pk, procedure, reader.today, for_landlord=True)
    return sorted(lines, key=lambda line: (line.due_on, str(line.enrolment_id)))


def _of_clocks(
    pk: uuid.UUID, procedure: Procedure, law: Law, today: dt.date, *, only: Who | None = None
) -> Iterator[Due]:
    url = reverse("journeys:file_procedure", args=[pk])
    for clock in procedure.clocks:
        if only is not None and clock.who != only:
            continue
        if clock.misses == LEASE and clock.started_on and not _is_past(procedure.position, clock):
            yield Due(
                due_on=clock.started_on,
                title="Date de signature du bail à indiquer",
                why=f"Commandement de payer du {plain_date(clock.started_on)}\u00a0: son délai dépend de ce jour "
                "(Cass., avis, 13 juin 2024, n°\u00a024-70.002).",
                enrolment_id=pk,
                url=reverse("journeys:procedure_lease", args=[pk]),
                act="Indiquer la date",
            )
        if clock.on is None or clock.done_on or not clock.is_awaited or not is_near(clock.on, today, law):
            continue
        if clock.has_run(today) and clock.kind not in _STAYS_LATE:
            continue
        if _is_past(procedure.position, clock):
            continue
        yield Due(
            due_on=clock.on,
            title=clock.title,
            why=_why(clock, is_pressed=is_pressing(clock.on, today, law)),
            enrolment_id=pk,
            url=url,
            act=_ACTS.get(clock.kind, "Voir la procédure"),
        )


def _of_truce(pk: uuid.UUID, position: Position, law: Law, today: dt.date) -> Iterator[Due]:
    """Say that the winter truce ends to a household whom an order told to leave: after it, it may be put out."""
    ends_on = is_truce_ending(today, law)
    if ends_on is None or position.stage is None or is_before(position.stage.stage, Stage.VACATE_ORDER):
        return
    if position.beside is not None:
        return
    yield Due(
        due_on=ends_on,
        title="Fin de la trêve hivernale",
        why=f"{capitalised(str(position.stage.stage.label))} le {plain_date(position.stage.on)}\u00a0: l’expulsion redevient "
        f"possible le {plain_date(ends_on + dt.timedelta(days=1))} (code des procédures civiles d’exécution, art. L.\u00a0412-6).",
        enrolment_id=pk,
        url=reverse("journeys:file_procedure", args=[pk]),
        act="Voir la procédure",
    )


def _of_thresholds(pk: uuid.UUID, procedure: Procedure, today: dt.date, *, for_landlord: bool = False) -> Iterator[Due]:
    """Say that an unpaid rent is to be reported, until it is: it is the landlord's to do, and the team's to check."""
    stage = procedure.position.stage
    if stage is None or not is_before(stage.stage, Stage.JUDGMENT_TERMINATION):
        return
    told = {one.stage for one in of_this_round(procedure.reached, today)}
    url = reverse("journeys:procedure_step", args=[pk])
    by = (
        "C’est à votre organisme de le signaler."
        if for_landlord
        else "Le bailleur le signale\u00a0: vérifiez avec lui."
    )
    if procedure.benefit and procedure.benefit.is_reached and Stage.CAF_REPORTED not in told:
        yield _report(pk, url, "Impayé à signaler à la caisse d’allocations", procedure.benefit, by)
    is_ordered = Stage.PAYMENT_ORDER in told
    if is_ordered and procedure.ccapex and procedure.ccapex.is_reached and Stage.CCAPEX_REFERRED not in told:
        yield _report(pk, url, "Commandement à signaler à la CCAPEX", procedure.ccapex, by)


def _report(pk: uuid.UUID, url: str, title: str, reached: Threshold, by: str) -> Due:
    since = reached.since or dt.date.min
    return Due(
        due_on=since,
        title=title,
        why=f"Seuil atteint le {plain_date(since)} ({reached.source}). {by}",
        enrolment_id=pk,
        url=url,
        act="Noter le signalement",
    )


def _why(clock: Clock, *, is_pressed: bool) -> str:
    soon = "Dans une semaine au plus. " if is_pressed else ""
    source = f" ({clock.source}{', à confirmer' if clock.is_to_confirm else ''})" if clock.source else ""
    return f"{soon}{clock.who.label}. {clock.means[:-1]}{source}."


def _is_past(position: Position, clock: Clock) -> bool:
    last = _LAST_STAGE_OF.get(clock.kind)
    return last is not None and position.stage is not None and is_before(last, position.stage.stage)
