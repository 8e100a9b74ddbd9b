"""What comes before the accompaniment proper: criteria, outreach, diagnosis, proposal (domain.md §2.1 S2–S4, §2.2 V3–V7)."""

from django.db import models
from django.utils import timezone

from accompaniments.enums import (
    AttemptKind,
    AttemptResult,
    DiagnosisKind,
    DiagnosisSection,
    DiagnosisState,
    ProposalAnswer,
)
from accompaniments.models.course import Accompaniment
from accompaniments.querysets import ProposalQuerySet
from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from foundation.timeline import AUDIENCE_CHOICES
from partners.models import EligibilityRule, User
from records.models import StoredFile


class EligibilityCheck(Row):
    """A criterion of the programme, checked for one household: met, not met, or set aside by a reasoned derogation."""

    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.PROTECT, related_name="checks", verbose_name="accompagnement"
    )
    rule = models.ForeignKey(EligibilityRule, on_delete=models.PROTECT, related_name="+", verbose_name="critère")
    is_met = models.BooleanField("rempli")
    checked_on = models.DateField("vérifié le")
    checked_by = models.UUIDField("vérifié par")
    derogation = EncryptedTextField("raison de la dérogation", blank=True)
    derogated_by = models.UUIDField("dérogation accordée par", null=True, blank=True)  # a manager
    derogated_on = models.DateField("dérogation accordée le", null=True, blank=True)

    privacy = declare(
        plain="accompaniment rule checked_on derogated_on",
        personal="checked_by derogated_by",
        sensitive="is_met derogation",
    )

    class Meta:
        verbose_name = "critère vérifié"
        verbose_name_plural = "critères vérifiés"
        constraints = (
            models.UniqueConstraint(
                fields=["accompaniment", "rule"],
                name="eligibilitycheck_rule_unique",
                violation_error_message="Ce critère est déjà vérifié.",
            ),
            models.CheckConstraint(
                condition=models.Q(derogated_by__isnull=True, derogated_on__isnull=True)
                | models.Q(derogated_by__isnull=False, derogated_on__isnull=False),
                name="eligibilitycheck_derogation_whole",
                violation_error_message="Une dérogation a un auteur et une date.",
            ),
        )


class ContactAttempt(Row):
    """One rung of the ladder, or an attempt beside it: sent, presented, received or returned, and its result."""

    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.PROTECT, related_name="attempts", verbose_name="accompagnement"
    )
    kind = models.CharField("moyen", max_length=17, choices=AttemptKind)
    rung = models.PositiveSmallIntegerField("étape de la relance", null=True, blank=True)  # null: beside the ladder
    sent_on = models.DateField("fait le")  # sent, or the day of the visit
    tracking_number = models.CharField("numéro de recommandé", max_length=20, blank=True)
    presented_on = models.DateField("première présentation le", null=True, blank=True)
    received_on = models.DateField("reçu le", null=True, blank=True)
    returned_on = models.DateField("revenu le", null=True, blank=True)
    result = models.CharField("résultat", max_length=13, choices=AttemptResult, default=AttemptResult.PENDING)
    result_on = models.DateField("résultat le", null=True, blank=True)
    note = EncryptedTextField("note", blank=True)  # équipe
    letter = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="courrier"
    )
    proof = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="preuve"
    )
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="travailleur social")
    sending_key = models.UUIDField("clé d’envoi", unique=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    withdrawal_reason = EncryptedTextField("raison du retrait", blank=True)
    recorded_by = models.UUIDField("enregistrée par")
    recorded_at = models.DateTimeField("enregistrée le", default=timezone.now)

    privacy = declare(
        plain="accompaniment kind rung sent_on presented_on received_on returned_on result result_on letter proof"
        " sending_key withdrawn_at recorded_at",
        personal="worker recorded_by tracking_number",
        sensitive="note withdrawal_reason",
    )

    class Meta:
        verbose_name = "tentative de contact"
        verbose_name_plural = "tentatives de contact"
        ordering = ("sent_on", "recorded_at")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(result="PENDING", result_on__isnull=True)
                | (~models.Q(result="PENDING") & models.Q(result_on__isnull=False)),
                name="attempt_result_has_day",
                violation_error_message="Un résultat a une date.",
            ),
        )


