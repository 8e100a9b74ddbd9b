"""The stories of the demonstration's titles: subleases of every age, chains, procedures, a colocation, a mutation."""

from accompaniments.enums import ReferralSource
from journeys.demo import people
from journeys.demo.story import (
    CAP_HABITAT,
    COLLEGUE,
    REFERENT,
    REFERENTE,
    SUPPORTED_ACCESS,
    SUPPORTED_MAINTENANCE,
    Story,
    marked,
)
from partners.enums import Axis

QUIET = (38, 60)  # days between meetings: what these stories show is their titles


def _access(shows: str, shape: str, lead: str, unit: str, mark: str, *, recorded: int = 199) -> Story:
    return Story(
        shows, shape, Axis.ACCESS, lead, recorded, known=SUPPORTED_ACCESS, unit=unit, city=unit, rhythm=QUIET,
        association=CAP_HABITAT if lead == REFERENT else "soligone", marks=marked(mark, "titled"),
    )  # fmt: skip


def _kept(shows: str, shape: str, lead: str, unit: str, mark: str, *, recorded: int = 199) -> Story:
    return Story(
        shows, shape, Axis.MAINTENANCE, lead, recorded, known=SUPPORTED_MAINTENANCE, unit=unit, city=unit,
        rhythm=QUIET, source=ReferralSource.LANDLORD_RENTAL, association=CAP_HABITAT if lead == REFERENT else "soligone",
        marks=marked(mark, "titled", "correspondent", *(() if mark.startswith("lease_") else ("in_procedure",))),
    )  # fmt: skip


TITLES: tuple[Story, ...] = (
    _access("un bail qui a glissé", people.FAMILY, REFERENTE, "Orange", "lease_slid", recorded=290),
    _access("un glissement accepté, à signer", people.COUPLE, REFERENTE, "Orange", "lease_agreed"),
    _access("un glissement proposé au bailleur", people.LONE_MOTHER, REFERENTE, "Orange", "lease_proposed"),
    _access("un glissement refusé par le bailleur", people.SINGLE_MAN, REFERENT, "Carpentras", "lease_refused"),
    _access("une sous-location prolongée", people.LONE_FATHER, REFERENT, "Cavaillon", "lease_extended"),
    _access("un examen convoqué, un contrat à signer", people.COUPLE, REFERENTE, "Orange", "lease_convened"),
    _access("une sous-location qui accumule les retards", people.SINGLE_WOMAN, REFERENTE, "Orange", "lease_late"),
    _access("un examen manqué, le ménage absent", people.FAMILY, REFERENT, "Apt", "lease_missed"),
    _access("une sous-location durable", people.ELDER, REFERENT, "Apt", "lease_durable"),
    _access(
        "de l’hébergement au bail, sans déménager", people.SINGLE_WOMAN, REFERENTE, "Orange", "lease_alt", recorded=290
    ),
    _access("une colocation, la première chambre", people.SINGLE_MAN, REFERENTE, "Avignon", "lease_room_1"),
    _access("une colocation, la seconde chambre", people.SINGLE_MAN, COLLEGUE, "Avignon", "lease_room_2"),
    _access("une mutation vers un autre logement", people.COUPLE, COLLEGUE, "Orange", "lease_moved"),
    _kept("une sous-location dans le logement occupé", people.FAMILY, REFERENT, "Apt", "lease_in_place"),
    _kept("un bail retrouvé après une sous-location", people.COUPLE, REFERENTE, "Orange", "lease_back", recorded=290),
    _kept("un protocole de cohésion sociale en cours", people.LONE_MOTHER, REFERENTE, "Orange", "pcs_running"),
    _kept("un protocole de cohésion sociale rompu", people.SINGLE_MAN, REFERENT, "Carpentras", "pcs_broken"),
    _kept("un commandement de payer, bail ancien", people.FAMILY, REFERENTE, "Orange", "procedure_old"),
    _kept("un commandement de payer, bail récent", people.COUPLE, REFERENT, "Apt", "procedure_new"),
    _kept("une expulsion suspendue par la trêve hivernale", people.LONE_FATHER, REFERENT, "Orange", "procedure_truce"),
)
