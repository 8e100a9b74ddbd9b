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


class Band(models.TextChoices):
    """Where an effort rate stands against the bands: a warning, never a refusal (domain.md §3.1, §8.8)."""

    UNKNOWN = "UNKNOWN", "ne peut pas être calculé"
    GREEN = "GREEN", "sous le premier repère"
    AMBER = "AMBER", "entre les deux repères"
    RED = "RED", "au-dessus du second repère"


class DecisionKind(models.TextChoices):
    """What a commission decides on one dossier (R.441-3 CCH, domain.md §3.5)."""

    ALLOCATED = "ALLOCATED", "attribution"
    ALLOCATED_RANKED = "ALLOCATED_RANKED", "attribution en rang"
    ALLOCATED_CONDITIONAL = "ALLOCATED_CONDITIONAL", "attribution sous condition suspensive"
    NOT_ALLOCATED = "NOT_ALLOCATED", "non-attribution"
    INADMISSIBLE = "INADMISSIBLE", "rejet pour irrecevabilité"
    ADJOURNED = "ADJOURNED", "ajournement"

    POSITIVE_AT_ONCE = nonmember(("ALLOCATED", "ALLOCATED_CONDITIONAL"))
