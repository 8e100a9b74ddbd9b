"""Protected addresses, accords, notices, and what search reads."""

from django.db import models

from foundation.encryption import EncryptedTextField
from foundation.querysets import DatedQuerySet
from foundation.rows import Row, dated_constraints, declare
from households.enums import NoticeMeans, SharingScope
from households.models.enrolments import Enrolment
from households.models.people import Person
from partners.models import User
from records.models import StoredFile


class AddressProtection(Row):
    """A dated protection of the address and place names (violence, threats). Its readers are a named list."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="protections", verbose_name="dossier"
    )
    reason = EncryptedTextField("raison", blank=True)
    safe_address = EncryptedTextField("adresse sûre pour les courriers", blank=True)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="enrolment started_on ended_on", sensitive="reason safe_address")

    class Meta:
        verbose_name = "protection d’adresse"
        verbose_name_plural = "protections d’adresse"
        constraints = (
            *dated_constraints("protection"),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(ended_on__isnull=True),
                name="protection_one_open",
                violation_error_message="L’adresse est déjà protégée.",
            ),
        )


class ProtectedReader(Row):
    """Someone named on the list of a protection. Lead worker and her manager are on it by their own rows."""

    protection = models.ForeignKey(
        AddressProtection, on_delete=models.PROTECT, related_name="readers", verbose_name="protection"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="personne")
    named_by = models.UUIDField("nommé par")
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="protection started_on ended_on", personal="user named_by")

    class Meta:
        verbose_name = "lecteur nommé"
        verbose_name_plural = "lecteurs nommés"
        constraints = (
            *dated_constraints("protectedreader"),
            models.UniqueConstraint(
                fields=["protection", "user"],
                condition=models.Q(ended_on__isnull=True),
                name="protectedreader_open_unique",
                violation_error_message="Cette personne est déjà sur la liste.",
            ),
        )


class SharingAgreement(Row):
    """An accord de partage: separate from the convention, dated, scoped, revocable. Refusing it blocks nothing."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="agreements", verbose_name="dossier"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="personne")
    scope = models.CharField("portée", max_length=12, choices=SharingScope)
    is_granted = models.BooleanField("accord donné", default=True)  # a refusal is recorded too
    note = EncryptedTextField("ce que la personne en dit", blank=True)
    proof = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="document signé"
    )
    document_id = models.UUIDField(
        "accord rédigé", null=True, blank=True
    )  # the document that she signed, when there is one
    started_on = models.DateField("donné le")
    ended_on = models.DateField("retiré le", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(
        plain="enrolment scope started_on ended_on proof document_id", personal="person is_granted", sensitive="note"
    )

    class Meta:
        verbose_name = "accord de partage"
        verbose_name_plural = "accords de partage"
        ordering = ("-started_on",)
        constraints = (
            *dated_constraints("agreement"),
            models.UniqueConstraint(
                fields=["enrolment", "person", "scope"],
                condition=models.Q(ended_on__isnull=True),
                name="agreement_open_unique",
                violation_error_message="La réponse de cette personne est déjà enregistrée : retirez-la d’abord.",
            ),
        )


class InformationNotice(Row):
    """When and how the household was told what is kept, why, and its rights."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="notices", verbose_name="dossier")
    given_on = models.DateField("remise le")
    means = models.CharField("moyen", max_length=7, choices=NoticeMeans)
    given_by = models.UUIDField("remise par")

    privacy = declare(plain="enrolment given_on means", personal="given_by")

    class Meta:
        verbose_name = "notice d’information"
        verbose_name_plural = "notices d’information"
        ordering = ("-given_on",)


class SearchEntry(Row):
    """What search reads of a file: normalised names. Protecting a household deletes its rows in the same transaction."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+", verbose_name="dossier")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name="personne")
    text = models.CharField("texte normalisé", max_length=260)

    privacy = declare(plain="enrolment", personal="person text")

    class Meta:
        verbose_name = "entrée de recherche"
        verbose_name_plural = "entrées de recherche"
        constraints = (models.UniqueConstraint(fields=["enrolment", "person"], name="searchentry_person_unique"),)
        indexes = (models.Index(fields=["text"], name="searchentry_text"),)


class SearchKey(Row):
    """A keyed hash of a whole name: finds a protected household for its named readers, and tells nothing else."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+", verbose_name="dossier")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name="personne")
    key = models.CharField("clé", max_length=64, db_index=True)

    privacy = declare(plain="enrolment key", personal="person")

    class Meta:
        verbose_name = "clé de recherche"
        verbose_name_plural = "clés de recherche"
