"""The words of an accompaniment, and which state may follow which (domain.md §2.0.1)."""

from enum import nonmember

from django.db import models

from partners.enums import Axis


class State(models.TextChoices):
    """What is stored; every other step is derived from dated facts."""

    REFERRED = "REFERRED", "Orientation reçue"
    REVIEWING = "REVIEWING", "Étude"
    CONTACTING = "CONTACTING", "Prise de contact"
    CONTACT_FAILED = "CONTACT_FAILED", "Contact infructueux"
    DIAGNOSED = "DIAGNOSED", "Diagnostic fait"
    PROPOSED = "PROPOSED", "Accompagnement proposé"
    READY = "READY", "Prêt"
    SUPPORTED = "SUPPORTED", "Accompagné"
    WATCHED = "WATCHED", "En veille"
    CLOSED = "CLOSED", "Clos"

    IN_PREPARATION = nonmember(
        ("REFERRED", "REVIEWING", "CONTACTING", "CONTACT_FAILED", "DIAGNOSED", "PROPOSED", "READY")
    )
    OPEN = nonmember(
        (
            "REFERRED",
            "REVIEWING",
            "CONTACTING",
            "CONTACT_FAILED",
            "DIAGNOSED",
            "PROPOSED",
            "READY",
            "SUPPORTED",
            "WATCHED",
        )
    )


_COMMON = {
    State.REFERRED: (State.REVIEWING, State.CLOSED),
    State.REVIEWING: (State.CONTACTING, State.DIAGNOSED, State.CLOSED),
    State.CONTACTING: (State.DIAGNOSED, State.CONTACT_FAILED, State.CLOSED),
    State.CONTACT_FAILED: (State.CONTACTING, State.CLOSED),
    State.DIAGNOSED: (State.CONTACTING, State.PROPOSED, State.CLOSED),
    State.PROPOSED: (State.DIAGNOSED, State.READY, State.CLOSED),
    State.READY: (State.PROPOSED, State.SUPPORTED, State.CLOSED),
    State.SUPPORTED: (State.WATCHED, State.CLOSED),
    State.WATCHED: (State.SUPPORTED, State.CLOSED),
    State.CLOSED: (),
}

# Keyed by axis: the convention of each may add or remove a way. A correction (a decision recorded in error) is no
# transition: it is a row of its own, from SUPPORTED back to READY.
TRANSITIONS: dict[Axis, dict[State, tuple[State, ...]]] = {Axis.ACCESS: _COMMON, Axis.MAINTENANCE: _COMMON}

# A reprise enters at the present state of a household already on its way, from nothing, flagged TAKEN_OVER.
TAKE_OVER_ENTRIES: tuple[State, ...] = tuple(State(value) for value in State.OPEN)


class ReferralSource(models.TextChoices):
    """Who referred or asked."""

    SIAO = "SIAO", "SIAO"
    LANDLORD_RENTAL = "LANDLORD_RENTAL", "service locatif du bailleur"
    LANDLORD_LITIGATION = "LANDLORD_LITIGATION", "service contentieux du bailleur"
    LANDLORD_SOCIAL = "LANDLORD_SOCIAL", "conseillère sociale du bailleur"
    CTPE = "CTPE", "CTPE / CCAPEX"
    OTHER = "OTHER", "autre"


class ExitReason(models.TextChoices):
    """Why an accompaniment is over (domain.md §2.2)."""

    STABILISED_DIRECT_TENANT = "STABILISED_DIRECT_TENANT", "situation stabilisée, locataire en titre"
    MAINTAINED_LEASE_KEPT = "MAINTAINED_LEASE_KEPT", "maintien dans les lieux, bail conservé"
    MAINTAINED_LEASE_RESTORED = "MAINTAINED_LEASE_RESTORED", "maintien dans les lieux, bail rétabli"
    SLID = "SLID", "bail glissé"
    TRANSFERRED = "TRANSFERRED", "mutation"
    REORIENTED_ADAPTED = "REORIENTED_ADAPTED", "réorientation adaptée"
    REFUSED_SUPPORT = "REFUSED_SUPPORT", "accompagnement refusé"
    LOST_CONTACT = "LOST_CONTACT", "contact perdu"
    EVICTED = "EVICTED", "expulsion"
    LEFT_VOLUNTARILY = "LEFT_VOLUNTARILY", "départ volontaire"
    DECEASED = "DECEASED", "décès"
    MOVED_TO_OTHER_SCHEME = "MOVED_TO_OTHER_SCHEME", "passage à un autre dispositif"
    MOVED_TO_OTHER_PROGRAMME = "MOVED_TO_OTHER_PROGRAMME", "passage à un autre programme"
    NOT_ELIGIBLE = "NOT_ELIGIBLE", "orientation non retenue"


