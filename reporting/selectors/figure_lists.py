"""The list behind a figure, within the reader's rights: its count is the figure, and what she may not read is counted with why.

A household is on it by its file number when the file is open to her; of a demand, a landlord reads the file number, size and
day alone, as on the unit's sheet (domain.md §3.9, §4.2). Protected households are named to their list only.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.urls import reverse

from accompaniments.enums import AttemptKind, ProposalAnswer, ReferralSource
from foundation.periods import Month, in_force
from foundation.words import counted, month_name, plain_date
from households.models import Enrolment, EnrolmentHolder
from households.readings import Card, cards
from leases.enums import DecisionKind, LeaseKind, Typology
from leases.models import Announcement
from leases.selectors.contents import dwelling_words
from partners.reader import Reader
from reporting.enums import Cause, Figure
from reporting.models import FigureLine, MonthVersion
from reporting.rules import shown
from reporting.rules.contact import RANKS
from reporting.rules.content import NOT_ASSIGNED, TOTAL, Definition, MonthContent
from reporting.selectors.figures.contact import STAGES
from reporting.selectors.months import content_of

PAGE = 25
DEMANDS = (Figure.DEMAND, Figure.DEMAND_OTHER)
SIZES = frozenset(Typology.values)
DAY_WORDS = {
    Figure.STOCK_START: "Accompagné depuis",
    Figure.STOCK_END: "Accompagné depuis",
    Figure.ACCOMPANIED: "Accompagné depuis",
    Figure.HOUSED: "Relogé le",
    Figure.ENTERED: "Entré le",
    Figure.LEFT: "Sorti le",
    Figure.DEMAND: "Prêt depuis",
    Figure.DEMAND_OTHER: "Prêt depuis",
    Figure.REQUESTS: "Reçue le",
    Figure.PROPOSALS: "Proposé le",
    Figure.PRESENTED: "Séance du",
    Figure.POSITIVE: "Avis du",
    Figure.UNSETTLED: "Avis du",
    Figure.MOVE_INS: "Entrée le",
    Figure.SUBLETS: "Depuis le",
    Figure.SUPPLY: "Annoncé le",
    Figure.SUPPLY_AWAITING: "Annoncé le",
    Figure.SUPPLY_NEW: "Annoncé le",
    Figure.WATCHED: "Dernier jour de veille",
    Figure.WATCH_ENDING: "Dernier jour de veille",
    Figure.REOPENED: "Rouvert le",
    Figure.INTERVENTIONS: "Reçue le",
    Figure.STAGES: "Reçue le",
    Figure.ATTEMPTS: "Faite le",
    Figure.REACHED: "Contact le",
    Figure.UNREACHED: "Reçue le",
    Figure.AGREEMENTS: "En vigueur le",
    Figure.OFFERS: "Proposé le",
    Figure.ANSWERS: "Répondu le",
    Figure.EXAMS_DUE: "Dû le",
    Figure.EXAMS_DONE: "Tenu le",
    Figure.EXAMS_LATE: "Dû le",
    Figure.SLIDES: "Bail du ménage depuis le",
    Figure.SLIDES_YEAR: "Bail du ménage depuis le",
    Figure.UNSIGNED: "Proposé le",
    Figure.UNINSURED: "Sans attestation depuis le",
    Figure.IN_ARREARS: "Depuis le",
}
# What the landlord never reads of a household, and what the team alone does (domain.md §3.9).
OF_ASSOCIATIONS = (
    Figure.ATTEMPTS,
    Figure.REACHED,
    Figure.UNREACHED,
    Figure.OFFERS,
    Figure.ANSWERS,
    Figure.UNSIGNED,
    Figure.UNINSURED,
    Figure.IN_ARREARS,
)
OF_TEAM = (Figure.STAGES,)
_FILE, _HOME, _ASKED = ("dossier CAL", "dossiers CAL"), ("logement",), ("demande",)
WORDS: dict[Figure, tuple[str, ...]] = {  # what a list counts, when it is not households
    **dict.fromkeys(shown.DWELLINGS, _HOME),
    **dict.fromkeys((Figure.MOVE_INS, Figure.SUBLETS), _HOME),
    **dict.fromkeys((Figure.EXAMS_DUE, Figure.EXAMS_DONE), ("examen",)),
    **dict.fromkeys((Figure.EXAMS_LATE, Figure.UNINSURED, Figure.IN_ARREARS), ("sous-location",)),
    **dict.fromkeys((Figure.SLIDES, Figure.SLIDES_YEAR), ("glissement",)),
    Figure.UNSIGNED: ("document",),
    **dict.fromkeys((Figure.PROPOSALS, Figure.PRESENTED, Figure.POSITIVE, Figure.UNSETTLED), _FILE),
    **dict.fromkeys((Figure.INTERVENTIONS, Figure.STAGES, Figure.REACHED, Figure.UNREACHED), _ASKED),
    Figure.REQUESTS: ("orientation",),
    Figure.ATTEMPTS: ("tentative",),
    Figure.AGREEMENTS: ("convention",),
    Figure.OFFERS: ("proposition",),
    Figure.ANSWERS: ("réponse",),
}
_DECISIONS = {str(kind.value): str(kind.label) for kind in DecisionKind}
_LEASES = {str(kind.value): str(kind.label) for kind in LeaseKind}
_SOURCES = {str(source.value): str(source.label) for source in ReferralSource}
_ANSWERS = {str(answer.value): str(answer.label) for answer in ProposalAnswer}
_TAGS: dict[Figure, dict[str, str]] = {
    Figure.REQUESTS: _SOURCES,
    Figure.INTERVENTIONS: _SOURCES,
    Figure.STAGES: STAGES,
    Figure.ATTEMPTS: {str(kind.value): str(kind.label) for kind in AttemptKind},
    Figure.REACHED: RANKS,
    Figure.OFFERS: _ANSWERS,
    Figure.ANSWERS: _ANSWERS,
    Figure.PRESENTED: _DECISIONS,
    Figure.POSITIVE: _DECISIONS,
    Figure.UNSETTLED: _DECISIONS,
    Figure.MOVE_INS: _LEASES,
    Figure.SUBLETS: _LEASES,
    Figure.HOUSED: _LEASES,
    Figure.PROPOSALS: {
        "ACCEPTED": "accepté",
        "REFUSED": "refusé ou sans réponse",
        "ENDED": "terminé autrement",
        "PENDING": "en attente",
    },
}


class NoSuchListError(LookupError):
    """This month has no such unit."""


@dataclass(frozen=True)
class ListLine:
    """One line that the reader may read: a household, or a dwelling."""

    title: str
    url: str
    file_number: str
    unit: str
    other_unit: str
    on: dt.date | None
    tag: str
    days: str
    delta: str
    cause: str


@dataclass(frozen=True)
class FigureList:
    """The page of a figure's list."""

    title: str
    month_title: str
    month_url: str
    unit: str
    count: str  # « 7 »: the figure
    sentence: str  # « 7 ménages » or, of corrections, « 3 mouvements : +2 −1 »
    hidden: tuple[str, ...]  # « 2 ménages suivis par une autre association »
    definition: Definition | None
    day_word: str
    is_about_dwellings: bool
    has_units: bool
    has_days: bool
    has_tags: bool
    total: int  # lines in all
    shown: int  # lines that she may read
    page: Any  # a page of ListLine


