"""Builds the content of a CAL dossier from today's facts: the household's tables, the announcement, the rules.

For the team that prepares it. The landlord never reads this: it reads the snapshots taken of it.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from foundation.words import counted, euros, join_names, month_name, plain_date
from households.enums import ChargeKind, Civility, Presence
from households.models import HouseholdMember
from households.readings import person_name
from leases.enums import AidState, Band, FundingCategory, Heating, LeaseWish
from leases.models import AllocationFile, Announcement, Piece
from leases.readings.content import CeilingLine, Effort, FileContent, FormulaLine, Line, PieceLine, Section
from leases.rules.affordability import (
    Cost,
    age_on,
    band_of,
    consumption_units,
    effort_rate,
    residual_income,
    residual_income_a_day,
    shown_rate,
)
from leases.rules.ceilings import Category, Composition, category_of, ceiling_of, share_of_ceiling
from leases.rules.dwellings import SurfaceScale, minimum_surface
from leases.rules.piece_lists import piece_kinds_on
from leases.rules.pieces import PieceKind, expected, status_of, valid_until
from leases.selectors.file_facts import CEILINGS, Facts, facts_of
from partners.models import ProgrammeVersion, User

NBSP = "\u00a0"
UNKNOWN = "non renseigné"
BAND_SENTENCES = {
    Band.UNKNOWN: "Sans ressources connues, le taux d’effort ne se calcule pas.",
    Band.GREEN: f"Sous le repère de {{amber}}{NBSP}% du programme",
    Band.AMBER: f"Au-dessus du repère de {{amber}}{NBSP}% du programme",
    Band.RED: f"Au-dessus du repère de {{red}}{NBSP}% du programme",
}


def content_of(file: AllocationFile, worker: User | None, day: dt.date, sitting_on: dt.date | None) -> FileContent:
    """Give the content of a dossier on a day; pieces are judged valid on the sitting's day when it is known."""
    facts = facts_of(file, day)
    announcement = file.announcement
    effort = _effort(file, facts, day)
    composition = _composition(file, facts, day)
    category = category_of(composition, facts.parameters["ceilings.young_couple_ages"].whole) if facts.members else None
    kinds = piece_kinds_on(day)
    pieces = _pieces(facts, kinds, sitting_on or day)
    adults = join_names([person_name(member.person) for member in facts.adults]) or "Ménage sans personne actuelle"
    return FileContent(
        file_number=file.enrolment.file_number,
        household=adults,
        dwelling=dwelling_words(announcement),
        association=file.association.name,
        worker=worker.full_name if worker else "",
        worker_telephone=worker.telephone if worker else "",
        sections=(
            _composition_section(facts, day),
            _request_section(facts, file),
            _resources_section(facts),
            _dwelling_section(announcement, facts),
            _wishes_section(file),
        ),
        effort=effort,
        ceilings_note=_ceilings_note(file, facts, category),
        ceilings=_ceilings(file, facts, category),
        pieces=pieces,
        missing=_missing(file, facts, pieces),
    )


def dwelling_words(announcement: Announcement) -> str:
    """Give « T4 de 78 m², Les Amandiers, Carpentras »: no address."""
    dwelling = announcement.dwelling
    surface = f"{dwelling.surface.normalize():f}".replace(".", ",")
    place = ", ".join(part for part in (dwelling.residence, dwelling.city) if part)
    return f"{dwelling.typology} de {surface}{NBSP}m², {place}"


def _cost(file: AllocationFile) -> Cost:
    announcement = file.announcement
    return Cost(
        rent=announcement.rent,
        annexes=announcement.annexes,
        charges=announcement.charges,
        utilities=announcement.utilities,
        housing_benefit=file.housing_benefit or Decimal(0),
    )


