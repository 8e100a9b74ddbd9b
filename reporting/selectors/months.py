"""The page of a month, from its kept content alone: nothing is counted again to show it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from foundation.periods import Month
from foundation.words import NBSP, capitalised, counted, day_of, join_names, month_name, of_month, plain_date
from partners.models import Organisation
from partners.reader import Reader
from partners.selectors import names_of
from reporting.enums import Figure, FrozenBecause, MonthStatus
from reporting.models import DashboardMonth, MonthVersion, Validation, WorkerMonth
from reporting.permissions import MonthStanding, associations_of, month_standing
from reporting.rules import shown
from reporting.rules.content import AssociationMonth, Correction, MonthContent, UnitMonth
from reporting.rules.parts import HOMES, has_homes
from reporting.rules.tree import from_json
from reporting.selectors.deliveries import delivery_lines
from reporting.selectors.known_files import known_files, numbers_of, without_protected
from reporting.selectors.month_course import course_part
from reporting.selectors.month_figures import (
    flow_row,
    flow_values,
    headlines,
    same_unit,
    supply_row,
    unit_section,
)
from reporting.selectors.month_lines import Headline, Listed, Shown, TableRow
from reporting.selectors.month_shapes import (
    LoadRow,
    MonthLink,
    MonthPage,
    Moves,
    Reason,
    Target,
    Term,
    VersionLink,
)
from reporting.selectors.month_track import track

FLOW_HEADS = ("Début", "Correc\u00adtions", "Entrés", "Venus", "Sortis", "Partis", "Fin")
SUPPLY_HEADS = (
    "Ménages prêts",
    "Logements",
    "Écart",
    "Proposés",
    "Examinés",
    "Avis positifs",
    "Entrées",
    "Sous-locations",
)
MOVEMENTS_SHOWN = 12


def content_of(version: MonthVersion, *, movements: int | None = None) -> MonthContent:
    """Read what is kept of a version; with `movements`, only the first so many of each kind, for a page that shows no more."""
    kept = version.content
    if movements is None:
        return from_json(MonthContent, kept)
    counts: Counter[str] = Counter()
    first = []
    for line in kept["movements"]:
        counts[line["kind"]] += 1
        if counts[line["kind"]] <= movements:
            first.append(line)
    return from_json(MonthContent, {**kept, "movements": first})


def month_page(reader: Reader, version: MonthVersion) -> MonthPage:
    """Give the page of a version (from `access`), in a constant number of queries."""
    raw = content_of(version, movements=MOVEMENTS_SHOWN)
    files = known_files(reader, numbers_of(raw))
    content = without_protected(raw, files.protected)
    before = content_of(version.previous, movements=0) if version.previous else None
    month = Month.of(version.month.month_on)
    slug = version.month.programme.slug
    versions = _versions(version, slug, month)
    is_current = version.number == max(link.number for link in versions)
    associations = associations_of(version)
    validations = list(Validation.objects.filter(version=version).order_by("validated_at"))
    standing = month_standing(
        reader,
        version,
        associations=associations,
        validated=[row.association_id for row in validations],
        is_current=is_current,
    )
    is_manager = bool(standing.manages)
    deliveries = tuple(delivery_lines(version)) if is_manager else ()
    pinned = version.number if not is_current else None
    addresses: dict[Figure, str] = {}  # a page has hundreds of links to some thirty lists

    def listed(figure: Figure, unit: UnitMonth) -> str:
        if figure not in addresses:
            addresses[figure] = reverse("reporting:figure", args=[slug, str(month), shown.SLUGS[figure]])
        address = addresses[figure]
        query = [f"version={pinned}"] if pinned else []
        if unit is not content.total:
            query.append(f"unite={unit.unit_id or 'non-reparti'}")
        return f"{address}?{'&'.join(query)}" if query else address

    def url_of(number: str) -> str:
        return reverse("journeys:file", args=[files.opens[number]]) if number in files.opens else ""

    total = content.total
    definitions = {definition.code: definition for definition in content.definitions}
    flows = total.flows
    is_frozen = version.frozen_at is not None
    told_homes = has_homes(content)
    eve = month.plus(-1).first
    earlier, later, programmes = _around(reader, version, month)
    requests_count = sum(kind.count for kind in content.requests)
    return MonthPage(
        slug=slug,
        key=str(month),
        number=version.number,
        revision=version.revision,
        title=capitalised(month_name(month.first)),
        month_words=month_name(month.first),
        of_words=of_month(month.first),
        now_words=month_name(month.first).split()[0],
        before_words=month_name(eve).split()[0] if before else "",
        after_of=of_month(month.plus(1).first).rsplit(" ", 1)[0],
        first_on=month.first,
        last_on=month.last,
        lead=f"{join_names(content.landlords)}, {content.programme_name[0].lower()}{content.programme_name[1:]}",
        is_frozen=is_frozen,
        is_current=is_current,
        why_frozen=FrozenBecause(version.frozen_because).label if version.frozen_because else "",
        not_validated_by=join_names(content.not_validated_by),
        reason=content.reason,
        standing=standing,
        is_manager=is_manager,
        earlier=earlier,
        later=later,
        programmes=programmes,
        steps=track(reader, version, associations, validations, deliveries),
        targets=_targets(content, listed),
        target=content.targets.target,
        sentence=_moved(content),
        sentence_end=_ended(content, month),
        terms=_terms(content, month, listed, is_first=before is None),
        stock_before=flows.stock_start,
        stock_after=flows.stock_start + flows.corrections,
        corrections=tuple(correction_reason(line, url_of(line.file_number)) for line in content.corrections),
        corrections_url=listed(Figure.CORRECTIONS, total) if content.corrections else "",
        moves=_moves(content, Counter(line["kind"] for line in version.content["movements"]), listed, url_of),
        flow_heads=FLOW_HEADS,
        flow_rows=tuple(flow_row(unit, listed) for unit in content.units),
        flow_total=flow_row(total, listed),
        has_homes=told_homes,
        supply_heads=SUPPLY_HEADS,
        supply_rows=tuple(supply_row(unit, listed) for unit in content.units),
        supply_total=supply_row(total, listed),
        headlines=_told(headlines(total, before.total if before else None, definitions, listed), with_homes=told_homes),
        units=tuple(unit_section(unit, same_unit(before, unit), definitions, listed) for unit in content.units),
        course=course_part(content, before, listed),
        requests=content.requests,
        requests_total=Shown(
            str(requests_count), listed(Figure.REQUESTS, total) if requests_count else "", is_zero=not requests_count
        ),
        requests_before=str(sum(kind.count for kind in before.requests)) if before else "",
        audience=content.audience,
        loads=tuple(_load(part) for part in content.associations if part.load),
        association_flows=tuple(_association_flows(part) for part in content.associations),
        workers=_workers(version, standing),
        chart=shown.chart(content.history),
        identity=_identity(content),
        is_balanced=content.is_balanced,
        definitions=content.definitions,
        parameters=content.parameters,
        computed_on=content.computed_on,
        deliveries=deliveries,
        versions=versions,
        digest=version.digest,
        has_report=is_frozen and version.pdf_id is not None,
    )


def _told(lines: tuple[Headline, ...], *, with_homes: bool) -> tuple[Headline, ...]:
    """Leave out what a programme that keeps homes never counts."""
    if with_homes:
        return lines
    return tuple(
        line for line in lines if not (line.is_empty and (line.definition is None or line.definition.code in HOMES))
    )


def _targets(content: MonthContent, listed: Listed) -> tuple[Target, ...]:
    targets, total = content.targets, content.total
    return (
        Target(
            str(targets.accompanied),
            "accompagné" if targets.accompanied < 2 else "accompagnés",  # noqa: PLR2004 -- where plural starts
            listed(Figure.ACCOMPANIED, total) if targets.accompanied else "",
        ),
        Target(
            str(targets.housed),
            "relogé" if targets.housed < 2 else "relogés",  # noqa: PLR2004 -- where plural starts
            listed(Figure.HOUSED, total) if targets.housed else "",
        ),
    )


def _terms(content: MonthContent, month: Month, listed: Listed, *, is_first: bool) -> tuple[Term, ...]:
    """Give the identity of the total, term by term, as one reads a sum."""
    now, was = month_name(month.first).split()[0], month_name(month.plus(-1).first).split()[0]
    words = {
        Figure.STOCK_START: f"fin {was}" if is_first else f"fin {was}, figé",
        Figure.CORRECTIONS: f"corrections {of_month(month.plus(-1).first).rsplit(' ', 1)[0]}",
        Figure.ENTERED: f"entrés en {now}",
        Figure.TRANSFERRED_IN: "venus d’une autre unité",
        Figure.LEFT: f"sortis en {now}",
        Figure.TRANSFERRED_OUT: "partis vers une autre unité",
        Figure.STOCK_END: f"fin {now}",
    }
    terms = []
    for figure, value in flow_values(content.total):
        is_operation = figure not in {Figure.STOCK_START, Figure.STOCK_END}
        taken = -value if figure in {Figure.LEFT, Figure.TRANSFERRED_OUT} else value
        text = shown.signed(taken) if is_operation else str(value)
        has_list = value or (figure == Figure.CORRECTIONS and content.corrections)
        terms.append(Term(words[figure], text, listed(figure, content.total) if has_list else "", is_operation))
    return tuple(terms)


def _moved(content: MonthContent) -> str:
    """Say how many entered and left, in words."""
    flows = content.total.flows
    if not flows.entered and not flows.left:
        return "Aucun ménage n’est entré en accompagnement ni n’en est sorti."
    came = (
        f"{counted(flows.entered, 'ménage est entré', 'ménages sont entrés')} en accompagnement"
        if flows.entered
        else "Aucun ménage n’est entré en accompagnement"
    )
    went = (
        f"{flows.left}{NBSP}{'en est sorti' if flows.left == 1 else 'en sont sortis'}"
        if flows.left
        else "aucun n’en est sorti"
    )
    return f"{came} et {went}."


def _ended(content: MonthContent, month: Month) -> str:
    end = content.total.flows.stock_end
    said = counted(end, "ménage est accompagné", "ménages sont accompagnés") if end else "aucun ménage n’est accompagné"
    return f"Fin {month_name(month.first).split()[0]}, {said}."


def _identity(content: MonthContent) -> str:
    flows = content.total.flows
    return (
        f"{flows.stock_start} {_plus(flows.corrections)} + {flows.entered} + {flows.transferred_in} − {flows.left} − "
        f"{flows.transferred_out} = {flows.stock_end}"
    )


def _plus(value: int) -> str:
    return f"− {-value}" if value < 0 else f"+ {value}"


def correction_reason(line: Correction, url: str) -> Reason:
    """Say why the month before moved, for one household."""
    words = line.words.strip()
    if words:
        words = capitalised(words if words.endswith(".") else f"{words}.")
    return Reason(shown.signed(line.delta), line.unit, words, line.file_number, url)


def _moves(
    content: MonthContent, counts: Mapping[str, int], listed: Listed, url_of: Callable[[str], str]
) -> tuple[Moves, ...]:
    """Give the entries, the exits and the changes of unit, the first of each named, with how many there are."""
    found = []
    for figure, title in (
        (Figure.ENTERED, "Entrés"),
        (Figure.LEFT, "Sortis"),
        (Figure.TRANSFERRED_IN, "Passés d’une unité à une autre"),
    ):
        lines = [line for line in content.movements if line.kind == figure]
        if not lines:
            continue
        reasons = tuple(
            Reason(
                "",
                f"{line.other} → {line.unit}" if line.other else line.unit,
                plain_date(line.on) if line.on else "",
                line.file_number,
                url_of(line.file_number),
            )
            for line in lines
        )
        found.append(
            Moves(title, counts[figure], reasons, counts[figure] - len(reasons), listed(figure, content.total))
        )
    return tuple(found)


def _load(part: AssociationMonth) -> LoadRow:
    load = part.load
    assert load is not None  # noqa: S101 -- its caller looked
    return LoadRow(
        name=part.association,
        full_time=f"{shown.decimal(load.full_time, 2)} pour {counted(load.workers, 'personne')}",
        preparation=load.preparation,
        supported=load.supported,
        watched=load.watched,
        load=shown.decimal(load.load, 2),
        is_over=load.load is not None and load.load > 1,
    )


def _association_flows(part: AssociationMonth) -> TableRow:
    unit = UnitMonth(part.association, None, part.flows)
    return TableRow(
        part.association,
        "",
        tuple(
            Shown(shown.signed(value) if figure == Figure.CORRECTIONS else shown.number(value), is_zero=not value)
            for figure, value in flow_values(unit)
        ),
    )


def _workers(version: MonthVersion, standing: MonthStanding) -> tuple[LoadRow, ...]:
    """Give the loads of her own workers; nobody else's, and none to a landlord (domain.md §4.2)."""
    if not standing.manages:
        return ()
    rows = list(WorkerMonth.objects.filter(version=version, association_id__in=standing.manages))
    names = names_of(row.user_id for row in rows)
    lines = [
        LoadRow(
            name=names.get(row.user_id, ""),
            full_time=shown.decimal(row.full_time_share, 2),
            preparation=row.preparation,
            supported=row.supported,
            watched=row.watched,
            load=shown.decimal(row.load, 2),
            is_over=row.load is not None and row.load > Decimal(1),
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda line: line.name))


