"""The forms of an objective: what it says, and where it is."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.http import QueryDict

from accompaniments.enums import ObjectiveState, Subject, WhoActs
from accompaniments.forms.contacts import AUDIENCE_HELP, AUDIENCE_ICONS
from accompaniments.readings.objectives import ObjectiveRead
from accompaniments.rules.objectives import ObjectiveWords
from accompaniments.services.objectives import ObjectiveRefused
from foundation.layout import Choices, PalierForm, Row, layout
from foundation.timeline import AUDIENCE_CHOICES, Audience
from foundation.words import capitalised

_OF_LEASE = "Le bailleur ne peut lire que ceux qui touchent au bail."


class VersionedForm(PalierForm):
    """A form that carries the version that its page saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def take_version(self, version: int) -> None:
        """Let the page, shown again with what was typed, be sent over the version that is now stored."""
        shown = QueryDict(mutable=True)
        shown.update(self.data)
        shown["version"] = str(version)
        self.data = shown


class ObjectiveForm(VersionedForm):
    """What an objective says: what, in which domain, who, by when, how one knows; and who may read it."""

    title = forms.CharField(
        label="Objectif",
        max_length=300,
        help_text="Dans les mots du ménage\u00a0: il figure dans son contrat, et dans le résumé qui lui est remis.",
    )
    domain = forms.ChoiceField(label="Domaine", choices=[(one.value, one.label) for one in Subject])
    who = forms.ChoiceField(
        label="Qui s’en charge",
        choices=[(one.value, capitalised(str(one.label))) for one in WhoActs],
        widget=Choices(style="two"),
    )
    set_on = forms.DateField(label="Fixé le")
    due_on = forms.DateField(label="Pour le", required=False)
    criterion = forms.CharField(
        label="Atteint quand", required=False, max_length=500, help_text="À quoi l’on verra que c’est fait."
    )
    audience = forms.ChoiceField(
        label="Qui peut lire",
        choices=AUDIENCE_CHOICES,
        widget=Choices(icons=AUDIENCE_ICONS),
        help_text=f"{AUDIENCE_HELP} {_OF_LEASE}",
    )

    def __init__(self, data: Any = None, *, today: dt.date, back: str, objective: ObjectiveRead | None = None) -> None:
        """Prefill the one being reworded."""
        initial: dict[str, Any] = {
            "who": WhoActs.TOGETHER.value,
            "audience": Audience.TEAM.value,
            "set_on": today,
            "version": 0,
        }
        if objective is not None:
            who = next(one.value for one in WhoActs if str(one.label) == objective.who)
            initial = {
                "title": objective.title,
                "domain": objective.domain.value,
                "who": who,
                "due_on": objective.due_on,
                "criterion": objective.criterion,
                "audience": objective.audience.value,
                "version": objective.version,
            }
        super().__init__(data, initial=initial)
        del self.fields["version" if objective is None else "set_on"]
        layout(
            self,
            "title",
            "domain",
            "who",
            Row("set_on", "due_on") if objective is None else "due_on",
            "criterion",
            "audience",
            *(() if objective is None else ("version",)),
            submit="Enregistrer l’objectif",
            back=back,
        )

    def words(self) -> ObjectiveWords:
        """Give what it says, once clean."""
        said = self.cleaned_data
        return ObjectiveWords(
            domain=Subject(said["domain"]),
            title=said["title"],
            who=WhoActs(said["who"]),
            due_on=said["due_on"],
            criterion=said["criterion"],
            audience=Audience(said["audience"]),
        )

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Say each refusal beside its field."""
        try:
            yield
        except ObjectiveRefused as refused:
            for field, reason in refused.reasons.items():
                self.add_error(field if field in self.fields else None, reason)


_STATES = [
    (ObjectiveState.ACHIEVED.value, "Atteint"),
    (ObjectiveState.PARTLY.value, "Atteint en partie"),
    (ObjectiveState.NOT_ACHIEVED.value, "Non atteint"),
    (ObjectiveState.CANCELLED.value, "Abandonné"),
    (ObjectiveState.OPEN.value, "Il continue"),
]


class ObjectiveStateForm(VersionedForm):
    """Where an objective is."""

    state = forms.ChoiceField(label="Où en est-il\u00a0?", choices=_STATES, widget=Choices(style="two"))
    effective_on = forms.DateField(label="Le")
    reason = forms.CharField(
        label="Précision",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lu par l’équipe du dossier.",
    )

    def __init__(self, data: Any = None, *, today: dt.date, objective: ObjectiveRead, back: str) -> None:
        """Propose « atteint » when a visit said so."""
        state = ObjectiveState.ACHIEVED.value if objective.is_to_confirm else None
        effective_on = objective.progress_on if objective.is_to_confirm else today
        super().__init__(data, initial={"state": state, "effective_on": effective_on, "version": objective.version})
        layout(self, "state", "effective_on", "reason", "version", submit="Enregistrer", back=back)
