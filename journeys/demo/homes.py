"""The dwellings that the landlord of the demonstration announces: invented residences in real towns."""

import datetime as dt
from decimal import Decimal

from journeys.demo.play import Stage
from leases.enums import FundingCategory, Heating, ReservationKind, Typology
from leases.models import Announcement, ReservationHolder
from leases.services.announcements import DwellingFacts, Terms, add_dwelling, add_reservation_holder, announce
from partners.models import Organisation

HOMES: tuple[tuple[str, str, str, str, str, Typology, str, int, str, str], ...] = (
    # unit, residence, street, postcode, city, type, surface, floor, rent, charges
    ("Orange", "Les Amandiers", "12 rue des Amandiers", "84100", "Orange", Typology.T3, "62", 1, "412", "88"),
    (
        "Orange",
        "Le Clos d’Aygues",
        "3 allée des Platanes",
        "84100",
        "Orange",
        Typology.T4,
        "78.5",
        2,
        "468.20",
        "96.40",
    ),
    ("Orange", "Le Grès", "8 avenue des Chênes", "84100", "Orange", Typology.T2, "46", 0, "318", "61"),
    ("Carpentras", "Les Cerisiers", "5 impasse du Moulin", "84200", "Carpentras", Typology.T3, "64", 1, "405", "79"),
    ("Cavaillon", "Le Colostre", "17 rue des Fontaines", "84300", "Cavaillon", Typology.T4, "80", 0, "489", "102"),
    ("Apt", "Les Ocres", "2 chemin de la Colline", "84400", "Apt", Typology.T3, "61", 3, "398", "90"),
    ("Orange", "Les Amandiers", "14 rue des Amandiers", "84100", "Orange", Typology.T2, "48", 2, "331", "64"),
    ("Bollène", "La Croix-Rouge", "9 rue du Lavoir", "84500", "Bollène", Typology.T3, "60", 1, "389", "82"),
)


def announce_homes(stage: Stage) -> list[Announcement]:
    """Announce them all, on the story's day."""
    homes: list[Announcement] = []
    landlord: Organisation = stage.cast.organisations["mistral"]
    by = stage.cast.people["orange"].pk
    holder: ReservationHolder = add_reservation_holder(
        by=by, landlord_id=landlord.pk, name="Préfecture de Vaucluse", kind=ReservationKind.PREFECTURE
    )
    for rank, (unit, residence, street, postcode, city, typology, surface, floor, rent, charges) in enumerate(HOMES):
        dwelling = add_dwelling(
            by=by,
            unit=stage.cast.units[unit],
            started_on=stage.clock.today,
            facts=DwellingFacts(
                reference=f"MH-{1001 + rank}",
                residence=residence,
                address=street,
                postcode=postcode,
                city=city,
                typology=typology,
                surface=Decimal(surface),
                floor=floor,
                has_lift=floor > 2,  # noqa: PLR2004 -- the tall ones have one
                is_accessible=floor == 0,
                funding_category=FundingCategory.PLAI if rank % 3 else FundingCategory.PLUS,
                heating=Heating.COLLECTIVE if rank % 2 else Heating.INDIVIDUAL,
            ),
        )
        homes.append(
            announce(
                by=by,
                dwelling=dwelling,
                announced_on=stage.clock.today,
                available_on=stage.clock.today + dt.timedelta(days=20 + 5 * rank),
                terms=Terms(
                    rent=Decimal(rent), charges=Decimal(charges), utilities=Decimal(0) if rank % 2 else Decimal(62)
                ),
                reservation_holder=holder if rank % 2 == 0 else None,
                agreed_on=stage.clock.today if rank % 4 == 0 else None,
                today=stage.clock.today,
            )
        )
    return homes
