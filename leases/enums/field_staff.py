"""The words of a landlord's field staff."""

from django.db import models


class FieldRole(models.TextChoices):
    """What someone of the landlord does near the dwellings (domain.md §1.1)."""

    CARETAKER = "CARETAKER", "gardien ou gardienne"
    PROXIMITY = "PROXIMITY", "intervenant ou intervenante de proximité"
    SECTOR = "SECTOR", "référent ou référente de secteur"
    ADVISER = "ADVISER", "conseiller social ou conseillère sociale"
    OTHER = "OTHER", "autre"
