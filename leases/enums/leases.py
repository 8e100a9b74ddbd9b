"""The words of the titles a household occupies a dwelling by, their inventories, an entry."""

from django.db import models


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
