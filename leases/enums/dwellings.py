"""The words of dwellings."""

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


class Heating(models.TextChoices):
    """Who pays the heating: an individual one adds its flat rate to the effort rate."""

    COLLECTIVE = "COLLECTIVE", "collectif, dans les charges"
    INDIVIDUAL = "INDIVIDUAL", "individuel"


class ReservationKind(models.TextChoices):
    """Who may nominate candidates for a dwelling."""

    PREFECTURE = "PREFECTURE", "préfecture"
    TOWN = "TOWN", "commune"
    DEPARTMENT = "DEPARTMENT", "conseil départemental"
    ACTION_LOGEMENT = "ACTION_LOGEMENT", "Action Logement"
    LANDLORD = "LANDLORD", "le bailleur (non réservé)"
    OTHER = "OTHER", "autre réservataire"
