"""Programmes and what was agreed of each."""

import datetime as dt

from django.core.validators import MinValueValidator
from django.db import models

from foundation.querysets import DatedQuerySet
from foundation.rows import Row, dated_constraints, declare
from partners.enums import Axis, CadenceKind, CadenceUnit, FundingSource, FundingUnit, OutreachKind, SignatureRule
from partners.models.organisations import Organisation
from partners.querysets import EligibilityRuleQuerySet


class Programme(Row):
    """A programme of *logement accompagné*; what was agreed is in its versions."""

    slug = models.SlugField("identifiant", max_length=60, unique=True)
    name = models.CharField("nom", max_length=120)
    axis = models.CharField("axe", max_length=11, choices=Axis)

    privacy = declare(plain="slug name axis")

    class Meta:
        verbose_name = "programme"
        verbose_name_plural = "programmes"
        ordering = ("name",)

    def __str__(self) -> str:
        """Give the programme's name."""
        return self.name


class ProgrammeVersion(Row):
    """What was agreed from a day on: an enrolment pins the version of its entry (domain.md §7.2)."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="versions", verbose_name="programme"
    )
    number = models.PositiveSmallIntegerField("version", default=1)
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="porteur du projet")
    landlords = models.ManyToManyField(Organisation, related_name="+", verbose_name="bailleurs")
    associations = models.ManyToManyField(Organisation, related_name="+", verbose_name="associations")
    target_households = models.PositiveSmallIntegerField("objectif de ménages", null=True, blank=True)
    caseload_ratio = models.PositiveSmallIntegerField("ménages par temps plein", null=True, blank=True)
    preparation_weight = models.DecimalField(
        "poids d’un ménage en préparation", max_digits=4, decimal_places=2, default=1
    )
    watch_weight = models.DecimalField("poids d’un ménage en veille", max_digits=4, decimal_places=2, default=0)
    watch_months = models.PositiveSmallIntegerField("veille, en mois", default=0)
    outreach_last_wait = models.PositiveSmallIntegerField(
        "jours après la dernière étape de relance", default=10
    )  # once they are over, the contact may be declared failed (domain.md §2.0.1)
    effort_cap = models.DecimalField(
        "taux d’effort maximal, en %", max_digits=4, decimal_places=1, null=True, blank=True
    )  # none for Mistral (domain.md §8.8); a rate above it warns and never blocks
    effort_amber = models.DecimalField(
        "premier repère du taux d’effort, en %", max_digits=4, decimal_places=1, default=25
    )
    effort_red = models.DecimalField("second repère du taux d’effort, en %", max_digits=4, decimal_places=1, default=33)
    signatures_needed = models.CharField(
        "signatures qui suffisent", max_length=22, choices=SignatureRule, default=SignatureRule.EVERY_ADULT_ANSWERED
    )
    source = models.CharField("source", max_length=300, blank=True)
    to_confirm = models.CharField(
        "à confirmer", max_length=400, blank=True
    )  # field names that the source does not state
    started_on = models.DateField("applicable depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(
        plain="programme number lead landlords associations target_households caseload_ratio preparation_weight"
        " watch_weight watch_months outreach_last_wait effort_cap effort_amber effort_red signatures_needed source to_confirm"
        " started_on ended_on"
    )

    class Meta:
        verbose_name = "version de programme"
        verbose_name_plural = "versions de programme"
        ordering = ("programme", "-number")
        constraints = (
            *dated_constraints("programmeversion"),
            models.UniqueConstraint(
                fields=["programme", "number"],
                name="programmeversion_number_unique",
                violation_error_message="Ce numéro de version existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=models.Q(ended_on__isnull=True),
                name="programmeversion_one_open",
                violation_error_message="La version précédente n’a pas de date de fin.",
            ),
        )

    def __str__(self) -> str:
        """Give « Bail de sécurisation, version 1 »."""
        return f"{self.programme}, version {self.number}"


class Cadence(Row):
    """Something a programme's version wants done every so often, or within a time."""

    version = models.ForeignKey(
        ProgrammeVersion, on_delete=models.CASCADE, related_name="cadences", verbose_name="version"
    )
    kind = models.CharField("objet", max_length=21, choices=CadenceKind)
    every = models.PositiveSmallIntegerField("durée", validators=[MinValueValidator(1)])
    unit = models.CharField("unité", max_length=6, choices=CadenceUnit, default=CadenceUnit.DAYS)
    source = models.CharField("source", max_length=200, blank=True)
    is_to_confirm = models.BooleanField("à confirmer", default=False)

    privacy = declare(plain="version kind every unit source is_to_confirm")

    class Meta:
        verbose_name = "cadence"
        verbose_name_plural = "cadences"
        constraints = (
            models.UniqueConstraint(
                fields=["version", "kind"],
                name="cadence_kind_unique",
                violation_error_message="Cette cadence est déjà fixée pour cette version.",
            ),
        )


