"""The form of the common grid: twelve domains, each a level and its short why."""

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from accompaniments.enums import Passage, Subject
from accompaniments.rules.grid import MAX_JUSTIFICATION, NOT_ASSESSED, NOT_CONCERNED, SCALE, Score, health_words
from accompaniments.selectors.grid import GridPage
from accompaniments.services.grid import DRAFT_KIND, GridRefused
from foundation.layout import Choices, Insert, PalierForm, layout, prepare
from foundation.words import capitalised

MAX_REASON = 500
LANDLORD_READS = "Le bailleur lit le niveau de ce domaine, jamais ce que vous en écrivez."


@dataclass(frozen=True)
class DomainFields:
    """A domain of the form, for its template."""

    subject: Subject
    label: str
    about: str
    levels: tuple[str, ...]
    level: BoundField
    why: BoundField
    note: str  # who else reads the level
    health: tuple[str, ...]  # words to look at again


class GridForm(PalierForm):
    """A passage of the grid."""

    passage = forms.ChoiceField(label="Quel passage", widget=Choices)
    assessed_on = forms.DateField(label="Évalué le")
    reason = forms.CharField(
        label="Pourquoi cette correction",
        widget=forms.Textarea(attrs={"rows": "2"}),
        max_length=MAX_REASON,
        help_text="L’équipe le lit sous la grille, avec ce qui était écrit avant.",
        error_messages={"required": "Dites en quelques mots pourquoi vous corrigez\u00a0: l’équipe le lira."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, page: GridPage, today: dt.date, back: str) -> None:
        """Lay out the domains of the grid's version; `page.stored` prefills a correction."""
        super().__init__(
            data, initial={"passage": page.wanted, "assessed_on": page.on or today, "version": page.version}
        )
        self.page = page
        if page.passage is None:  # scored for the first time: nothing to account for
            del self.fields["reason"]
        self.draft_kind, self.draft_subject, self.draft_since = DRAFT_KIND, page.draft_subject, None
        self.give_choices("passage", [(one.value, capitalised(str(one.label))) for one in page.passages])
        for domain in page.grid.domains:
            self._add(domain.subject)
        layout(
            self,
            "passage",
            "assessed_on",
            Insert("accompaniments/_grid_domains.html"),
            *(("reason",) if page.passage else ()),
            Insert("accompaniments/_draft.html", draft_kind=DRAFT_KIND),
            "version",
            submit="Corriger la grille" if page.passage else "Enregistrer la grille",
            back=back,
        )

    def _add(self, subject: Subject) -> None:
        stored = self.page.stored.get(subject)
        scale = self.page.grid.scale
        code = subject.value
        self.fields[f"level_{code}"] = forms.ChoiceField(
            label="Niveau",
            choices=[
                *((str(level), f"{level}") for level in SCALE),
                (str(NOT_CONCERNED), capitalised(scale[NOT_CONCERNED])),
                (str(NOT_ASSESSED), capitalised(scale[NOT_ASSESSED])),
            ],
            initial=str(stored.level) if stored else str(NOT_ASSESSED),
            widget=Choices(style="tight"),
            error_messages={"required": "Choisissez un niveau."},
        )
        self.fields[f"why_{code}"] = forms.CharField(
            label="Ce qui l’explique",
            help_text="À dire pour un niveau de 1 à 5.",
            required=False,
            max_length=MAX_JUSTIFICATION,
            initial=stored.justification if stored else "",
            widget=forms.Textarea(attrs={"rows": "2"}),
        )
        prepare(self.fields[f"level_{code}"])
        prepare(self.fields[f"why_{code}"])

    @property
    def domains(self) -> Iterable[DomainFields]:
        """Give the domains, in the grid's order."""
        for domain in self.page.grid.domains:
            code = domain.subject.value
            why = self[f"why_{code}"]
            yield DomainFields(
                subject=domain.subject,
                label=domain.subject.label,
                about=domain.about,
                levels=domain.levels,
                level=self[f"level_{code}"],
                why=why,
                note=LANDLORD_READS if code in Subject.LANDLORD_READS else "",
                health=health_words(str(why.value() or "")) if self.is_bound else (),
            )

    @property
    def warned(self) -> tuple[str, ...]:
        """Give the domains whose words are to be looked at again."""
        return tuple(domain.label for domain in self.domains if domain.health)

    def told(self) -> tuple[Score, ...]:
        """Give the scores, once clean."""
        said = self.cleaned_data
        return tuple(
            Score(
                domain.subject,
                int(said[f"level_{domain.subject.value}"]),
                said[f"why_{domain.subject.value}"],
            )
            for domain in self.page.grid.domains
        )

    def chosen_passage(self) -> Passage:
        """Give the passage, once clean."""
        return Passage(self.cleaned_data["passage"])

    def take_version(self, version: int) -> None:
        """Let the page, shown again with what was typed, be sent over the version that is now stored."""
        shown = QueryDict(mutable=True)
        shown.update(self.data)
        shown["version"] = str(version)
        self.data = shown

    @contextlib.contextmanager
    def refusing(self) -> Iterator[None]:
        """Say beside each domain what it lacks."""
        try:
            yield
        except GridRefused as refused:
            for code, reason in refused.reasons.items():
                self.add_error(f"why_{code}" if f"why_{code}" in self.fields else None, reason)
