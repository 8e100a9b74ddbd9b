"""Who plays: the pilot's real organisations, and invented professionals with the demonstration's accounts."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from decimal import Decimal

from partners.enums import Axis, Qualification, Role
from partners.models import ManagementUnit, Organisation, ProgrammeVersion, User
from partners.services.people import add_membership, create_user
from partners.services.territory import name_correspondent
from records.services.events import CLOCK

PASSWORD = "palier-demo"  # noqa: S105 -- shown by `make run`: the demonstration's accounts are no secret
LANDLORD, ADMINISTRATION = "mistral", "palier"


@dataclass(frozen=True)
class Account:
    """A professional of the demonstration."""

    key: str
    email: str
    first_name: str
    last_name: str
    organisation: str
    role: Role
    says: str  # for the list shown by `make run`
    telephone: str = ""
    qualification: str = ""
    share: Decimal = Decimal(1)
    unit: str = ""


ACCOUNTS: tuple[Account, ...] = (
    Account(
        "referente", "referente@soligone.example", "Claire", "Fabre", "soligone", Role.SOCIAL_WORKER,
        "travailleuse sociale de Soligone, référente de la plupart des ménages", "0465712010",
        Qualification.SOCIAL_ECONOMY,
    ),
    Account(
        "collegue", "collegue@soligone.example", "Youssef", "Belhadj", "soligone", Role.SOCIAL_WORKER,
        "son collègue", "0465712011", Qualification.SOCIAL_SERVICE, Decimal("0.80"),
    ),
    Account(
        "cheffe", "cheffe@soligone.example", "Hélène", "Vasseur", "soligone", Role.ASSOCIATION_MANAGER,
        "responsable à Soligone", "0465712001",
    ),
    Account(
        "referent", "referent@cap-habitat.example", "Mathieu", "Garcin", "cap_habitat", Role.SOCIAL_WORKER,
        "travailleur social de Cap Habitat", "0465713010", Qualification.EDUCATOR,
    ),
    Account(
        "cheffe_cap", "cheffe@cap-habitat.example", "Nathalie", "Aubert", "cap_habitat", Role.ASSOCIATION_MANAGER,
        "responsable à Cap Habitat", "0465713001",
    ),
    Account(
        "orange", "correspondant.orange@mistral.example", "Denis", "Lacoste", LANDLORD, Role.LANDLORD_CORRESPONDENT,
        "correspondant de l’unité d’Orange", "0465714020", unit="Orange",
    ),
    Account(
        "apt", "correspondant.apt@mistral.example", "Sylvie", "Roux", LANDLORD, Role.LANDLORD_CORRESPONDENT,
        "correspondante de l’unité d’Apt", "0465714021", unit="Apt",
    ),
    Account(
        "cesf", "cesf@mistral.example", "Martine", "Bosc", LANDLORD, Role.LANDLORD_SOCIAL_ADVISER,
        "conseillère sociale de Mistral Habitat", "0465714010", Qualification.SOCIAL_ECONOMY,
    ),
    Account(
        "contentieux", "contentieux@mistral.example", "Paul", "Granier", LANDLORD, Role.LANDLORD_LITIGATION,
        "service contentieux", "0465714011",
    ),
    Account(
        "secretaire", "secretaire.cal@mistral.example", "Nicole", "Perrin", LANDLORD, Role.CAL_SECRETARY,
        "secrétariat de la commission d’attribution", "0465714012",
    ),
    Account(
        "responsable", "responsable@mistral.example", "Bernard", "Teyssier", LANDLORD, Role.LANDLORD_MANAGER,
        "responsable chez le bailleur", "0465714001",
    ),
    Account(
        "admin", "admin@palier.example", "Sami", "Kaddour", LANDLORD, Role.ADMINISTRATOR,
        "administrateur : personnes, organismes, programmes ; n’ouvre aucun dossier",
    ),
)  # fmt: skip

# Those that the story needs and that nobody signs in as.
OTHERS: tuple[Account, ...] = (
    Account(
        "ancienne", "ancienne@soligone.example", "Lucile", "Mercadier", "soligone", Role.SOCIAL_WORKER,
        "a quitté l’association", "0465712012", Qualification.SOCIAL_SERVICE,
    ),
    Account(
        "bollene", "correspondant.bollene@mistral.example", "Fabien", "Jourdan", LANDLORD,
        Role.LANDLORD_CORRESPONDENT, "correspondant de l’unité de Bollène", "0465714022", unit="Bollène",
    ),
    Account(
        "carpentras", "correspondant.carpentras@mistral.example", "Anouk", "Ricard", LANDLORD,
        Role.LANDLORD_CORRESPONDENT, "correspondante de l’unité de Carpentras", "0465714023", unit="Carpentras",
    ),
    Account(
        "cavaillon", "correspondant.cavaillon@mistral.example", "Omar", "Lakhdar", LANDLORD,
        Role.LANDLORD_CORRESPONDENT, "correspondant de l’unité de Cavaillon", "0465714024", unit="Cavaillon",
    ),
    Account(
        "avignon", "correspondant.avignon@mistral.example", "Estelle", "Baudry", LANDLORD,
        Role.LANDLORD_CORRESPONDENT, "correspondante de l’unité d’Avignon", "0465714025", unit="Avignon",
    ),
    Account(
        "vedene", "correspondant.vedene@mistral.example", "Julien", "Sabatier", LANDLORD,
        Role.LANDLORD_CORRESPONDENT, "correspondant de l’unité de Vedène", "0465714026", unit="Vedène",
    ),
)  # fmt: skip


@dataclass
class Cast:
    """The organisations and people, by the names that the stories use."""

    organisations: dict[str, Organisation]
    versions: dict[Axis, ProgrammeVersion]
    units: dict[str, ManagementUnit]
    people: dict[str, User] = field(default_factory=dict)

    def manager_of(self, association: str) -> uuid.UUID:
        """Give who manages an association."""
        key = "cheffe" if association == "soligone" else "cheffe_cap"
        found: uuid.UUID = self.people[key].pk
        return found


def engage(cast: Cast, *, started_on: dt.date) -> None:
    """Make everybody's account and role, and name the correspondent of every unit that has one."""
    for account in (*ACCOUNTS, *OTHERS):
        user = create_user(
            by=CLOCK,
            email=account.email,
            first_name=account.first_name,
            last_name=account.last_name,
            password=PASSWORD,
            telephone=account.telephone,
            qualification=account.qualification,
        )
        add_membership(
            by=CLOCK,
            user=user,
            organisation=cast.organisations[account.organisation],
            role=account.role,
            started_on=started_on,
            full_time_share=account.share,
        )
        cast.people[account.key] = user
        if account.unit and account.unit in cast.units:
            name_correspondent(by=CLOCK, unit=cast.units[account.unit], user_id=user.pk, started_on=started_on)
