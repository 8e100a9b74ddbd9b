"""Why the month before moved since it was made: its published stock against today's, household by household."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accompaniments.enums import State
from accompaniments.models import StateChange
from foundation.periods import eve
from foundation.words import day_of, plain_date
from households.models import AddressProtection
from partners.enums import Axis
from reporting.enums import Cause, Figure
from reporting.models import MonthVersion
from reporting.rules.content import PROTECTED_FILE
from reporting.selectors.figures.places import Unit
from reporting.selectors.figures.scope import Line, Scope
from reporting.selectors.figures.stays import Accompanied, Frozen


@dataclass(frozen=True)
class Why:
    """What made a household move in the published stock."""

    cause: Cause
    words: str
    on: dt.date | None = None
    recorded_on: dt.date | None = None


@dataclass(frozen=True)
class Moved:
    """One side of a correction: its line, its sentence, and how the file is named in what everyone reads."""

    line: Line
    words: str
    file_number: str


def corrections(
    scope: Scope, stays: Sequence[Accompanied], stock: Sequence[Frozen] | None, previous: MonthVersion | None
) -> list[Moved]:
    """Give each household that the published stock and today's do not place alike: −1 there and +1 here; two queries."""
    if stock is None or previous is None:
        return []
    before = {row.enrolment_id: row for row in stock if row.enrolment_id}
    now = {row.enrolment_id: row for row in stays if row.was_there(scope.eve)}
    differing = [
        pk for pk in {**before, **now} if pk not in before or pk not in now or before[pk].unit != now[pk].first_unit
    ]
    known = _Known(scope, previous, _changes(differing), _once_protected(differing))
    moved = []
    for pk in differing:
        why = known.why(pk, before.get(pk), now.get(pk))
        if pk in before:
            moved.append(_side(pk, (before[pk].unit, before[pk].association), -1, why, known.name(pk, why)))
        if pk in now:
            moved.append(_side(pk, (now[pk].first_unit, now[pk].first_association), 1, why, known.name(pk, why)))
    return moved


