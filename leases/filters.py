"""Filters of the lists of leases."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet

from leases.enums import Typology
from leases.models import Announcement, Dwelling


class DwellingFilter(django_filters.FilterSet):
    """By size, and whether the dwelling is announced."""

    typology = django_filters.ChoiceFilter(choices=Typology.choices, label="Type", empty_label="Tous")
    announced = django_filters.ChoiceFilter(
        choices=[("yes", "Annoncés"), ("no", "Non annoncés")],
        label="Annonce",
        empty_label="Tous",
        method="by_announcement",
    )

    class Meta:
        model = Dwelling
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        """Keep the day."""
        super().__init__(*args, **kwargs)
        self.today = today

    @property
    def active(self) -> int:
        """Count the filters that are set."""
        data = self.form.cleaned_data if self.form.is_valid() else {}
        return sum(1 for value in data.values() if value)

    def by_announcement(self, queryset: QuerySet[Dwelling], _name: str, value: str) -> QuerySet[Dwelling]:
        """Keep the dwellings announced today, or those that are not."""
        announced = Exists(Announcement.objects.available_on(self.today).filter(dwelling_id=OuterRef("pk")))
        return queryset.filter(announced) if value == "yes" else queryset.exclude(announced)
