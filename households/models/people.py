"""Persons, their household, their membership, dated."""

import datetime as dt

from django.db import models
from django.utils import timezone

from foundation.encryption import EncryptedTextField
from foundation.querysets import DatedQuerySet
from foundation.rows import Row, dated_constraints, declare
from households.enums import Civility, MemberKind, Presence


class Person(Row):
    """Identity only: what is learnt of someone belongs to the enrolment that recorded it (domain.md §8.14)."""

    civility = models.CharField("civilité", max_length=7, choices=Civility, default=Civility.UNKNOWN)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom d’usage", max_length=80)
    birth_name = models.CharField("nom de naissance", max_length=80, blank=True)
    birth_on = models.DateField("date de naissance", null=True, blank=True)

    privacy = declare(personal="civility first_name last_name birth_name birth_on")

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"


class Household(Row):
    """The unit that is counted, accompanied, housed: one to n persons."""

    created_at = models.DateTimeField("créé le", default=timezone.now)
    split_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="issu de la séparation de",
    )

    privacy = declare(plain="created_at", sensitive="split_from")

    class Meta:
        verbose_name = "ménage"
        verbose_name_plural = "ménages"


class HouseholdMember(Row):
    """A person in a household, dated; a child may have dated membership in two."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members", verbose_name="ménage")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships", verbose_name="personne")
    kind = models.CharField("place", max_length=11, choices=MemberKind, default=MemberKind.ADULT)
    presence = models.CharField("présence", max_length=14, choices=Presence, default=Presence.PERMANENT)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    end_reason = EncryptedTextField("raison du départ", blank=True)
    objects = DatedQuerySet.as_manager()

    privacy = declare(plain="household started_on ended_on kind", personal="person presence", sensitive="end_reason")

    class Meta:
        verbose_name = "membre du ménage"
        verbose_name_plural = "membres du ménage"
        ordering = ("kind", "started_on", "pk")
        constraints = (
            *dated_constraints("member"),
            models.UniqueConstraint(
                fields=["household", "person"],
                condition=models.Q(ended_on__isnull=True),
                name="member_open_unique",
                violation_error_message="Cette personne fait déjà partie du ménage.",
            ),
        )

    def is_present_on(self, day: dt.date) -> bool:
        """Tell whether the person is of the household on this day."""
        return self.started_on <= day and (self.ended_on is None or self.ended_on >= day)
