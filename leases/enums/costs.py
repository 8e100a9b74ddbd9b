"""The words of what subletting costs an association, against its budget."""

from django.db import models


class CostKind(models.TextChoices):
    """What a budget line is for: the « protocole de risque sous-location », and the gestion locative adaptée (GLA)."""

    UNPAID_RENT = "UNPAID_RENT", "impayés de loyer"
    DAMAGE = "DAMAGE", "dégradations"
    PROCEDURE = "PROCEDURE", "frais de procédure"
    MANAGEMENT = "MANAGEMENT", "gestion locative adaptée"
