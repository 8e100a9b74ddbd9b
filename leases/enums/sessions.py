"""The words of decisions and offers."""

from django.db import models


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