def figure_list(
    reader: Reader, version: MonthVersion, figure: Figure, *, unit: str = "", size: str = "", page: str = ""
) -> FigureList:
    """Give the list behind a figure of a version (from `access`), in a constant number of queries.

    `unit` is a unit's id, « non-reparti », or nothing for all; `size` keeps one size, or one kind. Raises NoSuchListError otherwise.
    """
    content = content_of(version, movements=0)
    name = _unit_name(content, unit)
    kinds = _TAGS.get(figure, {})
    if size and size not in SIZES and size not in kinds:
        raise NoSuchListError
    lines = _lines(version, figure, unit)
    if size:
        lines = lines.filter(tag=size)
    is_about_dwellings = figure in shown.DWELLINGS
    readable = _open_dwellings(reader, lines) if is_about_dwellings else _open_files(reader, figure, lines)
    totals = lines.aggregate(
        count=Count("pk"), plus=Sum("delta", filter=Q(delta__gt=0)), minus=Sum("delta", filter=Q(delta__lt=0))
    )
    paginator = Paginator(
        readable.select_related("unit", "other_unit", "enrolment__version__programme").order_by(
            F("unit__name").asc(nulls_last=True), "enrolment__file_number", "on", "pk"
        ),
        PAGE,
    )
    paged: Any = paginator.get_page(page)
    rows = list(paged.object_list)
    paged.object_list = _dwelling_lines(reader, rows) if is_about_dwellings else _file_lines(reader, figure, rows)
    total, open_count = totals["count"], paginator.count
    month = Month.of(version.month.month_on)
    address = reverse("reporting:month", args=[version.month.programme.slug, str(month)])
    definitions = {definition.code: definition for definition in content.definitions}
    is_correction = figure == Figure.CORRECTIONS
    balance = (totals["plus"] or 0) + (totals["minus"] or 0)
    return FigureList(
        title=figure.label[0].upper() + figure.label[1:],
        month_title=month_name(month.first),
        month_url=f"{address}?version={version.number}",
        unit=f"{name}, {kinds.get(size, size)}" if size else name,
        count=shown.signed(balance) if is_correction else str(total),
        sentence=_sentence(figure, total, totals["plus"] or 0, totals["minus"] or 0),
        hidden=_hidden(reader, figure, lines, readable) if open_count < total else (),
        definition=definitions.get(shown.indicator_of(figure)),
        day_word=DAY_WORDS.get(figure, "Jour"),
        is_about_dwellings=is_about_dwellings,
        has_units=not unit or any(line.other_unit for line in paged.object_list),
        has_days=any(line.days for line in paged.object_list),
        has_tags=any(line.tag or line.cause for line in paged.object_list),
        total=total,
        shown=open_count,
        page=paged,
    )


