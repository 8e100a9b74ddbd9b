"""The words of dwellings, CAL dossiers, decisions, offers and leases."""

from enum import nonmember

from django.db import models


class Typology(models.TextChoices):
    """A dwelling's size in main rooms."""

    T1 = "T1", "T1"
    T2 = "T2", "T2"
    T3 = "T3", "T3"
    T4 = "T4", "T4"
    T5 = "T5", "T5"
    T6 = "T6", "T6 et plus"


class FundingCategory(models.TextChoices):
    """The loan that built a dwelling, which sets its rent and its income ceiling."""

    PLAI_ADAPTED = "PLAI_ADAPTED", "PLAI adapté"
    PLAI = "PLAI", "PLAI"
    PLUS = "PLUS", "PLUS"
    PLS = "PLS", "PLS"

    VERY_SOCIAL = nonmember(("PLAI_ADAPTED", "PLAI"))


class Heating(models.TextChoices):
    """Who pays the heating: an individual one adds its flat rate to the effort rate."""

    COLLECTIVE = "COLLECTIVE", "collectif, dans les charges"
    INDIVIDUAL = "INDIVIDUAL", "individuel"


class ReservationKind(models.TextChoices):
    """Who may nominate candidates for a dwelling."""

    PREFECTURE = "PREFECTURE", "préfecture"
    TOWN = "TOWN", "commune"
    DEPARTMENT = "DEPARTMENT", "conseil départemental"
    ACTION_LOGEMENT = "ACTION_LOGEMENT", "Action Logement"
    LANDLORD = "LANDLORD", "le bailleur (non réservé)"
    OTHER = "OTHER", "autre réservataire"


class LeaseWish(models.TextChoices):
    """The lease a household or its worker asks for; recorded before the commission."""

    DIRECT = "DIRECT", "bail direct"
    SLIDING = "SLIDING", "bail glissant (sous-location)"


class Band(models.TextChoices):
    """Where an effort rate stands against the bands: a warning, never a refusal (domain.md §3.1, §8.8)."""

    UNKNOWN = "UNKNOWN", "ne peut pas être calculé"
    GREEN = "GREEN", "sous le premier repère"
    AMBER = "AMBER", "entre les deux repères"
    RED = "RED", "au-dessus du second repère"


class FileState(models.TextChoices):
    """The life of a CAL dossier (domain.md §2.0 B)."""

    DRAFT = "DRAFT", "en préparation"
    SUBMITTED = "SUBMITTED", "soumis"
    COMPLETE = "COMPLETE", "complet"
    SCHEDULED = "SCHEDULED", "inscrit en commission"
    DECIDED = "DECIDED", "décidé"
    OFFER_SENT = "OFFER_SENT", "offre en cours"
    ACCEPTED = "ACCEPTED", "offre acceptée"
    REFUSED = "REFUSED", "offre refusée"
    NO_ANSWER = "NO_ANSWER", "offre sans réponse"
    CLOSED = "CLOSED", "clos"

    BEFORE_COMMISSION = nonmember(("SUBMITTED", "COMPLETE", "SCHEDULED"))
    OPEN = nonmember(("DRAFT", "SUBMITTED", "COMPLETE", "SCHEDULED", "DECIDED", "OFFER_SENT", "ACCEPTED"))


FILE_TRANSITIONS: dict[FileState, tuple[FileState, ...]] = {
    FileState.DRAFT: (FileState.SUBMITTED, FileState.CLOSED),
    FileState.SUBMITTED: (FileState.COMPLETE, FileState.CLOSED),
    FileState.COMPLETE: (FileState.SUBMITTED, FileState.SCHEDULED, FileState.CLOSED),
    FileState.SCHEDULED: (FileState.COMPLETE, FileState.DECIDED, FileState.CLOSED),
    FileState.DECIDED: (FileState.COMPLETE, FileState.OFFER_SENT, FileState.CLOSED),
    FileState.OFFER_SENT: (FileState.ACCEPTED, FileState.REFUSED, FileState.NO_ANSWER),
    FileState.ACCEPTED: (FileState.CLOSED,),
    FileState.REFUSED: (FileState.CLOSED,),
    FileState.NO_ANSWER: (FileState.CLOSED,),
    FileState.CLOSED: (),
}


