"""What happened, what is being made, what is being typed, and the figures of the law. Who acted is a UUID."""

from django.db import models
from django.utils import timezone

from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from records.enums import OPEN_JOB_STATUSES, Chain, JobStatus


class Event(Row):
    """One thing that someone did or opened. Append-only; ids only, so that the journal tells nothing of a person.

    Written by `records.services.events` alone.
    """

    act = models.UUIDField("acte")  # the events of one act share it
    chain = models.CharField("chaîne", max_length=5, choices=Chain)
    verb = models.CharField("verbe", max_length=60)  # "meeting.logged"
    actor = models.UUIDField("auteur")
    kind = models.CharField("objet", max_length=60)  # "accompaniments.meeting"
    object_id = models.UUIDField("identifiant de l’objet")
    subject_id = models.UUIDField("dossier", null=True)  # the enrolment or organisation it belongs to
    details = models.JSONField("détails", default=dict)  # ids, codes, dates: never a text nor a name
    origin = models.GenericIPAddressField("origine", null=True)
    at = models.DateTimeField("date", default=timezone.now)
    mac = models.CharField("sceau", max_length=64, blank=True)  # made when written: a line added by hand has none

    privacy = declare(plain="act chain verb kind object_id subject_id details at mac", personal="actor origin")

    class Meta:
        verbose_name = "évènement"
        verbose_name_plural = "évènements"
        indexes = (
            models.Index(fields=["subject_id", "-at"], name="event_subject_at"),
            models.Index(fields=["object_id", "-at"], name="event_object_at"),
            models.Index(fields=["actor", "-at"], name="event_actor_at"),
            models.Index(fields=["chain", "at"], name="event_chain_at"),
        )


class SealBatch(Row):
    """A batch of events sealed together and chained to the batch before by an HMAC."""

    chain = models.CharField("chaîne", max_length=5, choices=Chain)
    number = models.PositiveIntegerField("numéro")
    sealed_at = models.DateTimeField("scellé le", default=timezone.now)
    event_count = models.PositiveIntegerField("nombre d’évènements")
    previous_mac = models.CharField("sceau précédent", max_length=64)
    mac = models.CharField("sceau", max_length=64)
    purged_at = models.DateTimeField("purgé le", null=True)

    privacy = declare(plain="chain number sealed_at event_count previous_mac mac purged_at")

    class Meta:
        verbose_name = "lot scellé"
        verbose_name_plural = "lots scellés"
        constraints = (models.UniqueConstraint(fields=["chain", "number"], name="sealbatch_chain_number_unique"),)


class SealedEvent(Row):
    """An event's place in its batch: kept apart from the event, so that late commits find theirs."""

    batch = models.ForeignKey(SealBatch, on_delete=models.PROTECT, related_name="+")
    event_id = models.UUIDField("évènement", unique=True)
    position = models.PositiveIntegerField("rang")
    digest = models.CharField("empreinte", max_length=64)

    privacy = declare(plain="batch event_id position digest")

    class Meta:
        verbose_name = "évènement scellé"
        verbose_name_plural = "évènements scellés"
        constraints = (models.UniqueConstraint(fields=["batch", "position"], name="sealedevent_position_unique"),)


class Job(Row):
    """Long work asked for by someone: the row is the truth, the message only wakes a worker."""

    kind = models.CharField("nature", max_length=60)
    key = models.CharField("clé", max_length=200)  # asked twice is made once
    status = models.CharField("état", max_length=7, choices=JobStatus, default=JobStatus.QUEUED)
    asked_by = models.UUIDField("demandé par")
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    started_at = models.DateTimeField("commencé le", null=True)
    beat_at = models.DateTimeField("dernier signe", null=True)
    ended_at = models.DateTimeField("terminé le", null=True)
    done = models.PositiveIntegerField("fait", default=0)
    total = models.PositiveIntegerField("total", default=0)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    params = models.JSONField("paramètres", default=dict)
    result_id = models.UUIDField("résultat", null=True)
    failure = models.TextField("cause de l’échec", blank=True)

    privacy = declare(
        plain="kind key status asked_at started_at beat_at ended_at done total attempts params result_id failure",
        personal="asked_by",
    )

    class Meta:
        verbose_name = "travail"
        verbose_name_plural = "travaux"
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "key"], condition=models.Q(status__in=OPEN_JOB_STATUSES), name="job_open_key_unique"
            ),
        )


class StoredFile(Row):
    """An encrypted file: one blob an upload, checked by content, handed out through access only."""

    name = EncryptedTextField("nom")
    content_type = models.CharField("type", max_length=100)
    size = models.PositiveIntegerField("taille")
    digest = models.CharField("empreinte", max_length=64)
    blob = models.CharField("emplacement", max_length=100, unique=True)
    kind = models.CharField("objet", max_length=60)
    subject_id = models.UUIDField("rattaché à")
    stored_by = models.UUIDField("déposé par")
    stored_at = models.DateTimeField("déposé le", default=timezone.now)

    privacy = declare(
        plain="content_type size digest blob kind subject_id stored_at", personal="stored_by", sensitive="name"
    )

    class Meta:
        verbose_name = "fichier"
        verbose_name_plural = "fichiers"


class Draft(Row):
    """What someone is typing in one tab: hers alone, encrypted, kept until sent or expired. An autosave leaves no event."""

    user_id = models.UUIDField("personne")
    kind = models.CharField("formulaire", max_length=60)  # "accompaniments.meeting"
    subject_id = models.UUIDField("objet")
    tab = models.CharField("onglet", max_length=36)
    version = models.PositiveIntegerField("version", default=0)
    text = EncryptedTextField("contenu")
    saved_at = models.DateTimeField("enregistré le", default=timezone.now)
    expires_at = models.DateTimeField("expire le")

    privacy = declare(plain="kind subject_id tab version saved_at expires_at", personal="user_id", sensitive="text")

    class Meta:
        verbose_name = "brouillon"
        verbose_name_plural = "brouillons"
        constraints = (
            models.UniqueConstraint(fields=["user_id", "kind", "subject_id", "tab"], name="draft_tab_unique"),
        )
        indexes = (models.Index(fields=["expires_at"], name="draft_expires_at"),)


class Parameter(Row):
    """A figure of the law or of a reference, dated, with its source. What a convention chooses is on its programme."""

    code = models.CharField("code", max_length=80)
    label = models.CharField("libellé", max_length=200)
    value = models.JSONField("valeur")
    unit = models.CharField("unité", max_length=40, blank=True)
    source = models.CharField("source", max_length=300)
    started_on = models.DateField("applicable depuis le")
    is_to_confirm = models.BooleanField("à confirmer", default=False)
    confirmed_at = models.DateTimeField("confirmé le", null=True)
    confirmed_by = models.UUIDField("confirmé par", null=True)

    privacy = declare(
        plain="code label value unit source started_on is_to_confirm confirmed_at", personal="confirmed_by"
    )

    class Meta:
        verbose_name = "paramètre"
        verbose_name_plural = "paramètres"
        constraints = (
            models.UniqueConstraint(
                fields=["code", "started_on"],
                name="parameter_code_started_unique",
                violation_error_message="Ce paramètre a déjà une valeur à cette date.",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="parameter_confirmed_by_and_at",
            ),
        )