def _versions(version: MonthVersion, slug: str, month: Month) -> tuple[VersionLink, ...]:
    rows = (
        MonthVersion.objects.filter(month_id=version.month_id).only("number", "frozen_at", "reason").order_by("-number")
    )
    address = reverse("reporting:month", args=[slug, str(month)])
    return tuple(
        VersionLink(
            number=row.number,
            frozen_on=day_of(row.frozen_at) if row.frozen_at else None,
            reason=row.reason,
            url=f"{address}?version={row.number}",
            is_shown=row.pk == version.pk,
        )
        for row in rows
    )


def _around(
    reader: Reader, version: MonthVersion, month: Month
) -> tuple[MonthLink | None, MonthLink | None, tuple[MonthLink, ...]]:
    """Give the month before and the one after, and the same month of her other programmes; one query."""
    around = [month.plus(-1).first, month.first, month.plus(1).first]
    rows = list(
        DashboardMonth.objects.visible_to(reader)
        .filter(month_on__in=around)
        .select_related("programme")
        .order_by("programme__name", "month_on")
    )
    same = {
        row.month_on: _link(row, month_name(row.month_on))
        for row in rows
        if row.programme_id == version.month.programme_id
    }
    programmes = tuple(
        _link(row, row.programme.name, is_current=row.pk == version.month_id)
        for row in rows
        if row.month_on == month.first
    )
    return same.get(around[0]), same.get(around[2]), programmes if len(programmes) > 1 else ()


