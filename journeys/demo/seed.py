"""The whole demonstration, from an empty base."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from dateutil.relativedelta import relativedelta
from django.db import transaction

from documents.services.templates import load_reference as load_templates
from foundation.words import PARIS
from households.models import Enrolment
from journeys.demo.arrivals import arrive
from journeys.demo.calendar import Diary
from journeys.demo.case import Case, cast_case
from journeys.demo.cast import Cast, engage
from journeys.demo.clock import PastClock, playing
from journeys.demo.courses import tell_courses
from journeys.demo.errands import run_errands
from journeys.demo.events import happen
from journeys.demo.follow import follow
from journeys.demo.people import Town
from journeys.demo.play import Stage
from journeys.demo.plots import tell_dossiers
from journeys.demo.stories import stories
from journeys.demo.titles import tell_titles
from partners.enums import Axis, OrganisationKind, Role
from partners.models import ManagementUnit, Organisation, ProgrammeVersion, User
from partners.services.organisations import PostalAddress, create_organisation, edit_organisation
from partners.services.reference import load_pilot
from records.services.events import CLOCK
from records.services.parameters import load_reference

_ORGANISATIONS = {"soligone": "Soligone", "cap_habitat": "Cap Habitat", "mistral": "Mistral Habitat"}
_ADDRESSES = {
    "Soligone": PostalAddress("12 rue du Jardin d’Essai", "84000", "Avignon"),
    "Cap Habitat": PostalAddress("Résidence du Modèle, bâtiment B\n4 impasse des Exemples", "84100", "Orange"),
    "Mistral Habitat": PostalAddress("38 avenue de la Démonstration", "84000", "Avignon"),
}
# Numbers that the regulator keeps for fiction (Arcep, 04 65 71).
_SWITCHBOARDS = {"Soligone": "+33465712000", "Cap Habitat": "+33465713000", "Mistral Habitat": "+33465714000"}
APPROVED_ON = dt.date(2011, 3, 1)  # invented: who sublets is approved to (L.365-4 CCH)
BEFORE = relativedelta(years=3)  # since when the professionals work, before the first month


@dataclass(frozen=True)
class Seeded:
    """What was made."""

    households: int
    acts: int


def holds_data() -> bool:
    """Tell whether the base already holds people or households: the demonstration never mixes with them."""
    return bool(Enrolment.objects.exists() or User.objects.exists())


def seed(
    *,
    households: int,
    months: int,
    today: dt.date,
    dice: int,
    told: Callable[[int, int], None],
    more: Iterable[Callable[[Stage], None]] = (),
) -> Seeded:
    """Make the demonstration; the same options always make the same people and days.

    `more` are the acts of upper parts (the months of the tableau de bord), put on the same calendar.
    """
    first = today - relativedelta(months=months)
    random = Random(dice)  # noqa: S311 -- invented people, no secret
    clock = PastClock(dt.datetime(first.year, first.month, first.day, 8, 0, tzinfo=PARIS))
    with playing(clock), transaction.atomic():
        load_reference(by=CLOCK)
        load_templates(by=CLOCK)
        load_pilot(by=CLOCK)
        _settle()
        cast = _cast()
        engage(cast, started_on=first - BEFORE)
    stage = Stage(cast, Town(random, today), Diary(first, today), clock, today, dice)
    cases: list[Case] = []
    for rank, story in enumerate(stories(random, households, months)):
        case = cast_case(stage, story, rank)
        cases.append(case)
        arrive(case)
        follow(case)
        run_errands(case)
    happen(stage, cases)
    tell_dossiers(stage, cases)
    tell_courses(stage, cases)
    tell_titles(stage, cases)
    for put in more:
        put(stage)
    acts = stage.play(told)
    return Seeded(Enrolment.objects.count(), acts)


def _settle() -> None:
    """Give the three organisations and the préfecture an address: invented streets, so that the demonstration's letters look like letters."""
    for name, address in _ADDRESSES.items():
        row = Organisation.objects.get(name=name)
        edit_organisation(
            by=CLOCK,
            organisation=row,
            name=row.name,
            started_on=row.started_on,
            legal_form=row.legal_form,
            telephone=_SWITCHBOARDS[name],
            subletting_approved_on=row.subletting_approved_on or APPROVED_ON,
            totp_roles=[Role(value) for value in row.requires_totp.split(",") if value],
            address=address,
        )
    create_organisation(
        by=CLOCK,
        name="Préfecture de Vaucluse",
        kind=OrganisationKind.PREFECTURE,
        started_on=APPROVED_ON,
        address=PostalAddress("1 place de la Démonstration", "84000", "Avignon"),
    )


def _cast() -> Cast:
    """Find what the reference data made, by the names that the stories use."""
    organisations = {organisation.name: organisation for organisation in Organisation.objects.all()}
    organisations |= {key: organisations[name] for key, name in _ORGANISATIONS.items()}
    versions = {
        Axis(version.programme.axis): version
        for version in ProgrammeVersion.objects.select_related("programme").prefetch_related(
            "landlords", "associations"
        )
    }
    units = {unit.name: unit for unit in ManagementUnit.objects.select_related("agency__landlord")}
    return Cast(organisations, versions, units)