class Diagnosis(Row):
    """The shared diagnosis (sécurisation) or the social evaluation (sauvegarde), one source for both reports."""

    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.PROTECT, related_name="diagnoses", verbose_name="accompagnement"
    )
    kind = models.CharField("nature", max_length=6, choices=DiagnosisKind)
    state = models.CharField("état", max_length=11, choices=DiagnosisState, default=DiagnosisState.DRAFT)
    interview_on = models.DateField("premier entretien le", null=True, blank=True)
    opened_on = models.DateField("ouvert le")
    opened_by = models.UUIDField("ouvert par")
    worker_signed_on = models.DateField("signé par le référent le", null=True, blank=True)
    worker_signed_by = models.UUIDField("référent signataire", null=True, blank=True)
    adviser_signed_on = models.DateField("signé par la conseillère le", null=True, blank=True)
    adviser_signed_by = models.UUIDField("conseillère signataire", null=True, blank=True)
    validated_on = models.DateField("validé le", null=True, blank=True)
    validated_by = models.UUIDField("validé par", null=True, blank=True)
    proposes_support = models.BooleanField("accompagnement proposé", null=True, blank=True)
    sent_back_on = models.DateField("renvoyé le", null=True, blank=True)
    sent_back_by = models.UUIDField("renvoyé par", null=True, blank=True)
    sent_back_reason = EncryptedTextField("raison du renvoi", blank=True)  # équipe
    sent_back_words = EncryptedTextField("dit à la conseillère", blank=True)  # who signs a shared one again reads it
    returned_on = models.DateField("transmis au bailleur le", null=True, blank=True)
    returned_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="retour au bailleur"
    )  # what left first, as it left
    full_returned_on = models.DateField("transmis en entier le", null=True, blank=True)  # under the accord de partage
    full_returned_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="retour en entier"
    )
    version = models.PositiveIntegerField("version", default=1)

    privacy = declare(
        plain="accompaniment kind state interview_on opened_on worker_signed_on adviser_signed_on validated_on returned_on"
        " returned_file full_returned_on full_returned_file version sent_back_on",
        personal="opened_by worker_signed_by adviser_signed_by validated_by sent_back_by",
        sensitive="proposes_support sent_back_reason sent_back_words",
    )

    class Meta:
        verbose_name = "diagnostic"
        verbose_name_plural = "diagnostics"
        ordering = ("-opened_on",)


class DiagnosisPart(Row):
    """What one author wrote in one section for one audience: each sees who wrote what, and only what §3.9 lets her."""

    diagnosis = models.ForeignKey(Diagnosis, on_delete=models.CASCADE, related_name="parts", verbose_name="diagnostic")
    section = models.CharField("rubrique", max_length=16, choices=DiagnosisSection)
    audience = models.CharField("qui peut lire", max_length=12, choices=AUDIENCE_CHOICES)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="auteur")
    text = EncryptedTextField("texte")
    written_at = models.DateTimeField("écrit le", default=timezone.now)

    privacy = declare(plain="diagnosis section audience written_at", personal="author", sensitive="text")

    class Meta:
        verbose_name = "rubrique de diagnostic"
        verbose_name_plural = "rubriques de diagnostic"
        constraints = (
            models.UniqueConstraint(
                fields=["diagnosis", "section", "audience", "author"], name="diagnosispart_author_unique"
            ),
        )


class Proposal(Row):
    """The housing project presented, or the support proposed, and the household's answer (S4, V7)."""

    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.PROTECT, related_name="proposals", verbose_name="accompagnement"
    )
    proposed_on = models.DateField("proposé le")
    answer = models.CharField("réponse", max_length=9, choices=ProposalAnswer, default=ProposalAnswer.PENDING)
    answered_on = models.DateField("réponse le", null=True, blank=True)
    offered = EncryptedTextField("ce qui est proposé", blank=True)  # équipe
    note = EncryptedTextField("ce qu’en dit le ménage", blank=True)  # équipe
    recorded_by = models.UUIDField("enregistré par")
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now)
    # On an answer recorded in error, the row that says what it was, and why it was wrong: the wrong one stays readable.
    annulled_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="corrigée par"
    )
    annulment_reason = EncryptedTextField("raison de la correction", blank=True)  # équipe
    objects = ProposalQuerySet.as_manager()

    privacy = declare(
        plain="accompaniment proposed_on answer answered_on recorded_at annulled_by",
        personal="recorded_by",
        sensitive="offered note annulment_reason",
    )

    class Meta:
        verbose_name = "proposition"
        verbose_name_plural = "propositions"
        ordering = ("-proposed_on",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(answer="PENDING", answered_on__isnull=True)
                | (~models.Q(answer="PENDING") & models.Q(answered_on__isnull=False)),
                name="proposal_answer_has_day",
                violation_error_message="Une réponse a une date.",
            ),
            models.CheckConstraint(
                condition=models.Q(annulled_by__isnull=True) | ~models.Q(answer="PENDING"),
                name="proposal_answered_is_corrected",
                violation_error_message="Seule une réponse enregistrée se corrige.",
            ),
            models.UniqueConstraint(
                fields=["accompaniment"],
                condition=models.Q(answer="PENDING"),
                name="proposal_one_pending",
                violation_error_message="Une proposition attend déjà sa réponse.",
            ),
        )