class OutreachStep(Row):
    """A rung of the programme's outreach ladder: what is tried, so many days after the rung before (domain.md §2.3, §8.3)."""

    version = models.ForeignKey(
        ProgrammeVersion, on_delete=models.CASCADE, related_name="ladder", verbose_name="version"
    )
    position = models.PositiveSmallIntegerField("rang")
    kind = models.CharField("moyen", max_length=17, choices=OutreachKind)
    wait_days = models.PositiveSmallIntegerField("jours après l’étape d’avant", default=0)
    source = models.CharField("source", max_length=200, blank=True)
    is_to_confirm = models.BooleanField("à confirmer", default=False)

    privacy = declare(plain="version position kind wait_days source is_to_confirm")

    class Meta:
        verbose_name = "étape de relance"
        verbose_name_plural = "étapes de relance"
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["version", "position"], name="outreachstep_position_unique"),)


class EligibilityRule(Row):
    """A criterion of the programme: not met, it blocks, or warns; a manager may set it aside and says why."""

    version = models.ForeignKey(
        ProgrammeVersion, on_delete=models.CASCADE, related_name="criteria", verbose_name="version"
    )
    position = models.PositiveSmallIntegerField("rang")
    code = models.SlugField("code", max_length=40)
    label = models.CharField("critère", max_length=200)
    is_blocking = models.BooleanField("bloquant", default=False)
    is_derogable = models.BooleanField("dérogation possible", default=True)
    source = models.CharField("source", max_length=200, blank=True)
    # Of files that enter on these days, both included; none: since the version began, until it ends. The others keep theirs.
    started_on = models.DateField("pour les dossiers entrés depuis le", null=True, blank=True)
    ended_on = models.DateField("pour les dossiers entrés jusqu’au", null=True, blank=True)
    objects = EligibilityRuleQuerySet.as_manager()

    privacy = declare(plain="version position code label is_blocking is_derogable source started_on ended_on")

    class Meta:
        verbose_name = "critère d’admission"
        verbose_name_plural = "critères d’admission"
        ordering = ("position", "started_on")
        constraints = (
            models.UniqueConstraint(
                fields=["version", "code"],
                condition=models.Q(ended_on__isnull=True),
                name="eligibilityrule_code_unique",
                violation_error_message="Ce critère existe déjà dans cette version.",
            ),
            models.CheckConstraint(
                condition=models.Q(started_on__isnull=True)
                | models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="eligibilityrule_period",
                violation_error_message="La fin ne peut pas précéder le début.",
            ),
        )

    def holds_for(self, entered_on: dt.date) -> bool:
        """Tell whether a file that entered on this day is held to it."""
        return (self.started_on is None or self.started_on <= entered_on) and (
            self.ended_on is None or self.ended_on >= entered_on
        )


class FundingLine(Row):
    """What a funder pays of a version's accompaniments: so many measures, or months (domain.md §4.4)."""

    version = models.ForeignKey(
        ProgrammeVersion, on_delete=models.CASCADE, related_name="funding_lines", verbose_name="version"
    )
    label = models.CharField("ligne", max_length=120)
    funded_by = models.CharField("financeur", max_length=7, choices=FundingSource)
    measure_type = models.CharField("type de mesure", max_length=80)
    unit = models.CharField("unité", max_length=7, choices=FundingUnit, default=FundingUnit.MEASURE)
    quantity = models.PositiveSmallIntegerField("quantité", validators=[MinValueValidator(1)])
    is_for_dalo = models.BooleanField("réservée aux ménages reconnus au titre du DALO", default=False)
    source = models.CharField("source", max_length=200, blank=True)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)

    privacy = declare(plain="version label funded_by measure_type unit quantity is_for_dalo source started_on ended_on")

    class Meta:
        verbose_name = "ligne de financement"
        verbose_name_plural = "lignes de financement"
        ordering = ("started_on", "label")
        constraints = (
            *dated_constraints("fundingline"),
            models.UniqueConstraint(
                fields=["version", "label"],
                name="fundingline_label_unique",
                violation_error_message="Cette ligne existe déjà dans cette version.",
            ),
        )