def _unit_name(content: MonthContent, unit: str) -> str:
    if not unit:
        return TOTAL
    if unit == "non-reparti":
        return NOT_ASSIGNED
    name = next((one.unit for one in content.units if one.unit_id == unit), None)
    if name is None:
        raise NoSuchListError
    return name


def _lines(version: MonthVersion, figure: Figure, unit: str) -> QuerySet[FigureLine]:
    """Give the lines of a figure: a stock at the start is the one that the month before closed on."""
    is_chained = figure == Figure.STOCK_START and version.previous_id is not None
    lines = FigureLine.objects.filter(
        version_id=version.previous_id if is_chained else version.pk,
        figure=Figure.STOCK_END if is_chained else figure,
    )
    if unit == "non-reparti":
        return lines.filter(unit__isnull=True)
    return lines.filter(unit_id=uuid.UUID(unit)) if unit else lines


def _open_dwellings(reader: Reader, lines: QuerySet[FigureLine]) -> QuerySet[FigureLine]:
    return lines.filter(object_id__in=Announcement.objects.visible_to(reader).values("pk"))


def _open_files(reader: Reader, figure: Figure, lines: QuerySet[FigureLine]) -> QuerySet[FigureLine]:
    """Keep the lines whose household she may read: open to her, and not protected outside its list."""
    mine = Enrolment.objects.visible_to(reader)
    protected = list(
        mine.filter(is_protected=True, pk__in=lines.values("enrolment_id")).select_related("version__programme")
    )
    on_list = [pk for pk, card in cards(reader, protected).items() if card.is_readable] if protected else []
    seen = Q(enrolment__in=mine.filter(is_protected=False).values("pk")) | Q(enrolment_id__in=on_list)
    if figure in DEMANDS and reader.landlords:
        seen |= Q(enrolment__is_protected=False)
    if figure in OF_ASSOCIATIONS:
        seen &= _held(reader)
    if figure in OF_TEAM:
        files = Enrolment.objects
        seen &= Q(enrolment__in=files.worked_by(reader)) | Q(enrolment__in=files.managed_by(reader))
    return lines.filter(seen)


def _held(reader: Reader) -> Q:
    """Keep what an association of hers holds, since it holds it: what another tried before stays its own (domain.md §3.9)."""
    holders = EnrolmentHolder.objects.filter(
        in_force(reader.today), enrolment_id=OuterRef("enrolment_id"), association_id__in=reader.associations
    )
    since = Q(started_on__lte=OuterRef("on")) | Q(started_on__lte=F("enrolment__started_on"))
    return Q(Exists(holders.filter(since)))


def _file_lines(reader: Reader, figure: Figure, rows: Sequence[FigureLine]) -> list[ListLine]:
    ids = [row.enrolment_id for row in rows if row.enrolment_id]
    files = Enrolment.objects.visible_to(reader).filter(pk__in=ids).select_related("version__programme", "household")
    known: dict[uuid.UUID, Card] = cards(reader, files) if ids else {}
    return [_file_line(figure, row, known.get(row.enrolment_id)) for row in rows]  # type: ignore[arg-type]


