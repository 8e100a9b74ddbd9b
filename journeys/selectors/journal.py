"""A file's journal: what each app says happened, merged, filtered by kind, by month, one page at a time."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.core.paginator import Paginator

from accompaniments import selectors as accompaniments
from accompaniments.enums import Outcome
from accompaniments.models import Claim, Contact, Meeting
from accompaniments.selectors.meetings import MeetingList
from foundation.timeline import Happened
from foundation.words import capitalised, counted, month_name
from households import selectors as households
from households.models import Enrolment
from households.permissions import Standing
from leases import selectors as leases
from partners.reader import Reader

PAGE = 20
WHOLE = "tout"
# What the address carries, the word, the kinds of lines; what no chip names is of the household.
_CHIPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("rencontres", "Rencontres", ("MEETING",)),
    ("contacts", "Contacts", ("CONTACT",)),
    ("demarches", "Démarches, services", ("CLAIM", "SERVICE")),
    ("etapes", "Étapes", ("STEP",)),
    ("cal", "Dossiers CAL", ("CAL",)),
)
_REST = ("menage", "Ménage et équipe")


@dataclass(frozen=True)
class Chip:
    """A filter of the journal."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Month:
    """The lines of one month."""

    name: str
    lines: tuple[Happened, ...]


@dataclass(frozen=True)
class Journal:
    """One page of the journal."""

    chips: tuple[Chip, ...]
    months: tuple[Month, ...]
    count: int
    older_url: str
    newer_url: str
    hidden: str  # what is not shown to this reader, and why; nothing when all is


def journal(
    reader: Reader, enrolment: Enrolment, hers: Standing, *, kind: str = "", page: str | None = None
) -> Journal:
    """Give what happened in a file as this reader may read it, the latest first."""
    lines = sorted(
        [
            *accompaniments.happened(reader, enrolment),
            *leases.happened(reader, enrolment),
            *households.happened(reader, enrolment),
        ],
        key=lambda line: (line.on, line.at),
        reverse=True,
    )
    present = {_chip_of(line) for line in lines}
    known = kind if kind in present else WHOLE
    kept = [line for line in lines if known in {WHOLE, _chip_of(line)}]
    current = Paginator(kept, PAGE).get_page(page)
    return Journal(
        chips=_chips(present, known),
        months=_months(list(current.object_list)),
        count=len(kept),
        older_url=_url(known, current.number + 1) if current.has_next() else "",
        newer_url=_url(known, current.number - 1) if current.has_previous() else "",
        hidden="" if current.has_next() else _hidden(reader, enrolment, hers),
    )


def meeting_chips(page: MeetingList) -> tuple[Chip, ...]:
    """Offer the filters of the list of meetings: by what became of them, to those who know of absences."""
    if not page.circle.knows_absences:
        return ()
    offered = (("", "Toutes"), *((str(outcome), capitalised(str(outcome.label)) + "s") for outcome in Outcome))
    words = {Outcome.NOT_PRESENT: "Personne absente"}
    return tuple(
        Chip(
            words.get(Outcome(code), label) if code else label,
            f"?issue={code}" if code else "?",
            code == page.filters.outcome,
        )
        for code, label in offered
    )


def _chip_of(line: Happened) -> str:
    return next((code for code, _, kinds in _CHIPS if line.kind in kinds), _REST[0])


def _chips(present: set[str], current: str) -> tuple[Chip, ...]:
    """Offer the kinds that the journal holds; one kind alone needs no filter."""
    if len(present) < 2:  # noqa: PLR2004 -- nothing to choose between
        return ()
    offered = [(WHOLE, "Tout"), *((code, label) for code, label, _ in _CHIPS), _REST]
    return tuple(
        Chip(label, _url(code, 1), code == current) for code, label in offered if code == WHOLE or code in present
    )


def _url(kind: str, page: int) -> str:
    query = {"journal": kind} if kind != WHOLE else {}
    if page > 1:
        query["page"] = str(page)
    return f"?{urlencode(query)}#t-journal"


def _months(lines: Sequence[Happened]) -> tuple[Month, ...]:
    return tuple(
        Month(capitalised(month_name(first)), tuple(several))
        for first, several in groupby(lines, key=lambda line: dt.date(line.on.year, line.on.month, 1))
    )


def _hidden(reader: Reader, enrolment: Enrolment, hers: Standing) -> str:
    """Say what this reader is not shown. A landlord is never told how much: a count would say that it exists (§3.9)."""
    if not hers.is_listed:
        return "L’adresse de ce ménage est protégée\u00a0: seules les personnes nommées par sa référente lisent le journal."
    if not hers.is_holder:
        return "Ce que l’association écrit pour elle-même ne figure pas ici."
    if hers.held_since is None:
        return ""
    before = _written_before(reader, enrolment, hers.held_since)
    if not before:
        return ""
    return (
        f"{counted(before, 'élément ne vous est pas visible', 'éléments ne vous sont pas visibles')}\u00a0: l’association "
        "qui avait le dossier avant la vôtre les a écrits."
    )


def _written_before(reader: Reader, enrolment: Enrolment, since: dt.date) -> int:
    """Count what another association wrote before this reader's held the file."""
    return sum(
        model.objects.filter(enrolment=enrolment, **{f"{day}__lt": since})
        .exclude(association_id__in=reader.associations)
        .count()
        for model, day in ((Meeting, "held_on"), (Contact, "happened_on"), (Claim, "opened_at__date"))
    )