@dataclass(frozen=True)
class _Known:
    """What explains the differences: the changes of state of these files, and the protections that they had."""

    scope: Scope
    previous: MonthVersion
    changes: Mapping[uuid.UUID, Sequence[StateChange]]
    once_protected: frozenset[uuid.UUID]

    def why(self, pk: uuid.UUID, before: Frozen | None, now: Accompanied | None) -> Why:
        """Say why one file moved; of a protected one, neither its day nor what happened."""
        changes = self.changes.get(pk, ())
        if before is not None and now is not None:
            return self._moved(before, now)
        why = self._appeared(changes, now) if now is not None else self._vanished(changes)
        is_protected = any(row.accompaniment.enrolment.is_protected for row in changes)
        return Why(why.cause, "Dossier protégé.") if is_protected else why

    def name(self, pk: uuid.UUID, why: Why) -> str:
        """Give a file's number; « dossier protégé » while it is, and for what says that it was."""
        file = next((row.accompaniment.enrolment for row in self.changes.get(pk, ())), None)
        if file is None or file.is_protected or why.cause in {Cause.PROTECTED, Cause.UNPROTECTED}:
            return PROTECTED_FILE
        return str(file.file_number)

    def _moved(self, before: Frozen, now: Accompanied) -> Why:
        if now.is_protected:
            return Why(Cause.PROTECTED, "Adresse devenue protégée depuis le calcul du mois.")
        if before.unit is None and now.enrolment_id in self.once_protected:
            return Why(Cause.UNPROTECTED, "Adresse qui n’est plus protégée depuis le calcul du mois.")
        return Why(
            Cause.UNIT_CHANGED,
            "Unité de gestion corrigée\u00a0: logement, dossier CAL ou souhait enregistré après coup.",
        )

    def _appeared(self, changes: Sequence[StateChange], now: Accompanied) -> Why:
        """Say why a household is now in the stock: its entry was not known, or its end has moved."""
        start = next((row for row in changes if _is_start(row) and row.effective_on == now.started_on), None)
        if start is None:
            return Why(Cause.ENTRY_LATE, f"Accompagné depuis le {plain_date(now.started_on)}.", now.started_on)
        taken_back = [row for row in changes if _is_end(row) and self._is_taken_back_since(row)]
        if not self._is_new(start) and taken_back:
            wrong = taken_back[-1]
            stopped_on, recorded_on = _stop_of(wrong), _recorded_on(wrong.annulled_by)
            became = f"reportée au {plain_date(now.ended_on)}" if now.ended_on else "annulée"
            words = f"Fin du {plain_date(stopped_on)} {became}, correction enregistrée le {plain_date(recorded_on)}."
            return Why(Cause.EXIT_MOVED, words, stopped_on, recorded_on)
        recorded_on = _recorded_on(start)
        name, ending = self._entry(start)
        words = f"{name} du {plain_date(now.started_on)}, enregistré{ending} le {plain_date(recorded_on)}."
        return Why(Cause.ENTRY_LATE, words, now.started_on, recorded_on)

    def _vanished(self, changes: Sequence[StateChange]) -> Why:
        """Say why a household is no longer in the stock: its entry was corrected, its end was not known, or has moved."""
        for wrong in reversed(changes):
            if wrong.to_state == State.SUPPORTED and self._is_taken_back_since(wrong):
                recorded_on = _recorded_on(wrong.annulled_by)
                name, ending = self._entry(wrong)
                words = f"{name} du {plain_date(wrong.effective_on)}, annulé{ending} le {plain_date(recorded_on)}."
                return Why(Cause.ENTRY_TAKEN_BACK, words, wrong.effective_on, recorded_on)
        end = next((row for row in changes if _is_end(row) and _stands(row) and self._is_new(row)), None)
        if end is None:
            return Why(Cause.EXIT_LATE, "Fin enregistrée après le calcul du mois.")
        stopped_on, recorded_on = _stop_of(end), _recorded_on(end)
        taken_back = [row for row in changes if _is_end(row) and self._is_taken_back_since(row)]
        if taken_back:
            words = f"Fin du {plain_date(_stop_of(taken_back[-1]))} avancée au {plain_date(stopped_on)}"
            words = f"{words}, correction enregistrée le {plain_date(recorded_on)}."
            return Why(Cause.EXIT_MOVED, words, stopped_on, recorded_on)
        words = f"Fin du {plain_date(stopped_on)}, enregistrée le {plain_date(recorded_on)}."
        return Why(Cause.EXIT_LATE, words, stopped_on, recorded_on)

    def _entry(self, start: StateChange) -> tuple[str, str]:
        """Name what began an accompaniment, and the ending of its participle."""
        if start.is_taken_over:
            return "Reprise de l’accompagnement", "e"
        if start.from_state == State.WATCHED:
            return "Réouverture", "e"
        return ("Convention en vigueur", "e") if self.scope.programme.axis == Axis.MAINTENANCE else ("Avis positif", "")

    def _is_new(self, row: StateChange) -> bool:
        return row.recorded_at > self.previous.computed_at

    def _is_taken_back_since(self, row: StateChange) -> bool:
        return row.annulled_by is not None and not self._is_new(row) and self._is_new(row.annulled_by)


def _changes(enrolment_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[StateChange]]:
    found: dict[uuid.UUID, list[StateChange]] = defaultdict(list)
    rows = StateChange.objects.filter(accompaniment__enrolment_id__in=enrolment_ids).select_related(
        "accompaniment__enrolment", "annulled_by"
    )
    for row in rows.order_by("accompaniment__opened_on", "accompaniment_id", "position"):
        found[row.accompaniment.enrolment_id].append(row)
    return found


def _once_protected(enrolment_ids: Sequence[uuid.UUID]) -> frozenset[uuid.UUID]:
    rows = AddressProtection.objects.filter(enrolment_id__in=enrolment_ids, ended_on__isnull=False)
    return frozenset(rows.values_list("enrolment_id", flat=True))


def _stands(row: StateChange) -> bool:
    return row.annulled_by_id is None and not row.is_correction


def _is_start(row: StateChange) -> bool:
    return _stands(row) and row.to_state == State.SUPPORTED


def _is_end(row: StateChange) -> bool:
    """Tell whether a change ended an accompaniment, whether it stands or not."""
    return not row.is_correction and row.from_state == State.SUPPORTED and row.to_state in {State.WATCHED, State.CLOSED}


def _stop_of(end: StateChange) -> dt.date:
    """Give the last day of the accompaniment that a change ended."""
    return eve(end.effective_on) if end.to_state == State.WATCHED else end.effective_on


def _recorded_on(row: StateChange | None) -> dt.date:
    return day_of(row.recorded_at) if row else dt.date.max


def _side(pk: uuid.UUID, place: tuple[Unit, uuid.UUID | None], delta: int, why: Why, name: str) -> Moved:
    line = Line(
        figure=Figure.CORRECTIONS,
        unit_id=place[0],
        enrolment_id=pk,
        association_id=place[1],
        delta=delta,
        cause=why.cause,
        on=why.on,
        recorded_on=why.recorded_on,
    )
    return Moved(line, why.words, name)