def _effort(file: AllocationFile, facts: Facts, day: dt.date) -> Effort:
    version: ProgrammeVersion = file.enrolment.version
    cost, resources = _cost(file), facts.total_resources
    rate = effort_rate(cost.net, resources)
    band = Band(band_of(rate, version.effort_amber, version.effort_red))
    other = {
        kind: amount for kind, amount in facts.other_costs.items() if not (cost.utilities and kind == ChargeKind.ENERGY)
    }
    residual = residual_income(
        resources=resources or Decimal(0),
        housing_benefit=cost.housing_benefit,
        housing_cost=cost.gross,
        other_costs=sum(other.values(), Decimal(0)),
    )
    units = consumption_units(
        age_on(member.person.birth_on, day) if member.person.birth_on else None
        for member in facts.members
        if member.presence != Presence.VISITING
    )
    a_day = residual_income_a_day(residual, units, facts.parameters["residual_income.days"].whole)
    known = resources is not None
    return Effort(
        rate=_percent(rate),
        rate_number=shown_rate(rate),
        gross_rate=_percent(effort_rate(cost.gross, resources)),
        band=band.value,
        band_sentence=BAND_SENTENCES[band].format(amber=_plain(version.effort_amber), red=_plain(version.effort_red)),
        amber=version.effort_amber,
        red=version.effort_red,
        formula=_formula(cost, resources, rate),
        residual=f"{euros(residual)} par mois" if known else UNKNOWN,
        residual_a_day=f"{euros(a_day)} par jour et par unité" if known and a_day is not None else UNKNOWN,
        units=_plain(units),
    )


def _formula(cost: Cost, resources: Decimal | None, rate: Decimal | None) -> tuple[FormulaLine, ...]:
    lines = [FormulaLine("charges:rent", "Loyer principal", euros(cost.rent))]
    added = (("annexes", "Loyer des annexes", cost.annexes), ("charges", "Charges récupérables", cost.charges))
    for code, label, amount in (*added, ("utilities", "Forfait de chauffage et d’eau individuels", cost.utilities)):
        if amount:
            lines.append(FormulaLine(f"charges:{code}", label, f"+{NBSP}{euros(amount)}"))
    lines.append(FormulaLine("charges:benefit", "Aide au logement estimée", f"−{NBSP}{euros(cost.housing_benefit)}"))
    lines.append(FormulaLine("charges:net", "À payer par le ménage", euros(cost.net), is_total=True))
    divided = f"÷{NBSP}{euros(resources)}" if resources is not None else UNKNOWN
    lines.append(FormulaLine("charges:resources", "Divisé par les ressources", divided))
    lines.append(FormulaLine("charges:rate", "Taux d’effort", _percent(rate), is_total=True))
    return tuple(lines)


def _composition(file: AllocationFile, facts: Facts, day: dt.date) -> Composition:
    ages = [age_on(member.person.birth_on, day) for member in facts.adults if member.person.birth_on]
    return Composition(
        adults=len(facts.adults),
        dependants=len(facts.children),
        is_couple=file.is_couple,
        couple_ages=sum(ages) if len(ages) == len(facts.adults) else None,
        has_disability_card=file.raised_category,
    )


def _composition_section(facts: Facts, day: dt.date) -> Section:
    adults = [_adult(member) for member in facts.adults]
    children = [
        f"{member.person.first_name}, {counted(age_on(member.person.birth_on, day), 'an')}"
        if member.person.birth_on
        else f"{member.person.first_name}, âge {UNKNOWN}"
        for member in facts.children
    ]
    home = facts.housing
    present = f"{home.get_situation_display()} depuis {month_name(home.started_on)}" if home else UNKNOWN
    lines = (
        Line("composition:adults", "Adultes", "\n".join(adults) or UNKNOWN),
        Line("composition:children", "Enfants", "\n".join(children) or "aucun"),
        Line("composition:home", "Logement actuel", f"{present}, {home.city}" if home and home.city else present),
    )
    return Section("composition", "Composition", "", lines)


def _adult(member: HouseholdMember) -> str:
    born = {Civility.MRS: "née", Civility.MR: "né"}.get(Civility(member.person.civility), "né(e)")
    name = person_name(member.person)
    return f"{name}, {born} le {plain_date(member.person.birth_on)}" if member.person.birth_on else name


