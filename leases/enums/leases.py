"""The words of the titles a household occupies a dwelling by, their inventories, an entry."""

from enum import nonmember

from django.db import models


class LeaseKind(models.TextChoices):
    """The titles of the chain, an occupation without one included (domain.md §2.0 C, §7.1 D4)."""

    DIRECT = "DIRECT", "bail du ménage"
    HEAD = "HEAD", "bail de l’association"
    SUBLEASE = "SUBLEASE", "sous-location"
    ALT = "ALT", "allocation logement temporaire (ALT)"
    HOSTING = "HOSTING", "hébergement"
    RESIDENCY = "RESIDENCY", "résidence (résidence sociale, foyer de jeunes travailleurs)"
    NO_TITLE = "NO_TITLE", "occupation sans titre"
    PCS = "PCS", "protocole de cohésion sociale"

    HOUSEHOLD = nonmember(("DIRECT", "SUBLEASE", "ALT", "HOSTING", "RESIDENCY", "NO_TITLE", "PCS"))
    # What an association may let a household have under its own lease, and what a household may be left with there.
    UNDER_HEAD = nonmember(("SUBLEASE", "ALT", "HOSTING", "RESIDENCY", "NO_TITLE", "PCS"))


# Which title may follow which without moving (domain.md §2.4). A sublease becomes the household's lease by a slide alone.
TITLE_FOLLOWS: dict[LeaseKind, tuple[LeaseKind, ...]] = {
    LeaseKind.DIRECT: (LeaseKind.NO_TITLE,),
    LeaseKind.HEAD: (),
    LeaseKind.SUBLEASE: (LeaseKind.NO_TITLE,),
    LeaseKind.ALT: (LeaseKind.SUBLEASE, LeaseKind.DIRECT, LeaseKind.HOSTING, LeaseKind.RESIDENCY),
    LeaseKind.HOSTING: (LeaseKind.ALT, LeaseKind.SUBLEASE, LeaseKind.DIRECT, LeaseKind.RESIDENCY),
    LeaseKind.RESIDENCY: (LeaseKind.SUBLEASE, LeaseKind.DIRECT, LeaseKind.NO_TITLE),
    LeaseKind.NO_TITLE: (LeaseKind.SUBLEASE, LeaseKind.PCS, LeaseKind.DIRECT),
    LeaseKind.PCS: (LeaseKind.DIRECT, LeaseKind.NO_TITLE),
}


class LeaseEnd(models.TextChoices):
    """Why a title ended."""

    SUCCESSOR = "SUCCESSOR", "autre titre dans le même logement"
    SLIDE = "SLIDE", "glissement"
    TRANSFER = "TRANSFER", "relogement dans un autre logement (mutation)"
    HOUSEHOLD_NOTICE = "HOUSEHOLD_NOTICE", "congé donné par le ménage"
    LANDLORD_NOTICE = "LANDLORD_NOTICE", "congé donné au ménage"
    GIVEN_BACK = "GIVEN_BACK", "logement rendu par l’association"
    AGREEMENT = "AGREEMENT", "fin d’un commun accord"
    TERM = "TERM", "arrivé à son terme"
    TERMINATED = "TERMINATED", "résilié par le juge"
    EVICTED = "EVICTED", "expulsion"
    DEPARTURE = "DEPARTURE", "départ sans congé"
    DEATH = "DEATH", "décès"
    PROTOCOL_BROKEN = "PROTOCOL_BROKEN", "protocole non respecté"

    # What another title brought about: annulled with it, the one before goes on.
    BY_FOLLOWER = nonmember(("SUCCESSOR", "SLIDE", "TRANSFER", "TERMINATED", "PROTOCOL_BROKEN"))
    # What cannot be announced: it has happened, or not.
    OF_THE_PAST = nonmember(("EVICTED", "DEPARTURE", "DEATH"))
    # What ends a title and leaves the household in its home.
    IN_PLACE = nonmember(("TERMINATED", "PROTOCOL_BROKEN"))
    # What a person chooses: the others come with what follows.
    CHOSEN = nonmember(
        (
            "HOUSEHOLD_NOTICE",
            "LANDLORD_NOTICE",
            "AGREEMENT",
            "TERM",
            "TERMINATED",
            "PROTOCOL_BROKEN",
            "EVICTED",
            "DEPARTURE",
            "DEATH",
        )
    )


class InventoryKind(models.TextChoices):
    """An état des lieux."""

    MOVE_IN = "MOVE_IN", "entrée"
    IN_SITU = "IN_SITU", "sur place, sans déménagement"
    MOVE_OUT = "MOVE_OUT", "sortie"


class EntryStep(models.TextChoices):
    """The preparation of an entry (domain.md §2.1 S8)."""

    INSURANCE = "INSURANCE", "Assurance habitation"
    FSL = "FSL", "FSL accès"
    LOCA_PASS = "LOCA_PASS", "Avance Loca-Pass"
    ENTRY_COSTS = "ENTRY_COSTS", "Plan des frais d’entrée"
    METERS = "METERS", "Compteurs (énergie, eau)"
    HOUSING_BENEFIT = "HOUSING_BENEFIT", "Demande d’aide au logement"
