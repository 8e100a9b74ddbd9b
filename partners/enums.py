"""The words of organisations, roles and programmes."""

from enum import nonmember

from django.db import models


class OrganisationKind(models.TextChoices):
    """What an organisation is to a programme."""

    LANDLORD = "LANDLORD", "bailleur social"
    ASSOCIATION = "ASSOCIATION", "association"
    PREFECTURE = "PREFECTURE", "préfecture"
    OTHER = "OTHER", "autre organisme"

    REFERRING = nonmember(("OTHER", "PREFECTURE"))


class Role(models.TextChoices):
    """What a person does in an organisation, from a day to another."""

    SOCIAL_WORKER = "SOCIAL_WORKER", "travailleur social"
    ASSOCIATION_MANAGER = "ASSOCIATION_MANAGER", "responsable d’association"
    LANDLORD_CORRESPONDENT = "LANDLORD_CORRESPONDENT", "correspondant du bailleur"
    LANDLORD_SOCIAL_ADVISER = "LANDLORD_SOCIAL_ADVISER", "conseiller social du bailleur (CESF)"
    LANDLORD_MANAGER = "LANDLORD_MANAGER", "responsable chez le bailleur"
    LANDLORD_RENTAL = "LANDLORD_RENTAL", "service locatif du bailleur"
    LANDLORD_LITIGATION = "LANDLORD_LITIGATION", "service contentieux du bailleur"
    CAL_SECRETARY = "CAL_SECRETARY", "secrétariat de la CAL"
    ADMINISTRATOR = "ADMINISTRATOR", "administrateur"

    OF_ASSOCIATION = nonmember(("SOCIAL_WORKER", "ASSOCIATION_MANAGER"))
    OF_LANDLORD = nonmember(
        (
            "LANDLORD_CORRESPONDENT",
            "LANDLORD_SOCIAL_ADVISER",
            "LANDLORD_MANAGER",
            "LANDLORD_RENTAL",
            "LANDLORD_LITIGATION",
            "CAL_SECRETARY",
        )
    )


class Qualification(models.TextChoices):
    """A worker's diploma, which governs professional secrecy (domain.md §1.1)."""

    SOCIAL_SERVICE = "SOCIAL_SERVICE", "assistant de service social"
    SOCIAL_ECONOMY = "SOCIAL_ECONOMY", "conseiller en économie sociale et familiale"
    EDUCATOR = "EDUCATOR", "éducateur spécialisé"
    OTHER = "OTHER", "autre métier"


class Axis(models.TextChoices):
    """The two ways of a programme: to a home, or to keep it."""

    ACCESS = "ACCESS", "accès au logement"
    MAINTENANCE = "MAINTENANCE", "maintien dans le logement"


class CadenceKind(models.TextChoices):
    """What a programme wants done regularly, or within a time."""

    VISIT = "VISIT", "rencontre avec le ménage"
    FIRST_ACTION = "FIRST_ACTION", "première action après l’orientation"
    DIAGNOSIS = "DIAGNOSIS", "diagnostic après l’étude"
    REVIEW = "REVIEW", "bilan d’étape"
    CELL = "CELL", "cellule de coordination"
    QUARTERLY = "QUARTERLY", "réunion trimestrielle"


class CadenceUnit(models.TextChoices):
    """The unit that a cadence counts in."""

    DAYS = "DAYS", "jours"
    MONTHS = "MONTHS", "mois"


class InvitationState(models.TextChoices):
    """Where an invitation is, derived from its dates."""

    OPEN = "OPEN", "en attente"
    ACCEPTED = "ACCEPTED", "acceptée"
    REVOKED = "REVOKED", "annulée"
    EXPIRED = "EXPIRED", "expirée"


class SignatureRule(models.TextChoices):
    """What suffices for a document of the household to be in force (domain.md §6)."""

    EVERY_ADULT_ANSWERED = "EVERY_ADULT_ANSWERED", "chaque adulte a répondu, un au moins a signé"
    EVERY_ADULT_SIGNED = "EVERY_ADULT_SIGNED", "chaque adulte a signé"


class OutreachKind(models.TextChoices):
    """What a rung of the outreach ladder tries."""

    LETTER_SIMPLE = "LETTER_SIMPLE", "courrier simple"
    LETTER_REGISTERED = "LETTER_REGISTERED", "courrier recommandé"
    SITE_VISIT = "SITE_VISIT", "visite sur site"


class FundingSource(models.TextChoices):
    """Whose money pays the measures of a funding line (domain.md §1.4, §4.4)."""

    FNAVDL = "FNAVDL", "Fonds national d’accompagnement vers et dans le logement (FNAVDL)"
    FDUSL = "FDUSL", "fonds départemental unique de solidarité pour le logement (FDUSL)"
    PROJECT = "PROJECT", "financement du projet"
    OTHER = "OTHER", "autre financement"


class FundingUnit(models.TextChoices):
    """What a funding line pays by."""

    MEASURE = "MEASURE", "mesure"
    MONTH = "MONTH", "mois"


class ServiceKind(models.TextChoices):
    """What a service of the directory does."""

    SOCIAL = "SOCIAL", "service social"
    RIGHTS = "RIGHTS", "accès aux droits"
    MONEY = "MONEY", "budget, surendettement"
    FAMILY = "FAMILY", "famille, parentalité"
    EMPLOYMENT = "EMPLOYMENT", "emploi, formation"
    HOUSING = "HOUSING", "logement, hébergement"
    FOOD = "FOOD", "aide alimentaire"
    MOBILITY = "MOBILITY", "mobilité, numérique, langue"
    HEALTH = "HEALTH", "santé"
    VIOLENCE = "VIOLENCE", "aide aux victimes"
    JUSTICE = "JUSTICE", "justice"
    OTHER = "OTHER", "autre service"

    SENSITIVE = nonmember(("HEALTH", "VIOLENCE", "JUSTICE"))
