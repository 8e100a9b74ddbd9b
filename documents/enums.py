"""The words of documents that people sign."""

from enum import nonmember

from django.db import models


class DocumentKind(models.TextChoices):
    """What is drafted and signed (domain.md §6)."""

    TRIPARTITE_AGREEMENT = "TRIPARTITE_AGREEMENT", "convention tripartite"
    LEASE_COMMITMENT = "LEASE_COMMITMENT", "engagement tripartite annexé au bail"
    SUPPORT_CONTRACT = "SUPPORT_CONTRACT", "contrat d’accompagnement"
    PPAL = "PPAL", "projet personnalisé d’accès au logement"
    ADHESION = "ADHESION", "adhésion à l’accompagnement"
    SHARING_AGREEMENT = "SHARING_AGREEMENT", "accord de partage"
    SOCIAL_COHESION_PROTOCOL = "SOCIAL_COHESION_PROTOCOL", "protocole de cohésion sociale"
    AMENDMENT = "AMENDMENT", "avenant"
    SUBLEASE_CONTRACT = "SUBLEASE_CONTRACT", "contrat de sous-location"
    SUBLEASE_ANNEX = "SUBLEASE_ANNEX", "convention annexée à la sous-location"
    SLIDE_AMENDMENT = "SLIDE_AMENDMENT", "avenant de glissement"
    EXAM_MINUTES = "EXAM_MINUTES", "compte rendu d’examen"
    REPAYMENT_PLAN = "REPAYMENT_PLAN", "plan d’apurement"


class DocumentState(models.TextChoices):
    """The life of one version of a document (domain.md §2.0 F)."""

    DRAFT = "DRAFT", "en préparation"
    TO_SIGN = "TO_SIGN", "à signer"
    IN_FORCE = "IN_FORCE", "en vigueur"
    SUPERSEDED = "SUPERSEDED", "remplacé"
    CANCELLED = "CANCELLED", "abandonné"
    ENDED = "ENDED", "terminé"

    OPEN = nonmember(("DRAFT", "TO_SIGN", "IN_FORCE"))


class Capacity(models.TextChoices):
    """In what capacity someone signs."""

    ADULT = "ADULT", "membre du ménage"
    GUARDIAN = "GUARDIAN", "mandataire judiciaire"
    ASSOCIATION = "ASSOCIATION", "association"
    LANDLORD = "LANDLORD", "bailleur"
    PARTNER = "PARTNER", "partenaire référent"

    OF_HOUSEHOLD = nonmember(("ADULT", "GUARDIAN"))
    OF_ORGANISATION = nonmember(("ASSOCIATION", "LANDLORD"))


class SignatureState(models.TextChoices):
    """A signatory's own state."""

    TO_SIGN = "TO_SIGN", "à signer"
    SIGNED = "SIGNED", "signé"
    REFUSED = "REFUSED", "refuse de signer"
    ABSENT = "ABSENT", "absent"
    VOID = "VOID", "caduque"  # of an earlier version


class SignatureMeans(models.TextChoices):
    """How a signature was made."""

    DRAWN = "DRAWN", "signature en présence, sur l’écran"
    SCAN = "SCAN", "exemplaire signé numérisé"
    SESSION = "SESSION", "depuis son compte"
