"""The home of a landlord's people: the households named to them, and what is there for them today."""

from dataclasses import dataclass

from django.urls import reverse

from accompaniments.selectors.diagnosis_awaited import AwaitedPart, parts_awaited
from accompaniments.selectors.evaluations import opinions_awaited
from accompaniments.selectors.review_awaited import AwaitedReview, reviews_awaited
from foundation.timeline import Due
from foundation.words import capitalised, counted, week_date
from households.readings import cards
from journeys.selectors.allocation import shown_lines, waiting_files
from journeys.selectors.difficulties import DifficultyRow, to_follow
from journeys.selectors.lines import HouseholdLine, household_lines
from journeys.selectors.lists import visible_files
from journeys.selectors.requests import RequestLine, asks, only_asks, request_lines, requested_files
from journeys.selectors.signing import ToSignLine, to_sign
from journeys.selectors.subleases import reads_board
from journeys.selectors.today import DueLine
from leases.readings.files import FileLine
from leases.selectors import procedure_due
from leases.selectors.exam_dues import awaited_of_landlord
from partners.enums import Role
from partners.reader import Reader
from partners.selectors import units_of

SHOWN = 12
_BECAUSE = (
    "Un ménage vous est nommé par un fait daté\u00a0: une demande d’intervention de votre service, une convention ou un bail "
    "signé, un dossier qui vous est soumis."
)
_SIGNING = "Ce qui attend votre signature est ci-dessus\u00a0: un document se lit sans ouvrir le dossier du ménage."
_EMPTY: dict[Role, tuple[str, str]] = {
    Role.LANDLORD_CORRESPONDENT: (
        "Aucun ménage ne vous est nommé",
        f"{_BECAUSE} Un simple souhait de secteur n’ouvre aucune identité.",
    ),
    Role.LANDLORD_SOCIAL_ADVISER: (
        "Aucun ménage ne vous est nommé",
        "Vous lisez les ménages que vous avez orientés, et ceux nommés à un correspondant de votre organisme.",
    ),
    Role.LANDLORD_RENTAL: (
        "Aucune demande d’intervention en cours",
        "Les ménages pour lesquels votre service a demandé une intervention apparaissent ici, avec l’association à joindre.",
    ),
    Role.LANDLORD_LITIGATION: (
        "Aucune demande d’intervention en cours",
        "Les ménages pour lesquels votre service a demandé une intervention apparaissent ici, avec l’association à joindre.",
    ),
    Role.CAL_SECRETARY: (
        "Aucun dossier ne vous est soumis",
        "Un ménage vous est nommé quand son dossier est soumis à la commission. Aucun dossier n’a été soumis.",
    ),
    Role.LANDLORD_MANAGER: (
        "Aucun ménage n’attend votre décision",
        "Un ménage ne vous est nommé que pour ce que vous devez décider ou signer. Rien n’attend votre décision.",
    ),
}


@dataclass(frozen=True)
class LandlordHome:
    """The page."""

    title: str
    sentence: str
    lines: tuple[HouseholdLine, ...]
    count: int
    units: tuple[tuple[str, str], ...]  # the address of the sheet, the name
    waiting: tuple[FileLine, ...]
    waiting_count: int
    treats_files: bool
    to_sign: tuple[ToSignLine, ...]
    reads_months: bool  # the tableau de bord of the month, once frozen
    asks: bool  # of a rental or litigation service: her requests come first
    shows_named: bool  # what is named to her otherwise
    requests: tuple[RequestLine, ...]
    request_count: int
    procedures: tuple[DueLine, ...]  # her service's own steps of the procedures that it records
    advises: bool  # of a landlord's social adviser: the diagnoses that wait for her part
    diagnoses: tuple[AwaitedPart, ...]
    subleases: tuple[DueLine, ...]  # exams, notices to the préfet, slides to decide
    reads_subleases: bool
    difficulties: tuple[DifficultyRow, ...]  # that await her landlord's answer, or that he has to close
    reviews: tuple[AwaitedReview, ...]  # stage reviews that wait for her service's part
    opinions: tuple[AwaitedReview, ...]  # ends on which her service is asked for its opinion
    empty_title: str
    empty_text: str


def landlord_home(reader: Reader) -> LandlordHome:
    """Give the home of a landlord's person: what is named to her, or why nothing is."""
    files = visible_files(reader).open_on(reader.today).order_by("-started_on", "file_number")
    role = next((role for role in _EMPTY if reader.has(role)), Role.LANDLORD_MANAGER)
    count = files.count()
    title, text = _EMPTY[role]
    signing = to_sign(reader)
    if signing and role == Role.LANDLORD_MANAGER:
        title, text = "Aucun ménage ne vous est nommé", _SIGNING
    treats = reader.has(Role.LANDLORD_CORRESPONDENT, Role.CAL_SECRETARY)
    waiting = waiting_files(reader)
    requested = requested_files(reader).open_on(reader.today) if asks(reader) else None
    return LandlordHome(
        title=capitalised(week_date(reader.today)),
        sentence=f"{counted(count, 'ménage vous est nommé', 'ménages vous sont nommés')} aujourd’hui." if count else "",
        lines=tuple(household_lines(reader, files[:SHOWN])),
        count=count,
        units=_units(reader),
        waiting=tuple(shown_lines(reader, waiting.values_list("pk", flat=True)[:SHOWN])) if treats else (),
        waiting_count=waiting.count() if treats else 0,
        treats_files=treats,
        to_sign=tuple(signing),
        reads_months=reader.has(Role.LANDLORD_CORRESPONDENT, Role.LANDLORD_SOCIAL_ADVISER, Role.LANDLORD_MANAGER),
        asks=asks(reader),
        shows_named=not only_asks(reader),
        requests=request_lines(reader, requested[:SHOWN]) if requested is not None else (),
        request_count=requested.count() if requested is not None else 0,
        procedures=_named(reader, procedure_due.awaited_of_landlord(reader)),
        advises=reader.has(Role.LANDLORD_SOCIAL_ADVISER),
        diagnoses=parts_awaited(reader),
        subleases=_named(reader, awaited_of_landlord(reader)),
        reads_subleases=reads_board(reader),
        difficulties=to_follow(reader),
        reviews=reviews_awaited(reader),
        opinions=opinions_awaited(reader),
        empty_title=title,
        empty_text=text,
    )


def _named(reader: Reader, awaited: list[Due]) -> tuple[DueLine, ...]:
    """Give the most pressing of what she has to say or decide, each with the household that is named to her."""
    lines = awaited[:SHOWN]
    files = visible_files(reader).filter(pk__in={line.enrolment_id for line in lines}) if lines else ()
    known = cards(reader, files)
    return tuple(DueLine(line, known[line.enrolment_id]) for line in lines if line.enrolment_id in known)


def _units(reader: Reader) -> tuple[tuple[str, str], ...]:
    """Give the sheet of supply and demand of the units whose correspondent she is, with their agency."""
    if not reader.units:
        return ()
    return tuple(
        (
            reverse("journeys:unit_sheet", args=[unit.id]),
            unit.name if unit.name == agency.agency.name else f"{unit.name}, agence de {agency.agency.name}",
        )
        for landlord_id in sorted(reader.landlords, key=str)
        for agency in units_of(landlord_id, reader.today)
        for unit in agency.units
        if unit.id in reader.units
    )
