"""The words of CAL dossiers."""

from enum import nonmember

from django.db import models


class LeaseWish(models.TextChoices):
    """The lease a household or its worker asks for; recorded before the commission."""

    DIRECT = "DIRECT", "bail direct"
    SLIDING = "SLIDING", "bail glissant (sous-location)"


class Band(models.TextChoices):
    """Where an effort rate stands against the bands: a warning, never a refusal (domain.md §3.1, §8.8)."""

    UNKNOWN = "UNKNOWN", "ne peut pas être calculé"
    GREEN = "GREEN", "sous le premier repère"
    AMBER = "AMBER", "entre les deux repères"
    RED = "RED", "au-dessus du second repère"


class FileState(models.TextChoices):
    """The life of a CAL dossier (domain.md §2.0 B)."""

    DRAFT = "DRAFT", "en préparation"
    SUBMITTED = "SUBMITTED", "soumis"
    COMPLETE = "COMPLETE", "complet"
    SCHEDULED = "SCHEDULED", "inscrit en commission"
    DECIDED = "DECIDED", "décidé"
    OFFER_SENT = "OFFER_SENT", "offre en cours"
    ACCEPTED = "ACCEPTED", "offre acceptée"
    REFUSED = "REFUSED", "offre refusée"
    NO_ANSWER = "NO_ANSWER", "offre sans réponse"
    CLOSED = "CLOSED", "clos"

    BEFORE_COMMISSION = nonmember(("SUBMITTED", "COMPLETE", "SCHEDULED"))
    UNDECIDED = nonmember(("DRAFT", "SUBMITTED", "COMPLETE", "SCHEDULED"))
    OPEN = nonmember(("DRAFT", "SUBMITTED", "COMPLETE", "SCHEDULED", "DECIDED", "OFFER_SENT", "ACCEPTED"))


FILE_TRANSITIONS: dict[FileState, tuple[FileState, ...]] = {
    FileState.DRAFT: (FileState.SUBMITTED, FileState.CLOSED),
    FileState.SUBMITTED: (FileState.COMPLETE, FileState.CLOSED),
    FileState.COMPLETE: (FileState.SUBMITTED, FileState.SCHEDULED, FileState.CLOSED),
    FileState.SCHEDULED: (FileState.COMPLETE, FileState.DECIDED, FileState.CLOSED),
    FileState.DECIDED: (FileState.COMPLETE, FileState.OFFER_SENT, FileState.CLOSED),
    FileState.OFFER_SENT: (FileState.ACCEPTED, FileState.REFUSED, FileState.NO_ANSWER),
    FileState.ACCEPTED: (FileState.CLOSED,),
    FileState.REFUSED: (FileState.CLOSED,),
    FileState.NO_ANSWER: (FileState.CLOSED,),
    FileState.CLOSED: (),
}


class FileEnd(models.TextChoices):
    """Why a dossier is closed."""

    LEASE_SIGNED = "LEASE_SIGNED", "bail signé"
    NOT_ALLOCATED = "NOT_ALLOCATED", "non attribué"
    OFFER_REFUSED = "OFFER_REFUSED", "offre refusée par le ménage"
    NO_ANSWER = "NO_ANSWER", "offre restée sans réponse"
    CONDITION_NOT_MET = "CONDITION_NOT_MET", "condition non remplie"
    RANK_NOT_REACHED = "RANK_NOT_REACHED", "rang non atteint"
    LEASE_FAILED = "LEASE_FAILED", "bail non signé"
    WITHDRAWN = "WITHDRAWN", "retiré par le référent"
    DWELLING_WITHDRAWN = "DWELLING_WITHDRAWN", "logement retiré par le bailleur"


class AidState(models.TextChoices):
    """Where an entry aid stands."""

    NOT_NEEDED = "NOT_NEEDED", "sans objet"
    TO_FILE = "TO_FILE", "à déposer"
    FILED = "FILED", "déposé"
    GRANTED = "GRANTED", "accordé"
    REFUSED = "REFUSED", "refusé"