class Mode(models.TextChoices):
    """How a meeting is held (domain.md §4.3 A1)."""

    HOME = "HOME", "À domicile"
    OFFICE = "OFFICE", "Au bureau"
    PHYSICAL = "PHYSICAL", "Accompagnement physique"
    PHONE = "PHONE", "Téléphone"
    VIDEO = "VIDEO", "Visio"

    FACE_TO_FACE = nonmember(("HOME", "OFFICE", "PHYSICAL"))


class Outcome(models.TextChoices):
    """What became of a meeting."""

    PLANNED = "PLANNED", "prévue"
    HELD = "HELD", "tenue"
    NOT_PRESENT = "NOT_PRESENT", "personne absente"
    CANCELLED = "CANCELLED", "annulée"


class CancelledBy(models.TextChoices):
    """Who cancelled a meeting."""

    HOUSEHOLD = "HOUSEHOLD", "le ménage"
    WORKER = "WORKER", "le travailleur social"
    OTHER = "OTHER", "un tiers"


class Subject(models.TextChoices):
    """What was worked on; the domains of the common grid, in a worker's words (domain.md §5)."""

    RESOURCES = "RESOURCES", "Ressources"
    BUDGET = "BUDGET", "Budget et dettes"
    RIGHTS = "RIGHTS", "Accès aux droits"
    HOUSING_PATH = "HOUSING_PATH", "Projet logement"
    OCCUPANCY = "OCCUPANCY", "Entretien du logement"
    TENANCY = "TENANCY", "Relation au bailleur"
    NEIGHBOURHOOD = "NEIGHBOURHOOD", "Voisinage"
    HEALTH = "HEALTH", "Accès aux soins"
    FAMILY = "FAMILY", "Famille"
    EMPLOYMENT = "EMPLOYMENT", "Emploi, formation"
    MOBILITY = "MOBILITY", "Mobilité, langue, numérique"
    ADHERENCE = "ADHERENCE", "Adhésion"

    LANDLORD_READS = nonmember(("BUDGET", "HOUSING_PATH", "OCCUPANCY", "TENANCY", "NEIGHBOURHOOD"))


class ContactKind(models.TextChoices):
    """A contact that is no meeting."""

    MESSAGE_SENT = "MESSAGE_SENT", "Message envoyé"
    MESSAGE_RECEIVED = "MESSAGE_RECEIVED", "Message reçu"
    CALL_NO_ANSWER = "CALL_NO_ANSWER", "Appel sans réponse"
    PARTNER_CALL = "PARTNER_CALL", "Échange avec un partenaire"

    FROM_THE_PERSON = nonmember(("MESSAGE_RECEIVED",))


class ClaimKind(models.TextChoices):
    """A démarche."""

    FSL_ACCESS = "FSL_ACCESS", "FSL accès"
    FSL_MAINTENANCE = "FSL_MAINTENANCE", "FSL maintien"
    LOCA_PASS = "LOCA_PASS", "Avance Loca-Pass"
    HOUSING_BENEFIT = "HOUSING_BENEFIT", "Aide au logement"
    OVER_INDEBTEDNESS = "OVER_INDEBTEDNESS", "Surendettement"
    HOUSING_REQUEST = "HOUSING_REQUEST", "Demande de logement social"
    RIGHTS = "RIGHTS", "Ouverture de droits"
    OTHER = "OTHER", "Autre démarche"


class ClaimStep(models.TextChoices):
    """The follow-up of a démarche."""

    PREPARED = "PREPARED", "en préparation"
    FILED = "FILED", "déposée"
    MISSING_PIECE = "MISSING_PIECE", "pièce manquante"
    GRANTED = "GRANTED", "accordée"
    REFUSED = "REFUSED", "refusée"
    ABANDONED = "ABANDONED", "abandonnée"

    OPEN = nonmember(("PREPARED", "FILED", "MISSING_PIECE"))


