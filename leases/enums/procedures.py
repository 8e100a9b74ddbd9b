"""The words of an eviction procedure."""

from enum import nonmember

from django.db import models


class ProcedureStage(models.TextChoices):
    """The stages of an eviction procedure, in their order, then what sets it aside (domain.md §3.7)."""

    ARREARS = "ARREARS", "impayé"
    CAF_REPORTED = "CAF_REPORTED", "impayé signalé à la caisse d’allocations"
    CCAPEX_REFERRED = "CCAPEX_REFERRED", "CCAPEX saisie"
    PAYMENT_ORDER = "PAYMENT_ORDER", "commandement de payer"
    SUMMONS = "SUMMONS", "assignation"
    HEARING = "HEARING", "audience"
    JUDGMENT_TERMS = "JUDGMENT_TERMS", "jugement avec délais de paiement"
    JUDGMENT_TERMINATION = "JUDGMENT_TERMINATION", "bail résilié par le juge"
    VACATE_ORDER = "VACATE_ORDER", "commandement de quitter les lieux"
    EVICTION_ATTEMPT = "EVICTION_ATTEMPT", "tentative d’expulsion"
    POLICE_REQUESTED = "POLICE_REQUESTED", "concours de la force publique demandé"
    POLICE_GRANTED = "POLICE_GRANTED", "concours de la force publique accordé"
    EVICTED = "EVICTED", "expulsion"
    PCS_ACTIVE = "PCS_ACTIVE", "protocole de cohésion sociale"
    OVERINDEBTEDNESS = "OVERINDEBTEDNESS", "suspendue par le surendettement"
    COURT_DELAYS = "COURT_DELAYS", "délais accordés par le juge de l’exécution"
    PAID_OFF = "PAID_OFF", "dette soldée"
    ABANDONED = "ABANDONED", "procédure abandonnée"

    ORDERED = nonmember(
        (
            "ARREARS",
            "CAF_REPORTED",
            "CCAPEX_REFERRED",
            "PAYMENT_ORDER",
            "SUMMONS",
            "HEARING",
            "JUDGMENT_TERMS",
            "JUDGMENT_TERMINATION",
            "VACATE_ORDER",
            "EVICTION_ATTEMPT",
            "POLICE_REQUESTED",
            "POLICE_GRANTED",
            "EVICTED",
        )
    )


class ProtocolState(models.TextChoices):
    """The life of a protocole de cohésion sociale (domain.md §3.7)."""

    RUNNING = "RUNNING", "en cours"
    HONOURED = "HONOURED", "respecté, nouveau bail attendu"
    LEASED = "LEASED", "respecté, nouveau bail signé"
    BROKEN = "BROKEN", "rompu"
    ANNULLED = "ANNULLED", "enregistré par erreur"
