"""The words of exams and of notices to the préfet (domain.md §3.6)."""

from enum import nonmember

from django.db import models


class ExamOutcome(models.TextChoices):
    """What became of a convened exam."""

    PLANNED = "PLANNED", "convoqué"
    HELD = "HELD", "tenu"
    ABSENT = "ABSENT", "ménage absent"
    CANCELLED = "CANCELLED", "annulé"

    LIVE = nonmember(("PLANNED", "HELD"))


class DateMatter(models.TextChoices):
    """What a sublease's date is for."""

    EXAM = "EXAM", "examen contradictoire"
    NOTICE = "NOTICE", "avis au préfet"


class ExamSubject(models.TextChoices):
    """What an exam looks at (domain.md §6)."""

    PAYMENT = "PAYMENT", "Paiement du loyer et des charges"
    UPKEEP = "UPKEEP", "Entretien du logement"
    INSURANCE = "INSURANCE", "Assurance habitation"
    NEIGHBOURHOOD = "NEIGHBOURHOOD", "Voisinage"
    STEPS = "STEPS", "Démarches faites"


class ExamLevel(models.TextChoices):
    """Where a criterion stands, in the words of those who met."""

    MET = "MET", "acquis"
    PARTLY = "PARTLY", "en cours"
    NOT_MET = "NOT_MET", "pas encore"
    NOT_SEEN = "NOT_SEEN", "non abordé"


class LandlordPosition(models.TextChoices):
    """What the landlord thinks of a lease to the household, after the exam."""

    FAVOURABLE = "FAVOURABLE", "favorable"
    RESERVED = "RESERVED", "réservée"
    UNFAVOURABLE = "UNFAVOURABLE", "défavorable"


class ConvocationMeans(models.TextChoices):
    """How a convocation was given."""

    MAIL = "MAIL", "envoyée par courrier"
    HANDED = "HANDED", "remise en main propre"
    EMAIL = "EMAIL", "envoyée par courriel"


class NoticeMeans(models.TextChoices):
    """How a notice was sent to the préfet."""

    REGISTERED = "REGISTERED", "lettre recommandée avec avis de réception"
    HANDED = "HANDED", "dépôt contre récépissé"
    EMAIL = "EMAIL", "courriel avec accusé de réception"
