"""The people of a household that enters: several rows, three blank ones without script, more with it."""

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import TextChoices
from django.forms.formsets import BaseFormSet, formset_factory

from foundation.layout import PalierForm, Row, layout
from foundation.words import capitalised
from households.enums import Civility, MemberKind
from households.rules import why_birth_is_refused
from households.services.enrolments import NewPerson

AT_MOST = 12


def said(words: type[TextChoices]) -> list[tuple[str, str]]:
    """Give choices as a form shows them, with a capital."""
    return [(value, capitalised(str(label))) for value, label in words.choices]


class PersonForm(PalierForm):
    """One person."""

    civility = forms.ChoiceField(label="Civilité", choices=said(Civility), initial=Civility.UNKNOWN, required=False)
    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom d’usage", max_length=80)
    birth_on = forms.DateField(label="Date de naissance", required=False)
    kind = forms.ChoiceField(label="Place dans le ménage", choices=said(MemberKind), initial=MemberKind.ADULT)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        """Take the reader's day, to refuse a birth to come."""
        super().__init__(*args, **kwargs)
        self.today = today
        layout(
            self,
            Row("civility", "kind"),
            Row("first_name", "last_name"),
            "birth_on",
            form_tag=False,
        )

    def clean_birth_on(self) -> dt.date | None:
        """Refuse a day that is nobody's birth."""
        born: dt.date | None = self.cleaned_data["birth_on"]
        if born and (reason := why_birth_is_refused(born, self.today)):
            raise forms.ValidationError(reason)
        return born

    def told(self) -> NewPerson:
        """Give the person, once clean."""
        return NewPerson(
            first_name=self.cleaned_data["first_name"],
            last_name=self.cleaned_data["last_name"],
            civility=Civility(self.cleaned_data["civility"] or Civility.UNKNOWN),
            birth_on=self.cleaned_data["birth_on"],
            kind=MemberKind(self.cleaned_data["kind"]),
        )


if TYPE_CHECKING:
    _PersonSet = BaseFormSet[PersonForm]
else:
    _PersonSet = BaseFormSet


class People(_PersonSet):
    """At least one person; rows left blank are nobody."""

    default_error_messages = {
        "missing_management_form": "La liste des personnes n’est pas arrivée entière. Vérifiez-la, puis recommencez.",
        "too_many_forms": f"Un ménage compte ici {AT_MOST} personnes au plus\u00a0: les autres s’ajoutent au dossier.",
        "too_few_forms": "Indiquez au moins une personne.",
    }

    def clean(self) -> None:
        """Ask for one person."""
        if self.management_form.is_valid() and not any(self.errors) and not self.told():
            raise forms.ValidationError(self.default_error_messages["too_few_forms"])

    def told(self) -> list[NewPerson]:
        """Give the people, once clean."""
        return [form.told() for form in self.forms if form.is_valid() and form.has_changed()]


_PeopleSet = formset_factory(
    PersonForm, formset=People, extra=3, max_num=AT_MOST, absolute_max=AT_MOST + 1, validate_max=True
)


def people_forms(data: Any, today: dt.date) -> People:
    """Give the rows of people, filled with what was sent."""
    return cast("People", _PeopleSet(data, prefix="people", form_kwargs={"today": today}))
