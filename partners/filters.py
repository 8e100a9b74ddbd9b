"""Filters of the administrator's lists."""

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from foundation.filters import CountedFilterSet
from foundation.periods import in_force
from partners.enums import OrganisationKind, Role, ServiceKind
from partners.models import Membership, Organisation, Service, User


class OrganisationFilter(CountedFilterSet):
    """By kind, and whether they still take part."""

    nature = django_filters.ChoiceFilter(
        field_name="kind", choices=OrganisationKind.choices, label="Nature", empty_label="Toutes"
    )
    situation = django_filters.ChoiceFilter(
        choices=[("ended", "Terminés")], label="Situation", empty_label="En activité", method="of_state"
    )

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Organisation]) -> QuerySet[Organisation]:
        """Keep those in force unless asked otherwise."""
        rows: QuerySet[Organisation] = super().filter_queryset(queryset)
        ended = Q(ended_on__lt=self.today)
        return rows.filter(ended) if self.form.cleaned_data.get("situation") else rows.exclude(ended)

    def of_state(self, queryset: QuerySet[Organisation], _name: str, _value: str) -> QuerySet[Organisation]:
        """Leave it to `filter_queryset`, which also speaks when nothing is asked."""
        return queryset


class PersonFilter(CountedFilterSet):
    """By organisation, role and access. Names are typed elsewhere: they never reach an address."""

    organisme = django_filters.ModelChoiceFilter(
        queryset=Organisation.objects.order_by("name"), label="Organisme", empty_label="Tous", method="in_organisation"
    )
    role = django_filters.ChoiceFilter(choices=Role.choices, label="Rôle", empty_label="Tous", method="with_role")
    acces = django_filters.ChoiceFilter(
        choices=[("open", "Ouvert"), ("closed", "Fermé"), ("none", "Sans rôle en cours")],
        label="Accès",
        empty_label="Tous",
        method="with_access",
    )

    class Meta:
        model = User
        fields: tuple[str, ...] = ()

    def in_organisation(self, queryset: QuerySet[User], _name: str, value: Organisation) -> QuerySet[User]:
        """Keep those with a role there today."""
        return queryset.filter(Exists(self._roles().filter(organisation=value)))

    def with_role(self, queryset: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        """Keep those with this role today."""
        return queryset.filter(Exists(self._roles().filter(role=value)))

    def with_access(self, queryset: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        """Keep those who can sign in, those who cannot, or those without a role."""
        if value == "none":
            return queryset.filter(~Exists(self._roles()))
        return queryset.filter(is_active=value == "open")

    def _roles(self) -> QuerySet[Membership]:
        rows: QuerySet[Membership] = Membership.objects.filter(in_force(self.today), user_id=OuterRef("pk"))
        return rows


class ServiceFilter(CountedFilterSet):
    """By what it does, by town, and whether it is still there."""

    nature = django_filters.ChoiceFilter(
        field_name="kind", choices=ServiceKind.choices, label="Ce qu’il fait", empty_label="Tous"
    )
    commune = django_filters.CharFilter(field_name="towns", lookup_expr="icontains", label="Commune", max_length=80)
    nom = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label="Nom du service", max_length=80)
    situation = django_filters.ChoiceFilter(
        choices=[("ended", "Terminés")], label="Situation", empty_label="En activité", method="of_state"
    )

    class Meta:
        model = Service
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Service]) -> QuerySet[Service]:
        """Keep those in force unless asked otherwise."""
        rows: QuerySet[Service] = super().filter_queryset(queryset)
        ended = Q(ended_on__lt=self.today)
        return rows.filter(ended) if self.form.cleaned_data.get("situation") else rows.exclude(ended)

    def of_state(self, queryset: QuerySet[Service], _name: str, _value: str) -> QuerySet[Service]:
        """Leave it to `filter_queryset`, which also speaks when nothing is asked."""
        return queryset