def _link(row: DashboardMonth, label: str, *, is_current: bool = False) -> MonthLink:
    return MonthLink(
        label=capitalised(label),
        url=reverse("reporting:month", args=[row.programme.slug, str(Month.of(row.month_on))]),
        state=MonthStatus(row.status).label,
        is_current=is_current,
    )


@dataclass(frozen=True)
class ToValidate:
    """What the page of a validation says."""

    associations: tuple[Organisation, ...]
    of_month: str
    lead: str


def to_validate(reader: Reader, version: MonthVersion) -> ToValidate:
    """Give what is validated: whose part, what it counts, what follows from it."""
    partners = associations_of(version)
    standing = month_standing(reader, version, associations=partners)
    done = Validation.objects.filter(version=version).count()
    flows = content_of(version).total.flows
    figures = (
        f"{counted(flows.stock_end, 'ménage accompagné', 'ménages accompagnés')} fin "
        f"{month_name(version.month.month_on).split()[0]}, {counted(flows.entered, 'entrée')}, {counted(flows.left, 'sortie')}."
    )
    if done + 1 >= len(partners):
        follows = (
            "C’est la dernière validation\u00a0: le mois est figé aussitôt et envoyé au bailleur. Cela ne s’annule pas."
        )
    else:
        follows = (
            "Le mois ne sera plus recalculé\u00a0: ce qui est enregistré ensuite ira dans les corrections du mois suivant. Cela ne "
            "s’annule pas."
        )
    return ToValidate(standing.to_validate, of_month(version.month.month_on), f"{figures} {follows}")
