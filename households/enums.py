"""The words of people, households and enrolments."""

from enum import nonmember

from django.db import models


class Civility(models.TextChoices):
    """How a person wishes to be addressed."""

    MRS = "MRS", "Mme"
    MR = "MR", "M."
    UNKNOWN = "UNKNOWN", "non précisé"


class MemberKind(models.TextChoices):
    """A person's place in the household."""

    ADULT = "ADULT", "adulte titulaire"
    OTHER_ADULT = "OTHER_ADULT", "autre adulte"
    CHILD = "CHILD", "enfant"

    ADULTS = nonmember(("ADULT", "OTHER_ADULT"))


class Presence(models.TextChoices):
    """How much of the time a person lives in the household."""

    PERMANENT = "PERMANENT", "toujours présent"
    SHARED_CUSTODY = "SHARED_CUSTODY", "garde alternée"
    VISITING = "VISITING", "droit de visite"


class HolderRole(models.TextChoices):
    """How an association holds an enrolment."""

    LEAD = "LEAD", "chef de file"
    ASSOCIATE = "ASSOCIATE", "associée"


class HolderCause(models.TextChoices):
    """The fact that gives a case to an association (domain.md §3.9)."""

    REFERRED = "REFERRED", "le ménage lui est orienté"
    REQUESTED = "REQUESTED", "l’intervention lui est demandée"
    PASSED_ON = "PASSED_ON", "l’autre association le lui passe"
    TAKEN_OVER = "TAKEN_OVER", "reprise d’un accompagnement en cours"
    SPLIT = "SPLIT", "séparation du ménage"
    SHARING_AGREEMENT = "SHARING_AGREEMENT", "accord écrit du ménage"
    CONVENTION = "CONVENTION", "convention qui nomme les deux associations"

    OF_ASSOCIATE = nonmember(("SHARING_AGREEMENT", "CONVENTION"))


class WorkerRole(models.TextChoices):
    """How a worker works an enrolment."""

    LEAD = "LEAD", "référent"
    CO_WORKER = "CO_WORKER", "intervenant associé"
    REPLACEMENT = "REPLACEMENT", "remplaçant"


class NamingService(models.TextChoices):
    """The landlord's service to which a household is named (domain.md §3.9)."""

    CORRESPONDENT = "CORRESPONDENT", "correspondant de l’unité"
    SOCIAL = "SOCIAL", "conseillère sociale"
    RENTAL = "RENTAL", "service locatif"
    LITIGATION = "LITIGATION", "service contentieux"
    CAL = "CAL", "secrétariat de la CAL"
    PERSON = "PERSON", "une personne nommée"

    TOLD_PROCEDURE = nonmember(("RENTAL", "LITIGATION", "SOCIAL", "CORRESPONDENT"))


class NamingCause(models.TextChoices):
    """The fact that names a household to a landlord's service."""

    REFERRED = "REFERRED", "le service a orienté le ménage"
    REQUESTED = "REQUESTED", "le service a demandé l’intervention"
    DIAGNOSIS_ADDRESSED = "DIAGNOSIS_ADDRESSED", "le diagnostic lui est adressé"
    CONVENTION_SIGNED = "CONVENTION_SIGNED", "la convention est signée"
    LEASE_SIGNED = "LEASE_SIGNED", "un bail du programme est signé"
    DOSSIER_SUBMITTED = "DOSSIER_SUBMITTED", "un dossier CAL lui est soumis"
    OCCUPANT = "OCCUPANT", "le ménage occupe un logement de l’unité"


class HousingSituation(models.TextChoices):
    """Where a household lives."""

    STREET = "STREET", "à la rue"
    SHELTER = "SHELTER", "hébergement (CHRS, urgence, résidence)"
    WITH_SOMEONE = "WITH_SOMEONE", "hébergé chez un tiers"
    TENANT = "TENANT", "locataire"
    SUBTENANT = "SUBTENANT", "sous-locataire"
    NO_TITLE = "NO_TITLE", "occupant sans titre"
    OWNER = "OWNER", "propriétaire"
    INSTITUTION = "INSTITUTION", "institution (hôpital, détention, établissement)"
    OTHER = "OTHER", "autre situation"


class ChannelKind(models.TextChoices):
    """A way to reach someone."""

    PHONE = "PHONE", "téléphone"
    EMAIL = "EMAIL", "courriel"
    POST = "POST", "adresse postale"


class ResourceKind(models.TextChoices):
    """A monthly resource. « ASS » (the allowance) is spelt out: it is also a profession's title."""

    WAGE = "WAGE", "salaire"
    UNEMPLOYMENT = "UNEMPLOYMENT", "allocation chômage"
    SOLIDARITY_ALLOWANCE = "SOLIDARITY_ALLOWANCE", "allocation de solidarité spécifique"
    RSA = "RSA", "RSA"
    ACTIVITY_BONUS = "ACTIVITY_BONUS", "prime d’activité"
    AAH = "AAH", "AAH"
    INVALIDITY = "INVALIDITY", "pension d’invalidité"
    PENSION = "PENSION", "retraite"
    FAMILY = "FAMILY", "prestations familiales"
    ALIMONY = "ALIMONY", "pension alimentaire reçue"
    SICK_PAY = "SICK_PAY", "indemnités journalières"
    STUDENT = "STUDENT", "bourse ou formation rémunérée"
    HOUSING_BENEFIT = "HOUSING_BENEFIT", "aide au logement (APL, AL)"
    OTHER = "OTHER", "autre ressource"


class ChargeKind(models.TextChoices):
    """A monthly charge."""

    RENT = "RENT", "loyer ou redevance"
    RENTAL_CHARGES = "RENTAL_CHARGES", "charges locatives"
    ENERGY = "ENERGY", "énergie et eau"
    INSURANCE = "INSURANCE", "assurances"
    TRANSPORT = "TRANSPORT", "transports"
    PHONE = "PHONE", "téléphone et internet"
    CHILDCARE = "CHILDCARE", "garde d’enfants, scolarité"
    ALIMONY = "ALIMONY", "pension alimentaire versée"
    DEBT = "DEBT", "remboursement de dettes"
    OTHER = "OTHER", "autre charge"


class GuardianshipKind(models.TextChoices):
    """A legal protection measure; the mandataire judiciaire signs too, or instead."""

    CURATORSHIP = "CURATORSHIP", "curatelle"
    GUARDIANSHIP = "GUARDIANSHIP", "tutelle"
    SUPPORT = "SUPPORT", "mesure d’accompagnement judiciaire"
    FAMILY = "FAMILY", "habilitation familiale"
    SAFEGUARD = "SAFEGUARD", "sauvegarde de justice"


class SharingScope(models.TextChoices):
    """What an accord de partage opens (domain.md §3.9)."""

    COORDINATION = "COORDINATION", "partage avec la conseillère sociale du bailleur"
    ASSOCIATIONS = "ASSOCIATIONS", "partage avec la seconde association du programme"


class NoticeMeans(models.TextChoices):
    """How the information notice was given."""

    LETTER = "LETTER", "avec le premier courrier"
    MEETING = "MEETING", "remise en main propre"
    EMAIL = "EMAIL", "par courriel"


class PrecautionFlag(models.TextChoices):
    """A precaution for a visit, shown as a sign before acting (équipe only)."""

    DOG = "DOG", "chien"
    IN_PAIRS = "IN_PAIRS", "visite à deux"
    CALL_FIRST = "CALL_FIRST", "appeler avant"
    OTHER = "OTHER", "précaution"