class FileEnd(models.TextChoices):
    """Why a dossier is closed."""

    LEASE_SIGNED = "LEASE_SIGNED", "bail signé"
    NOT_ALLOCATED = "NOT_ALLOCATED", "non attribué"
    OFFER_REFUSED = "OFFER_REFUSED", "offre refusée par le ménage"
    NO_ANSWER = "NO_ANSWER", "offre restée sans réponse"
    CONDITION_NOT_MET = "CONDITION_NOT_MET", "condition non remplie"
    RANK_NOT_REACHED = "RANK_NOT_REACHED", "rang non atteint"
    LEASE_FAILED = "LEASE_FAILED", "bail non signé"
    WITHDRAWN = "WITHDRAWN", "retiré par le référent"
    DWELLING_WITHDRAWN = "DWELLING_WITHDRAWN", "logement retiré par le bailleur"


class AidState(models.TextChoices):
    """Where an entry aid stands."""

    NOT_NEEDED = "NOT_NEEDED", "sans objet"
    TO_FILE = "TO_FILE", "à déposer"
    FILED = "FILED", "déposé"
    GRANTED = "GRANTED", "accordé"
    REFUSED = "REFUSED", "refusé"


class DecisionKind(models.TextChoices):
    """What a commission decides on one dossier (R.441-3 CCH, domain.md §3.5)."""

    ALLOCATED = "ALLOCATED", "attribution"
    ALLOCATED_RANKED = "ALLOCATED_RANKED", "attribution en rang"
    ALLOCATED_CONDITIONAL = "ALLOCATED_CONDITIONAL", "attribution sous condition suspensive"
    NOT_ALLOCATED = "NOT_ALLOCATED", "non-attribution"
    INADMISSIBLE = "INADMISSIBLE", "rejet pour irrecevabilité"
    ADJOURNED = "ADJOURNED", "ajournement"


class Answer(models.TextChoices):
    """A household's answer to an offer."""

    ACCEPTED = "ACCEPTED", "acceptée"
    REFUSED = "REFUSED", "refusée"
    SILENCE = "SILENCE", "sans réponse (vaut refus)"


class LeaseKind(models.TextChoices):
    """The leases of the chain."""

    DIRECT = "DIRECT", "bail du ménage"
    HEAD = "HEAD", "bail de l’association"
    SUBLEASE = "SUBLEASE", "sous-location"


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


class ProcedureStage(models.TextChoices):
    """The stages of an eviction procedure, in their order, then what sets it aside (domain.md §3.7)."""

    ARREARS = "ARREARS", "impayé"
    CAF_REPORTED = "CAF_REPORTED", "impayé signalé à la caisse d’allocations"
    CCAPEX_REFERRED = "CCAPEX_REFERRED", "CCAPEX saisie"
    PAYMENT_ORDER = "PAYMENT_ORDER", "commandement de payer"
    SUMMONS = "SUMMONS", "assignation"
    HEARING = "HEARING", "audience"
    JUDGMENT_TERMS = "JUDGMENT_TERMS", "jugement avec délais de paiement"
    JUDGMENT_TERMINATION = "JUDGMENT_TERMINATION", "bail résilié par le juge"
    VACATE_ORDER = "VACATE_ORDER", "commandement de quitter les lieux"
    EVICTION_ATTEMPT = "EVICTION_ATTEMPT", "tentative d’expulsion"
    POLICE_REQUESTED = "POLICE_REQUESTED", "concours de la force publique demandé"
    POLICE_GRANTED = "POLICE_GRANTED", "concours de la force publique accordé"
    EVICTED = "EVICTED", "expulsion"
    PCS_ACTIVE = "PCS_ACTIVE", "protocole de cohésion sociale en cours"
    OVERINDEBTEDNESS = "OVERINDEBTEDNESS", "suspendue par le surendettement"
    PAID_OFF = "PAID_OFF", "dette soldée"
    ABANDONED = "ABANDONED", "procédure abandonnée"

    ORDERED = nonmember(
        (
            "ARREARS",
            "CAF_REPORTED",
            "CCAPEX_REFERRED",
            "PAYMENT_ORDER",
            "SUMMONS",
            "HEARING",
            "JUDGMENT_TERMS",
            "JUDGMENT_TERMINATION",
            "VACATE_ORDER",
            "EVICTION_ATTEMPT",
            "POLICE_REQUESTED",
            "POLICE_GRANTED",
            "EVICTED",
        )
    )