class AttemptKind(models.TextChoices):
    """A way of the outreach ladder to someone who does not answer (domain.md §2.3)."""

    LETTER_SIMPLE = "LETTER_SIMPLE", "courrier simple"
    LETTER_REGISTERED = "LETTER_REGISTERED", "courrier recommandé"
    SITE_VISIT = "SITE_VISIT", "visite sur site"
    PHONE = "PHONE", "appel"
    MESSAGE = "MESSAGE", "message"
    VIA_PARTNER = "VIA_PARTNER", "par un partenaire"

    LETTERS = nonmember(("LETTER_SIMPLE", "LETTER_REGISTERED"))


class AttemptResult(models.TextChoices):
    """What became of an attempt. Only an answer or a meeting is a success: « remis » alone is none."""

    PENDING = "PENDING", "en attente"
    DELIVERED = "DELIVERED", "remis, sans réponse"
    NO_ANSWER = "NO_ANSWER", "sans réponse"
    REFUSED = "REFUSED", "refusé"
    UNCLAIMED = "UNCLAIMED", "non réclamé"
    WRONG_ADDRESS = "WRONG_ADDRESS", "adresse inconnue"
    ANSWERED = "ANSWERED", "la personne a répondu"
    MET = "MET", "la personne a été rencontrée"

    SUCCESS = nonmember(("ANSWERED", "MET"))


class FailureAnswer(models.TextChoices):
    """What the manager answers when the team says that nobody could be reached."""

    PENDING = "PENDING", "à confirmer"
    CONFIRMED = "CONFIRMED", "confirmé"
    DECLINED = "DECLINED", "renvoyé"
    LAPSED = "LAPSED", "sans objet"


class DiagnosisKind(models.TextChoices):
    """What is written after the first interview, by axis."""

    SHARED = "SHARED", "diagnostic partagé"
    SOCIAL = "SOCIAL", "évaluation sociale"


class DiagnosisState(models.TextChoices):
    """The life of a diagnosis: written, validated by the manager, returned to the landlord."""

    DRAFT = "DRAFT", "en cours d’écriture"
    TO_VALIDATE = "TO_VALIDATE", "à valider"
    VALIDATED = "VALIDATED", "validé"
    RETURNED = "RETURNED", "transmis au bailleur"
    ABANDONED = "ABANDONED", "abandonné"  # opened by mistake; what was written in it stays


class DiagnosisSection(models.TextChoices):
    """The parts of a diagnosis (domain.md §6)."""

    PATH = "PATH", "Parcours et situation"
    RESOURCES = "RESOURCES", "Ressources et charges"
    RIGHTS = "RIGHTS", "Droits"
    HOUSING_NEED = "HOUSING_NEED", "Besoin de logement"
    STRENGTHS = "STRENGTHS", "Points d’appui"
    RISKS = "RISKS", "Points de vigilance"
    NEEDS = "NEEDS", "Besoins d’accompagnement"
    RECOMMENDATIONS = "RECOMMENDATIONS", "Préconisations"
    PROPOSED_SUPPORT = "PROPOSED_SUPPORT", "Accompagnement proposé"
    LANDLORD_VIEW = "LANDLORD_VIEW", "Point de vue du bailleur"


class Passage(models.TextChoices):
    """When the common grid is scored (domain.md §5)."""

    ENTRY = "ENTRY", "à l’entrée"
    REVIEW = "REVIEW", "au bilan d’étape"
    EXIT = "EXIT", "à la sortie"
    WATCH_END = "WATCH_END", "à la fin de la veille"


class ProposalAnswer(models.TextChoices):
    """What the household says of the support, or of the housing project, that is proposed."""

    PENDING = "PENDING", "en attente"
    ACCEPTED = "ACCEPTED", "acceptée"
    REFUSED = "REFUSED", "refusée"
    NO_ANSWER = "NO_ANSWER", "sans réponse"


