"""Filters of the lists of leases."""

import django_filters
from django.db.models import Exists, OuterRef, QuerySet

from foundation.filters import CountedFilterSet
from leases.enums import Typology
from leases.models import Announcement, Dwelling


class DwellingFilter(CountedFilterSet):
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

    def by_announcement(self, queryset: QuerySet[Dwelling], _name: str, value: str) -> QuerySet[Dwelling]:
        """Keep the dwellings announced today, or those that are not."""
        announced = Exists(Announcement.objects.available_on(self.today).filter(dwelling_id=OuterRef("pk")))
        return queryset.filter(announced) if value == "yes" else queryset.exclude(announced)
