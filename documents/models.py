"""Templates whose texts an administrator adapts, documents drafted from a file, their versions and signatures.

What a document is about is a kind and a UUID: this part lies below households. People of the household are UUIDs too,
their name kept as printed.
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from documents.enums import Capacity, DocumentKind, DocumentState, SignatureMeans, SignatureState
from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from partners.enums import Axis
from partners.models import Organisation, User
from records.models import StoredFile


class TemplateVersion(Row):
    """The texts of a kind of document, for an axis (or both), from a day on. Published, it does not change any more."""

    kind = models.CharField("document", max_length=30, choices=DocumentKind)
    axis = models.CharField("axe", max_length=11, choices=Axis, blank=True)  # empty: both
    number = models.PositiveSmallIntegerField("version")
    texts = models.JSONField("textes", encoder=DjangoJSONEncoder)  # [{"code", "title", "text"}] with {{ champ }}
    note = models.CharField("ce qui change", max_length=300, blank=True)
    written_by = models.UUIDField("écrit par")
    written_at = models.DateTimeField("écrit le", default=timezone.now)
    published_at = models.DateTimeField("publié le", null=True, blank=True)
    published_by = models.UUIDField("publié par", null=True, blank=True)

    privacy = declare(plain="kind axis number texts note written_at published_at", personal="written_by published_by")

    class Meta:
        verbose_name = "modèle de document"
        verbose_name_plural = "modèles de document"
        ordering = ("kind", "axis", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "axis", "number"],
                name="templateversion_number_unique",
                violation_error_message="Ce numéro de version existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["kind", "axis"],
                condition=models.Q(published_at__isnull=True),
                name="templateversion_one_draft",
                violation_error_message="Une version de ce modèle est déjà en préparation.",
            ),
        )


class Document(Row):
    """One version of one document. `series` is shared by its versions, amendments and renewals: the chain."""

    series = models.UUIDField("suite")
    number = models.PositiveSmallIntegerField("version", default=1)
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="version d’avant"
    )
    kind = models.CharField("document", max_length=30, choices=DocumentKind)
    subject_kind = models.CharField("objet", max_length=60)  # "households.enrolment"
    subject_id = models.UUIDField("rattaché à", db_index=True)
    template = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="+", verbose_name="modèle")
    state = models.CharField("état", max_length=10, choices=DocumentState, default=DocumentState.DRAFT)
    context = EncryptedTextField("contenu figé")  # JSON: what was drafted from the file, and what was typed
    digest = models.CharField("empreinte", max_length=64, blank=True)  # SHA-256 of the PDF proposed to signature
    pdf = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="document à signer"
    )
    signed_pdf = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="document signé"
    )
    drafted_on = models.DateField("préparé le")
    drafted_by = models.UUIDField("préparé par")
    sent_on = models.DateField("proposé à la signature le", null=True, blank=True)
    in_force_on = models.DateField("en vigueur le", null=True, blank=True)
    ends_on = models.DateField("terme prévu le", null=True, blank=True)
    ended_on = models.DateField("fin le", null=True, blank=True)
    reason = EncryptedTextField("raison", blank=True)  # of an amendment, of a cancelling
    version = models.PositiveIntegerField("enregistrement", default=1)

    privacy = declare(
        plain="series number previous kind subject_kind subject_id template state digest pdf signed_pdf drafted_on sent_on"
        " in_force_on ends_on ended_on version",
        personal="drafted_by",
        sensitive="context reason",
    )

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documents"
        ordering = ("-drafted_on", "-number")
        constraints = (
            models.UniqueConstraint(fields=["series", "kind", "number"], name="document_number_unique"),
            models.UniqueConstraint(
                fields=["series"],
                condition=models.Q(state="IN_FORCE") & ~models.Q(kind="AMENDMENT"),  # an amendment stands beside
                name="document_one_in_force",
                violation_error_message="Une autre version de ce document est en vigueur.",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="IN_FORCE") | models.Q(in_force_on__isnull=False),
                name="document_in_force_has_day",
                violation_error_message="Un document en vigueur l’est depuis un jour.",
            ),
        )


class Signatory(Row):
    """Someone who signs a document: the name as printed, the capacity, and her own state with its proof."""

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="signatories", verbose_name="document"
    )
    position = models.PositiveSmallIntegerField("ordre")
    capacity = models.CharField("qualité", max_length=11, choices=Capacity)
    is_useful_only = models.BooleanField("facultatif", default=False)  # signs when useful: never awaited
    printed_name = EncryptedTextField("nom imprimé")
    printed_title = models.CharField("qualité imprimée", max_length=160, blank=True)
    person_id = models.UUIDField("personne du ménage", null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organisme"
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="compte"
    )  # an organisation's: who signed, by her delegation
    state = models.CharField("état", max_length=7, choices=SignatureState, default=SignatureState.TO_SIGN)
    state_on = models.DateField("le", null=True, blank=True)
    means = models.CharField("moyen", max_length=7, choices=SignatureMeans, blank=True)
    place = EncryptedTextField("lieu", blank=True)
    witness = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="en présence de"
    )
    drawing = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="signature"
    )
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="exemplaire signé"
    )
    signed_digest = models.CharField("empreinte signée", max_length=64, blank=True)
    reason = EncryptedTextField("raison", blank=True)  # of a refusal, of an absence
    recorded_by = models.UUIDField("enregistré par", null=True, blank=True)
    recorded_at = models.DateTimeField("enregistré le", null=True, blank=True)

    privacy = declare(
        plain="document position capacity is_useful_only organisation state state_on means drawing scan signed_digest"
        " recorded_at",
        personal="printed_title person_id user witness recorded_by",
        sensitive="printed_name place reason",
    )

    class Meta:
        verbose_name = "signataire"
        verbose_name_plural = "signataires"
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["document", "position"], name="signatory_position_unique"),
            models.CheckConstraint(
                condition=models.Q(state__in=("TO_SIGN", "VOID")) | models.Q(state_on__isnull=False),
                name="signatory_answer_has_day",
                violation_error_message="Une signature, un refus, une absence a sa date.",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="SIGNED") | ~models.Q(signed_digest=""),
                name="signatory_signed_has_digest",
                violation_error_message="Une signature porte l’empreinte de ce qui est signé.",
            ),
        )
