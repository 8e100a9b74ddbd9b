"""The words of repayment plans."""

from enum import nonmember

from django.db import models


class PlanCreditor(models.TextChoices):
    """To whom the debt that a plan spreads is owed: two different debts, never one (domain.md §4.3 A12)."""

    LANDLORD = "LANDLORD", "bailleur"
    ASSOCIATION = "ASSOCIATION", "association"


class PlanEnd(models.TextChoices):
    """Why a plan is over before it is paid."""

    REPLACED = "REPLACED", "remplacé par un autre plan"
    DENOUNCED = "DENOUNCED", "dénoncé par le créancier"
    CLEARED = "CLEARED", "dette effacée ou prise en charge"
    ERROR = "ERROR", "enregistré par erreur"


class PlanState(models.TextChoices):
    """Where a plan is on a day, derived from its instalments and what was paid."""

    COMING = "COMING", "pas encore commencé"
    RESPECTED = "RESPECTED", "respecté"
    CAUGHT_UP = "CAUGHT_UP", "respecté, après un retard"
    BROKEN = "BROKEN", "non respecté"
    PAID = "PAID", "soldé"
    ENDED = "ENDED", "terminé"

    RUNNING = nonmember(("COMING", "RESPECTED", "CAUGHT_UP", "BROKEN"))


class InstalmentState(models.TextChoices):
    """Where an instalment is on a day."""

    COMING = "COMING", "à venir"
    DUE = "DUE", "attendue"  # its day has come, the tolerance runs
    LATE = "LATE", "en retard"
    PAID = "PAID", "payée"
    PAID_LATE = "PAID_LATE", "payée en retard"