class ObjectiveState(models.TextChoices):
    """Where an objective of the contract is."""

    OPEN = "OPEN", "en cours"
    ACHIEVED = "ACHIEVED", "atteint"
    PARTLY = "PARTLY", "atteint en partie"
    NOT_ACHIEVED = "NOT_ACHIEVED", "non atteint"
    CANCELLED = "CANCELLED", "abandonné"


class WhoActs(models.TextChoices):
    """Who carries an objective."""

    HOUSEHOLD = "HOUSEHOLD", "le ménage"
    WORKER = "WORKER", "l’association"
    LANDLORD = "LANDLORD", "le bailleur"
    TOGETHER = "TOGETHER", "ensemble"


class Progress(models.TextChoices):
    """What a meeting did for an objective, in a tap."""

    WORKED_ON = "WORKED_ON", "abordé"
    FORWARD = "FORWARD", "avance"
    BLOCKED = "BLOCKED", "bloqué"
    ACHIEVED = "ACHIEVED", "atteint"


class ReviewState(models.TextChoices):
    """The life of a stage review (bilan d’étape)."""

    DRAFT = "DRAFT", "en cours d’écriture"
    WITH_LANDLORD = "WITH_LANDLORD", "part du bailleur attendue"
    VALIDATED = "VALIDATED", "validé"
    ABANDONED = "ABANDONED", "abandonné"  # opened by mistake; what was written in it stays

    OVER = nonmember(("VALIDATED", "ABANDONED"))


class OrientationAnswer(models.TextChoices):
    """A service's answer to an orientation."""

    PENDING = "PENDING", "en attente"
    ACCEPTED = "ACCEPTED", "prise en charge"
    REFUSED = "REFUSED", "refusée"
    NO_ANSWER = "NO_ANSWER", "sans réponse"


class DifficultyKind(models.TextChoices):
    """What a difficulty treated together is about."""

    ARREARS = "ARREARS", "impayé"
    COMPLAINT = "COMPLAINT", "plainte ou trouble"
    INSURANCE = "INSURANCE", "assurance échue"
    UPKEEP = "UPKEEP", "entretien du logement"
    QUESTION = "QUESTION", "question"
    OTHER = "OTHER", "autre"


class Side(models.TextChoices):
    """The two sides that treat a difficulty together: the household's team, and the landlord to whom it is named."""

    TEAM = "TEAM", "association"
    LANDLORD = "LANDLORD", "bailleur"

    @property
    def other(self) -> "Side":
        """Give the side that answers this one."""
        return Side.LANDLORD if self == Side.TEAM else Side.TEAM


class DifficultyState(models.TextChoices):
    """Where a difficulty is; each change leaves a dated row."""

    OPEN = "OPEN", "réponse attendue"
    ANSWERED = "ANSWERED", "répondue"
    CLOSED = "CLOSED", "close"


# An answer that does not settle it opens it again; so may what was closed too soon.
DIFFICULTY_TRANSITIONS: dict[DifficultyState, tuple[DifficultyState, ...]] = {
    DifficultyState.OPEN: (DifficultyState.ANSWERED, DifficultyState.CLOSED),
    DifficultyState.ANSWERED: (DifficultyState.OPEN, DifficultyState.CLOSED),
    DifficultyState.CLOSED: (DifficultyState.OPEN,),
}


class DifficultyAnswer(models.TextChoices):
    """What the other side does of a difficulty; in watch the team reopens the accompaniment, or says why not."""

    ANSWERED = "ANSWERED", "réponse du bailleur"
    HANDLED = "HANDLED", "pris en compte dans l’accompagnement"
    REOPENED = "REOPENED", "accompagnement rouvert"
    NOT_REOPENED = "NOT_REOPENED", "pas de réouverture"


class HousingStatus(models.TextChoices):
    """The title of a household some time after the end (domain.md §4.3 A11)."""

    TENANT = "TENANT", "locataire en titre"
    SUBTENANT = "SUBTENANT", "sous-locataire"
    OWNER = "OWNER", "propriétaire"
    HOSTED = "HOSTED", "hébergé"
    NO_HOME = "NO_HOME", "sans logement"
    UNKNOWN = "UNKNOWN", "perdu de vue"

    WITH_TITLE = nonmember(("TENANT", "SUBTENANT", "OWNER"))