def _file_line(figure: Figure, row: FigureLine, card: Card | None) -> ListLine:
    number = row.enrolment.file_number if row.enrolment else ""
    return ListLine(
        title=card.title if card else "",
        url=reverse("journeys:file", args=[row.enrolment_id]) if card else "",
        file_number=number,
        unit=row.unit.name if row.unit else NOT_ASSIGNED,
        other_unit=_other(figure, row),
        on=row.on,
        tag=_tag_words(figure, row.tag),
        days=_days(figure, row),
        delta=shown.signed(row.delta) if figure == Figure.CORRECTIONS else "",
        cause=_cause(row),
    )


def _dwelling_lines(reader: Reader, rows: Sequence[FigureLine]) -> list[ListLine]:
    found = (
        Announcement.objects.visible_to(reader)
        .filter(pk__in=[row.object_id for row in rows if row.object_id])
        .select_related("dwelling", "reservation_holder")
    )
    known = {announcement.pk: announcement for announcement in found}
    lines = []
    for row in rows:
        announcement = known[row.object_id]
        holder = announcement.reservation_holder.name if announcement.reservation_holder else "non réservé"
        lines.append(
            ListLine(
                title=dwelling_words(announcement),
                url="",
                file_number=announcement.dwelling.reference,
                unit=row.unit.name if row.unit else NOT_ASSIGNED,
                other_unit="",
                on=row.on,
                tag=holder,
                days="",
                delta="",
                cause="",
            )
        )
    return lines


def _other(figure: Figure, row: FigureLine) -> str:
    if figure not in {Figure.TRANSFERRED_IN, Figure.TRANSFERRED_OUT}:
        return ""
    name = row.other_unit.name if row.other_unit else NOT_ASSIGNED
    return f"venu de {name}" if figure == Figure.TRANSFERRED_IN else f"parti vers {name}"


def _days(figure: Figure, row: FigureLine) -> str:
    if figure not in {Figure.REFERRAL_TO_CAL, Figure.DECISION_TO_ENTRY, Figure.REACHED}:
        return ""
    return "sans date" if row.days is None else counted(row.days, "jour")


def _cause(row: FigureLine) -> str:
    if not row.cause:
        return ""
    words = Cause(row.cause).label
    return f"{words}, le {plain_date(row.recorded_on)}" if row.recorded_on else words


def _tag_words(figure: Figure, tag: str) -> str:
    """Say a tag in French: a kind of decision, a source, an answer; a size is already a word."""
    return _TAGS.get(figure, {}).get(tag, tag)


def _sentence(figure: Figure, total: int, plus: int, minus: int) -> str:
    if figure == Figure.CORRECTIONS:
        return f"{counted(total, 'mouvement')}\u00a0: {shown.signed(plus)} et {shown.signed(minus)}"
    return counted(total, *WORDS.get(figure, ("ménage",)))


def _hidden(
    reader: Reader, figure: Figure, lines: QuerySet[FigureLine], readable: QuerySet[FigureLine]
) -> tuple[str, ...]:
    """Count what she may not read, by why."""
    closed = lines.exclude(pk__in=readable.values("pk"))
    if figure in shown.DWELLINGS:
        count = closed.count()
        return (f"{counted(count, 'logement qui n’est pas de vos unités', 'logements qui ne sont pas de vos unités')}",)
    hers = reader.managed_associations
    counts = closed.aggregate(
        protected=Count("pk", filter=Q(enrolment__is_protected=True)),
        hers=Count("pk", filter=Q(association_id__in=hers) & ~Q(enrolment__is_protected=True)),
        total=Count("pk"),
    )
    rest = counts["total"] - counts["protected"] - counts["hers"]
    said = []
    if counts["protected"]:
        said.append(counted(counts["protected"], "dossier protégé", "dossiers protégés"))
    if counts["hers"]:
        said.append(
            counted(
                counts["hers"],
                "ménage que votre association ne suit plus",
                "ménages que votre association ne suit plus",
            )
        )
    if rest and hers:
        said.append(counted(rest, "ménage suivi par une autre association", "ménages suivis par une autre association"))
    elif rest and figure in (*OF_ASSOCIATIONS, *OF_TEAM):
        said.append(f"{counted(rest, *WORDS[figure])} dont seules les associations lisent le détail")
    elif rest:
        said.append(
            counted(
                rest,
                "ménage qui n’est pas nommé à votre service",
                "ménages qui ne sont pas nommés à votre service",
            )
        )
    return tuple(said)
