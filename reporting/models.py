"""The months of each programme: their versions, what is behind each figure, who validated, who was told."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from foundation.encryption import EncryptedTextField
from foundation.rows import Row, declare
from households.models import Enrolment
from partners.models import Mailing, ManagementUnit, Organisation, Programme, User
from records.models import StoredFile
from reporting.enums import Cause, DeliveryKind, Figure, FrozenBecause, MonthStatus
from reporting.querysets import MonthQuerySet


class DashboardMonth(Row):
    """A calendar month of a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", verbose_name="programme")
    month_on = models.DateField("mois")  # its 1st day
    status = models.CharField("état", max_length=11, choices=MonthStatus, default=MonthStatus.PROVISIONAL)
    made_on = models.DateField("calculé le")
    reminded_at = models.DateTimeField("rappel envoyé le", null=True, blank=True)
    objects = MonthQuerySet.as_manager()

    privacy = declare(plain="programme month_on status made_on reminded_at")

    class Meta:
        verbose_name = "tableau de bord du mois"
        verbose_name_plural = "tableaux de bord du mois"
        ordering = ("-month_on", "programme")
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "month_on"],
                name="month_programme_unique",
                violation_error_message="Ce mois existe déjà pour ce programme.",
            ),
            models.CheckConstraint(
                condition=models.Q(month_on__day=1),
                name="month_is_a_first",
                violation_error_message="Indiquez un mois.",
            ),
        )


class MonthVersion(Row):
    """What was published of a month: version 1, and another only for an error in it.

    While the month is provisional its one version is calculated again in place (`revision` counts); frozen, neither its
    content, its lines nor its PDF change any more.
    """

    month = models.ForeignKey(
        DashboardMonth, on_delete=models.CASCADE, related_name="versions", verbose_name="tableau de bord"
    )
    number = models.PositiveSmallIntegerField("version")
    revision = models.PositiveSmallIntegerField("calcul", default=1)
    # The version of the month before whose last stock is this one's first: none for the first month made here.
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="version du mois d’avant",
    )
    content = models.JSONField("chiffres", encoder=DjangoJSONEncoder)  # reporting.rules.content.MonthContent
    digest = models.CharField("empreinte", max_length=64)  # SHA-256 of the canonical JSON of `content`
    computed_at = models.DateTimeField("calculé le", default=timezone.now)
    computed_by = models.UUIDField("calculé par")
    frozen_at = models.DateTimeField("figé le", null=True, blank=True)
    frozen_because = models.CharField("motif", max_length=9, choices=FrozenBecause, blank=True)
    reason = EncryptedTextField("ce qui est corrigé, et pourquoi", blank=True)
    pdf = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="rapport"
    )

    privacy = declare(
        plain="month number revision previous content digest computed_at frozen_at frozen_because pdf",
        personal="computed_by",
        sensitive="reason",
    )

    class Meta:
        verbose_name = "version du mois"
        verbose_name_plural = "versions du mois"
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["month", "number"], name="monthversion_number_unique"),
            models.CheckConstraint(
                condition=models.Q(frozen_at__isnull=True, frozen_because="")
                | (models.Q(frozen_at__isnull=False) & ~models.Q(frozen_because="")),
                name="monthversion_frozen_because",
            ),
        )


class FigureLine(Row):
    """One line of the list behind a figure: as many as the figure counts. Ids, codes and days; no name, no number."""

    version = models.ForeignKey(MonthVersion, on_delete=models.CASCADE, related_name="lines", verbose_name="version")
    figure = models.CharField("chiffre", max_length=17, choices=Figure)
    unit = models.ForeignKey(
        ManagementUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="unité"
    )  # none: « non réparti »
    other_unit = models.ForeignKey(
        ManagementUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="autre unité"
    )  # of a transfer
    association = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="association"
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dossier"
    )  # none: a dwelling
    object_id = models.UUIDField("fait", null=True)  # the announcement, CAL dossier, decision, lease, referral
    tag = models.CharField("précision", max_length=40, blank=True)  # a size, a source, an answer, a kind of decision
    on = models.DateField("jour", null=True)
    days = models.IntegerField("jours", null=True)  # of a time
    delta = models.SmallIntegerField("sens", default=1)  # −1 for a correction or a departure
    cause = models.CharField("cause", max_length=16, choices=Cause, blank=True)
    recorded_on = models.DateField("enregistré le", null=True)

    privacy = declare(
        plain="version figure unit other_unit association enrolment object_id tag on days delta cause recorded_on"
    )

    class Meta:
        verbose_name = "ligne d’un chiffre"
        verbose_name_plural = "lignes d’un chiffre"
        indexes = (models.Index(fields=["version", "figure", "unit"], name="figureline_figure_unit"),)


class WorkerMonth(Row):
    """M22 of one worker at the close of a month: for her manager alone (domain.md §4.2)."""

    version = models.ForeignKey(MonthVersion, on_delete=models.CASCADE, related_name="loads", verbose_name="version")
    association = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="association"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="travailleur social")
    full_time_share = models.DecimalField("temps de travail", max_digits=4, decimal_places=2)
    preparation = models.PositiveSmallIntegerField("en préparation")
    supported = models.PositiveSmallIntegerField("accompagnés")
    watched = models.PositiveSmallIntegerField("en veille")
    load = models.DecimalField("charge", max_digits=6, decimal_places=4, null=True)

    privacy = declare(plain="version association full_time_share preparation supported watched load", personal="user")

    class Meta:
        verbose_name = "charge d’un mois"
        verbose_name_plural = "charges d’un mois"
        constraints = (
            models.UniqueConstraint(fields=["version", "association", "user"], name="workermonth_user_unique"),
        )


class Validation(Row):
    """An association's manager says that its part is right; it names the calculation that she saw."""

    version = models.ForeignKey(
        MonthVersion, on_delete=models.CASCADE, related_name="validations", verbose_name="version"
    )
    revision = models.PositiveSmallIntegerField("calcul")
    association = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="association"
    )
    validated_by = models.UUIDField("validé par")
    validated_at = models.DateTimeField("validé le", default=timezone.now)

    privacy = declare(plain="version revision association validated_at", personal="validated_by")

    class Meta:
        verbose_name = "validation du mois"
        verbose_name_plural = "validations du mois"
        ordering = ("validated_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["version", "association"],
                name="validation_association_unique",
                violation_error_message="Cette association a déjà validé ce mois.",
            ),
        )


class Delivery(Mailing):
    """A mail that tells someone that a month may be read: a link, no name, no attachment. Opening is in the journal."""

    version = models.ForeignKey(
        MonthVersion, on_delete=models.CASCADE, related_name="deliveries", verbose_name="version"
    )
    kind = models.CharField("objet", max_length=11, choices=DeliveryKind)

    privacy = declare(plain="version kind attempts tried_at sent_at failure", personal="user")

    class Meta:
        verbose_name = "envoi du mois"
        verbose_name_plural = "envois du mois"
        constraints = (models.UniqueConstraint(fields=["version", "kind", "user"], name="delivery_kind_user_unique"),)
