"""The filters of the list of households. What a landlord may not read, he may not filter by."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import DateField, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from accompaniments.enums import DifficultyKind, DifficultyState, Outcome, State
from accompaniments.models import Accompaniment, Contact, Difficulty, Meeting
from foundation.filters import CountedFilterSet
from foundation.periods import in_force
from foundation.timeline import DueKind
from foundation.words import capitalised
from households.models import CurrentHousing, Enrolment, EnrolmentWorker
from households.readings import Card
from journeys.selectors.difficulties import side_of_reader, units_among
from journeys.selectors.subleases import LATE, SOON, TO_DECIDE, Subleases, Wanted
from leases.models import Lease
from partners.enums import Role
from partners.models import Programme
from partners.reader import Reader
from partners.selectors import workers_of

ORDERS = (
    ("numero", "numéro de dossier"),
    ("contact", "sans contact depuis le plus longtemps"),
    ("recent", "les plus récents d’abord"),
)
SITUATIONS = (("ouverts", "Ouverts"), ("clos", "Clos"), ("tous", "Ouverts et clos"))
SILENCES = (("30", "plus de 30 jours"), ("60", "plus de 2 mois"), ("90", "plus de 3 mois"))
EVERYBODY, UNASSIGNED = "tous", "sans"


def with_last_spoken(files: QuerySet[Any]) -> QuerySet[Any]:
    """Add to each file the last day when someone spoke with the household: a meeting held, or a contact she answered."""
    held = (
        Meeting.objects.filter(enrolment_id=OuterRef("pk"), outcome=Outcome.HELD, withdrawn_at__isnull=True)
        .order_by("-held_on")
        .values("held_on")[:1]
    )
    answered = (
        Contact.objects.filter(enrolment_id=OuterRef("pk"), person_answered=True, withdrawn_at__isnull=True)
        .order_by("-happened_on")
        .values("happened_on")[:1]
    )
    annotated: QuerySet[Any] = files.annotate(
        last_spoken_on=Greatest(
            Coalesce(Subquery(held, output_field=DateField()), F("started_on")),
            Coalesce(Subquery(answered, output_field=DateField()), F("started_on")),
        )
    )
    return annotated


class HouseholdFilter(django_filters.FilterSet):
    """Programme, step, open or closed; and for an association, who follows, and silence."""

    programme = django_filters.ModelChoiceFilter(
        field_name="version__programme", queryset=Programme.objects.all(), label="Programme", empty_label="Tous"
    )
    etape = django_filters.ChoiceFilter(
        choices=State.choices, label="Étape", empty_label="Toutes", method="filter_step"
    )
    situation = django_filters.ChoiceFilter(
        choices=SITUATIONS, label="Situation", empty_label=None, method="filter_situation"
    )
    suivi = django_filters.ChoiceFilter(label="Suivi par", empty_label=None, method="filter_worker")
    silence = django_filters.ChoiceFilter(
        choices=SILENCES, label="Sans contact depuis", empty_label="Sans importance", method="filter_silence"
    )
    tri = django_filters.ChoiceFilter(choices=ORDERS, label="Ordre", empty_label=None, method="filter_order")

    class Meta:
        model = Enrolment
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, queryset: QuerySet[Any], *, reader: Reader) -> None:
        """Offer what this reader may filter by; the usual values are already there."""
        given = data.copy() if data is not None else {}
        given.setdefault("situation", "ouverts")
        given.setdefault("tri", "numero")
        self.usual = {"situation": "ouverts", "tri": "numero"}
        if reader.associations:  # a worker's own first; the whole association is one tap away
            self.usual["suivi"] = str(reader.user_id) if reader.has(Role.SOCIAL_WORKER) else EVERYBODY
            given.setdefault("suivi", self.usual["suivi"])
        self.reader = reader
        super().__init__(given, queryset=queryset)
        if reader.associations:
            self.filters["suivi"].extra["choices"] = _workers(reader)
        else:
            for name in ("suivi", "silence"):
                del self.filters[name]
            self.filters["tri"].extra["choices"] = [order for order in ORDERS if order[0] != "contact"]

    @property
    def active(self) -> int:
        """Count the filters that are not as usual."""
        return sum(1 for name in self.filters if self.data.get(name, "") != self.usual.get(name, ""))

    @property
    def is_mine(self) -> bool:
        """Tell whether the list is of the reader's own households."""
        return "suivi" in self.filters and self.data.get("suivi") == str(self.reader.user_id)

    def filter_step(self, files: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the files at this step today."""
        del name
        courses = Accompaniment.objects.filter(enrolment_id=OuterRef("pk"), state=value)
        return files.filter(Exists(courses))

    def filter_situation(self, files: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep open files, closed ones, or all."""
        del name
        if value == "ouverts":
            return files.filter(in_force(self.reader.today))
        return files.filter(ended_on__lt=self.reader.today) if value == "clos" else files

    def filter_worker(self, files: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the files that someone leads or replaces today, or those without anybody."""
        del name
        if value == EVERYBODY:
            return files
        leads = EnrolmentWorker.objects.filter(
            in_force(self.reader.today), enrolment_id=OuterRef("pk"), association_id__in=self.reader.associations
        )
        if value == UNASSIGNED:
            return files.filter(~Exists(leads))
        hers = EnrolmentWorker.objects.filter(
            in_force(self.reader.today), user_id=value, association_id__in=self.reader.associations
        )
        return files.filter(pk__in=hers.values("enrolment_id"))

    def filter_silence(self, files: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the files without contact for so many days."""
        del name
        limit = self.reader.today - dt.timedelta(days=int(value))
        return with_last_spoken(files).filter(last_spoken_on__lt=limit)

    def filter_order(self, files: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Order the list."""
        del name
        if value == "contact" and self.reader.associations:
            return with_last_spoken(files).order_by("last_spoken_on", "file_number")
        return files.order_by("-started_on", "-file_number") if value == "recent" else files.order_by("file_number")


def _workers(reader: Reader) -> list[tuple[str, str]]:
    """Offer everybody, herself, the workers of her associations, nobody."""
    offered = {EVERYBODY: "Tout le monde"}
    if reader.has(Role.SOCIAL_WORKER):
        offered[str(reader.user_id)] = "Moi"
    for association_id in sorted(reader.associations, key=str):
        for worker in workers_of(association_id, reader.today):
            offered.setdefault(str(worker.user_id), worker.name)
    return [*offered.items(), (UNASSIGNED, "Personne")]


class RequestFilter(CountedFilterSet):
    """The requests of a landlord's service: open or over."""

    situation = django_filters.ChoiceFilter(
        choices=(("ouverts", "En cours"), ("clos", "Terminées")),
        label="Situation",
        empty_label="Toutes",
        method="filter_situation",
    )

    class Meta:
        model = Enrolment
        fields: tuple[str, ...] = ()

    def filter_situation(self, files: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the requests still open, or those that are over."""
        del name
        return files.filter(in_force(self.today)) if value == "ouverts" else files.filter(ended_on__lt=self.today)


class TodoFilter(CountedFilterSet):
    """What is to do: of which household, about what."""

    menage = django_filters.ChoiceFilter(label="Ménage", empty_label="Tous", method="filter_household")
    sujet = django_filters.ChoiceFilter(
        choices=[(kind.value, kind.label) for kind in DueKind], label="Sujet", empty_label="Tous", method="filter_kind"
    )

    class Meta:
        model = Enrolment
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, queryset: QuerySet[Any], *, today: dt.date, cards: Mapping[uuid.UUID, Card]) -> None:
        """Offer her households, as she may read them."""
        super().__init__(data, queryset=queryset, today=today)
        offered = sorted(cards.values(), key=lambda card: (card.title.casefold(), card.file_number))
        self.filters["menage"].extra["choices"] = [(str(card.enrolment_id), card.title) for card in offered]

    @property
    def kind(self) -> DueKind | None:
        """Give the subject that was asked for; what is no subject asks for nothing."""
        asked = self.form.cleaned_data.get("sujet") if self.form.is_valid() else None
        return DueKind(asked) if asked else None

    def filter_household(self, files: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep one household."""
        del name
        return files.filter(pk=value)

    def filter_kind(self, files: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep every file: a subject is of the lines."""
        del name, value
        return files


class DifficultyFilter(django_filters.FilterSet):
    """Where difficulties are, whose they are, about what, and the unit of the home."""

    etat = django_filters.ChoiceFilter(
        choices=(
            ("ouvertes", "En cours"),
            ("reponse", "Qui attendent ma réponse"),
            ("closes", "Closes"),
            ("toutes", "Toutes"),
        ),
        label="État",
        empty_label=None,
        method="filter_state",
    )
    qui = django_filters.ChoiceFilter(
        choices=(("moi", "Par moi"), ("cote", "Par mon organisme"), ("autre", "Par l’autre partie")),
        label="Signalées",
        empty_label="Par tous",
        method="filter_who",
    )
    objet = django_filters.ChoiceFilter(
        choices=[(kind.value, capitalised(str(kind.label))) for kind in DifficultyKind],
        field_name="kind",
        label="Objet",
        empty_label="Tous",
    )
    unite = django_filters.ChoiceFilter(label="Unité de gestion", empty_label="Toutes", method="filter_unit")

    class Meta:
        model = Difficulty
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, queryset: QuerySet[Any], *, reader: Reader) -> None:
        """Offer the units of her households; what is not closed is shown first."""
        given = data.copy() if data is not None else {}
        given.setdefault("etat", "ouvertes")
        self.reader = reader
        super().__init__(given, queryset=queryset)
        self.filters["unite"].extra["choices"] = units_among(reader, queryset)

    @property
    def active(self) -> int:
        """Count the filters that are not as usual."""
        usual = {"etat": "ouvertes"}
        return sum(1 for name in self.filters if self.data.get(name, "") != usual.get(name, ""))

    def filter_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep those in progress, those that await her side, or those that are closed."""
        del name
        if value == "reponse":
            return rows.filter(awaits=side_of_reader(self.reader))
        if value == "toutes":
            return rows
        closed = {"state": DifficultyState.CLOSED}
        return rows.filter(**closed) if value == "closes" else rows.exclude(**closed)

    def filter_who(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep what she reported, or her side, or the other."""
        del name
        if value == "moi":
            return rows.filter(made_by_id=self.reader.user_id)
        side = side_of_reader(self.reader)
        return rows.filter(side=side if value == "cote" else side.other)

    def filter_unit(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the households that live in a unit today."""
        del name
        housings = CurrentHousing.objects.filter(
            in_force(self.reader.today), enrolment_id=OuterRef("enrolment_id"), unit=uuid.UUID(value)
        )
        return rows.filter(Exists(housings))


class SubleaseFilter(CountedFilterSet):
    """The board of subleases: what is late or near, a unit, an association; the lines are kept by their dates."""

    echeance = django_filters.ChoiceFilter(
        choices=((LATE, "En retard"), (SOON, "Date proche"), (TO_DECIDE, "Glissement à décider")),
        label="Échéance",
        empty_label="Toutes",
        method="keep_all",
    )
    unite = django_filters.ChoiceFilter(label="Unité", empty_label="Toutes", method="keep_all")
    association = django_filters.ChoiceFilter(label="Association", empty_label="Toutes", method="keep_all")

    class Meta:
        model = Lease
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, *, today: dt.date, known: Subleases) -> None:
        """Offer the units and the associations of the subleases that she reads; a filter with one answer is no filter."""
        super().__init__(data, queryset=Lease.objects.none(), today=today)
        for name, choices in (("unite", known.units), ("association", known.associations)):
            if len(choices) > 1:
                self.filters[name].extra["choices"] = list(choices)
            else:
                del self.filters[name]

    @property
    def wanted(self) -> Wanted:
        """Give what is asked for; what is no choice asks for nothing."""
        said = self.form.cleaned_data if self.form.is_valid() else {}
        return Wanted(said.get("echeance", ""), said.get("unite", ""), said.get("association", ""))

    def keep_all(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep every line: dates are counted, not stored."""
        del name, value
        return rows
