"""The words of a sublease's account, of its imports, plans, insurance and costs."""

from enum import nonmember

from django.db import models


class RentEntryKind(models.TextChoices):
    """What a line of a sublease's account is: a rent and charges called add to the debt, what comes in takes from it."""

    RENT = "RENT", "loyer"
    CHARGES = "CHARGES", "charges"
    BENEFIT = "BENEFIT", "aide au logement versée à l’association"
    BENEFIT_TO_HOUSEHOLD = "BENEFIT_HOUSEHOLD", "aide au logement versée au ménage (pour mémoire)"
    PAYMENT = "PAYMENT", "paiement du ménage"
    ADJUSTMENT = "ADJUSTMENT", "régularisation"

    CALLED = nonmember(("RENT", "CHARGES"))
    TYPED = nonmember(("PAYMENT", "BENEFIT", "BENEFIT_HOUSEHOLD", "ADJUSTMENT"))
    IMPORTED = nonmember(("PAYMENT", "BENEFIT"))


class RentImportState(models.TextChoices):
    """The life of a statement of payments sent by an association."""

    READ = "READ", "à vérifier"
    WRITING = "WRITING", "en cours d’enregistrement"
    WRITTEN = "WRITTEN", "enregistré"
    UNDONE = "UNDONE", "annulé"
    DROPPED = "DROPPED", "abandonné"