def _request_section(facts: Facts, file: AllocationFile) -> Section:
    request = facts.request
    lines = [Line("request:number", "Numéro unique", request.number if request else UNKNOWN)]
    if request and (filed := request.renewed_on or request.filed_on):
        lines.append(Line("request:on", "Déposée ou renouvelée le", plain_date(filed)))
    holder = file.announcement.reservation_holder
    agreed = file.announcement.agreed_on
    lines.append(
        Line(
            "reservation",
            "Réservataire",
            f"{holder.name}, {f'accord du {plain_date(agreed)}' if agreed else 'accord attendu'}"
            if holder
            else "aucun",
        )
    )
    return Section("request", "Demande", "", tuple(lines))


def _resources_section(facts: Facts) -> Section:
    lines = [Line(anchor, facts.resource_labels[anchor], euros(amount)) for anchor, amount in facts.resources.items()]
    total = facts.total_resources
    lines.append(Line("resources:total", "Ensemble", euros(total) if total is not None else UNKNOWN))
    months = facts.months
    note = ""
    if len(months) == 1:
        note = f"Par mois, relevé de {month_name(months[0])}"
    elif months:
        note = f"Par mois, moyenne de {month_name(months[-1])} à {month_name(months[0])}"
    return Section("resources", "Ressources", note, tuple(lines))


def _dwelling_section(announcement: Announcement, facts: Facts) -> Section:
    dwelling = announcement.dwelling
    scale = facts.parameters["surface.minimum"].table
    least = minimum_surface(
        len(facts.members),
        SurfaceScale(int(scale["1"]), int(scale["2"]), int(scale["further"]), int(scale["cap"])),
    )
    verdict = "respectée" if dwelling.surface >= least else "non respectée"
    lines = (
        Line("dwelling", "Logement", dwelling_words(announcement)),
        Line("dwelling:funding", "Financement", FundingCategory(dwelling.funding_category).label),
        Line("dwelling:heating", "Chauffage", Heating(dwelling.heating).label),
        Line("dwelling:available", "Libre à partir du", plain_date(announcement.available_on)),
        Line(
            "surface",
            "Surface minimale",
            f"{least}{NBSP}m² pour {counted(len(facts.members), 'personne')}\u00a0: {verdict}",
        ),
    )
    return Section("dwelling", "Logement", "", lines)


def _wishes_section(file: AllocationFile) -> Section:
    lines = (
        Line("lease_wish", "Bail demandé", LeaseWish(file.lease_wish).label),
        Line("fsl", "FSL accès", AidState(file.fsl).label),
        Line("loca_pass", "Avance Loca-Pass", AidState(file.loca_pass).label),
        Line("arguments", "Arguments", file.arguments or UNKNOWN),
        Line("support", "Accompagnement proposé", file.support_proposed or UNKNOWN),
    )
    return Section("wishes", "Ce qui est demandé et proposé", "", lines)


def _ceilings_note(file: AllocationFile, facts: Facts, category: Category | None) -> str:
    if category is None:
        return "Sans composition connue, la catégorie ne se calcule pas."
    raised = ", justifiée" if file.raised_category else ""  # never says why (domain.md §3.9)
    persons = counted(len(facts.members), "personne")
    return f"{persons}, catégorie {category.number}{raised}, hors Île-de-France. Plafonds par an."


def _ceilings(file: AllocationFile, facts: Facts, category: Category | None) -> tuple[CeilingLine, ...]:
    if category is None:
        return ()
    lines = []
    of_dwelling = (
        "PLAI"
        if file.announcement.dwelling.funding_category in FundingCategory.VERY_SOCIAL
        else file.announcement.dwelling.funding_category
    )
    for funding, code in CEILINGS.items():
        value = facts.parameters[code]
        table = value.table
        ceiling = ceiling_of(category, [table[str(number)] for number in range(1, 7)], table["further"])
        share = share_of_ceiling(file.reference_income, ceiling)
        lines.append(
            CeilingLine(
                funding=funding,
                ceiling=euros(ceiling),
                share=_percent(share),
                is_met=None if file.reference_income is None else file.reference_income <= ceiling,
                is_this_dwelling=funding == of_dwelling,
                is_to_confirm=value.is_to_confirm,
            )
        )
    return tuple(lines)


def _pieces(facts: Facts, kinds: Sequence[PieceKind], on: dt.date) -> tuple[PieceLine, ...]:
    by_code = {kind.code: kind for kind in kinds}
    received: dict[tuple[str, str], Piece] = {(piece.kind, str(piece.person_id or "")): piece for piece in facts.pieces}
    people = {"ADULT": facts.adults, "CHILD": facts.children}
    lines: list[PieceLine] = []
    told: set[tuple[str, str]] = set()
    for kind, place in expected(kinds, len(facts.adults), len(facts.children)):
        member = people[kind.per][place - 1] if place else None
        key = (kind.code, str(member.person_id) if member else "")
        told.add(key)
        lines.append(_piece_line(kind, member, received.get(key), on))
    whose = {str(member.person_id): member for member in facts.members}
    for (code, person_id), piece in received.items():
        if (code, person_id) not in told and code in by_code:
            lines.append(_piece_line(by_code[code], whose.get(person_id), piece, on))
    order = {"MISSING": 0, "UNREADABLE": 1, "EXPIRING": 2, "RECEIVED": 3}
    return tuple(sorted(lines, key=lambda line: order[line.status]))


def _piece_line(kind: PieceKind, member: HouseholdMember | None, piece: Piece | None, on: dt.date) -> PieceLine:
    status = status_of(
        kind,
        is_received=piece is not None and piece.received_on is not None,
        is_unreadable=piece is not None and piece.is_unreadable,
        issued_on=piece.issued_on if piece else None,
        on=on,
    )
    details = []
    if piece and piece.asked_on:
        details.append(f"demandée le {plain_date(piece.asked_on)}")
    if piece and piece.received_on:
        details.append(f"reçue le {plain_date(piece.received_on)}")
    if piece and (last := valid_until(kind, piece.issued_on)):
        details.append(f"valable jusqu’au {plain_date(last)}")
    return PieceLine(
        anchor=f"pieces:{kind.code}:{member.pk if member else 0}",
        label=kind.label,
        person=person_name(member.person) if member else "",
        status=status,
        detail=", ".join(details),
        piece_id=str(piece.pk) if piece and piece.stored_id else "",
        is_delicate=kind.delicate,
    )


def _missing(file: AllocationFile, facts: Facts, pieces: Sequence[PieceLine]) -> tuple[str, ...]:
    """Say what the dossier still needs, one sentence each: completeness is live."""
    sentences = []
    if not facts.adults:
        sentences.append("Indiquez les adultes du ménage.")
    if facts.request is None:
        sentences.append("Il manque le numéro unique de la demande de logement.")
    if facts.total_resources is None:
        sentences.append("Il manque un relevé des ressources.")
    if file.reference_income is None:
        sentences.append("Il manque le revenu fiscal de référence.")
    if file.housing_benefit is None:
        sentences.append("Il manque l’aide au logement estimée (0 si aucune).")
    if not file.arguments.strip():
        sentences.append("Écrivez les arguments du dossier.")
    if not file.support_proposed.strip():
        sentences.append("Écrivez l’accompagnement proposé.")
    words = {
        "MISSING": "Pièce manquante\u00a0:",
        "UNREADABLE": "À refaire\u00a0:",
        "EXPIRING": "N’est plus valable à la séance\u00a0:",
    }
    for piece in pieces:
        if piece.status in words:
            whose = f" de {piece.person}" if piece.person else ""
            sentences.append(f"{words[piece.status]} {piece.label[0].lower()}{piece.label[1:]}{whose}.")
    return tuple(sentences)


def _percent(rate: Decimal | None) -> str:
    shown = shown_rate(rate)
    return "ne peut pas être calculé" if shown is None else f"{shown}{NBSP}%".replace(".", ",")


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")
