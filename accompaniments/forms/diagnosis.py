"""The forms of a diagnosis: opening it, one author's parts, sending it back, validating it, returning it."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from accompaniments.enums import DiagnosisSection
from accompaniments.forms.contacts import AUDIENCE_ICONS
from accompaniments.readings.diagnosis import SectionRead
from accompaniments.rules.diagnosis import ADVISER_WRITES
from accompaniments.selectors.diagnosis import OpeningPage, ReturnPage, WritingPage
from accompaniments.services.diagnosis import DRAFT_KIND, Written
from foundation.layout import Choices, Insert, PalierForm, layout, prepare
from foundation.timeline import AUDIENCE_CHOICES, Audience
from partners.models import Organisation

_FIELD = re.compile(r"part_([A-Z_]{1,16})_(\d{1,2})_text\Z")
MAX_PARTS = 4  # one a circle


class OpeningForm(PalierForm):
    """A diagnosis opened; a shared one says with which landlord."""

    landlord = forms.ChoiceField(
        label="Avec quel bailleur",
        widget=Choices(style="wide"),
        help_text="Sa conseillère sociale pourra lire ce ménage et écrire sa part.",
    )
    interview_on = forms.DateField(
        label="Premier entretien", required=False, help_text="Il peut être indiqué plus tard, avant de signer."
    )

    def __init__(self, data: Any = None, *, page: OpeningPage, back: str) -> None:
        """Offer the landlords of the programme."""
        first = next(iter(page.landlords), "")
        super().__init__(data, initial={"landlord": first, "interview_on": page.interview_on})
        self.page = page
        if page.is_shared:
            self.give_choices("landlord", [(key, str(row)) for key, row in page.landlords.items()])
        else:
            del self.fields["landlord"]
        if page.is_adviser:
            del self.fields["interview_on"]
            self.fields["landlord"].label = "Pour quel bailleur"
            self.fields["landlord"].help_text = ""
        layout(
            self,
            *(name for name in ("landlord", "interview_on") if name in self.fields),
            submit="Ouvrir le diagnostic" if page.is_shared else "Ouvrir l’évaluation",
            back=back,
        )

    def chosen_landlord(self) -> Organisation | None:
        """Give the landlord, once clean; none for an evaluation, which has no landlord's hand."""
        return self.page.landlords.get(self.cleaned_data.get("landlord", ""))


@dataclass(frozen=True)
class PartFields:
    """The two fields of a part, as `accompaniments/_meeting_part.html` draws them."""

    number: str
    text: BoundField
    audience: BoundField

    @property
    def fields(self) -> tuple[BoundField, BoundField]:
        """Give both."""
        return self.text, self.audience


@dataclass(frozen=True)
class SectionFields:
    """A section of the form: what the others wrote, then what she writes."""

    code: str
    label: str
    others: SectionRead
    parts: tuple[PartFields, ...]


class WritingForm(PalierForm):
    """What one author writes; beside it, what she may read of the others'."""

    interview_on = forms.DateField(label="Premier entretien", required=False)
    proposes_support = forms.ChoiceField(
        label="Un accompagnement est-il proposé\u00a0?",
        choices=[("", "Pas encore dit"), ("yes", "Oui"), ("no", "Non")],
        required=False,
        widget=Choices(style="three"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, data: Any = None, *, page: WritingPage, back: str) -> None:
        """Make two fields a part: those sent, those stored, and an empty one a section to go on writing."""
        read = page.read
        answer = {True: "yes", False: "no", None: ""}[read.proposes_support]
        initial = {
            "interview_on": read.interview_on or page.first_held,
            "proposes_support": answer,
            "version": read.version,
        }
        super().__init__(data, initial=initial)
        self.page = page
        self.draft_kind, self.draft_subject, self.draft_since = DRAFT_KIND, read.id, page.last_written
        if page.is_adviser:
            del self.fields["interview_on"], self.fields["proposes_support"]
        self._numbers: dict[str, list[int]] = {}
        for section in read.sections:
            self._add(section)
        layout(
            self,
            *(() if page.is_adviser else ("interview_on", "proposes_support")),
            Insert("accompaniments/_diagnosis_sections.html"),
            "version",
            submit="Enregistrer",
            back=back,
        )

    def _add(self, section: SectionRead) -> None:
        code = section.code.value
        stored = [part for place, part in self.page.own if place == code]
        if self.is_bound:
            sent = [int(found[2]) for name in self.data if (found := _FIELD.match(name)) and found[1] == code]
            numbers = sorted(sent)[:MAX_PARTS] or [0]
        else:
            numbers = list(range(min(len(stored) + 1, MAX_PARTS)))
        self._numbers[code] = numbers
        offered = [
            choice for choice in AUDIENCE_CHOICES if not self.page.is_adviser or Audience(choice[0]) in ADVISER_WRITES
        ]
        usual = Audience.LANDLORD if self.page.is_adviser else Audience.TEAM
        for rank, number in enumerate(numbers):
            part = stored[rank] if rank < len(stored) and not self.is_bound else None
            name = f"part_{code}_{number}"
            self.fields[f"{name}_text"] = forms.CharField(
                label=f"{section.label}, {'votre part' if rank == 0 else f'votre part {rank + 1}'}",
                required=False,
                initial=part.text if part else "",
                widget=forms.Textarea(attrs={"rows": "3"}),
            )
            self.fields[f"{name}_audience"] = forms.ChoiceField(
                label=f"Qui peut lire «\u00a0{section.label}\u00a0», part {rank + 1}",
                required=False,
                choices=offered,
                initial=(part.audience if part else usual).value,
                widget=Choices(icons=AUDIENCE_ICONS),
            )
            prepare(self.fields[f"{name}_text"])
            prepare(self.fields[f"{name}_audience"])

    @property
    def sections(self) -> Iterable[SectionFields]:
        """Give the sections, for the template."""
        for section in self.page.read.sections:
            code = section.code.value
            others = SectionRead(section.code, section.label, tuple(p for p in section.parts if not p.is_hers))
            parts = tuple(
                PartFields(
                    f"{code}-{number}", self[f"part_{code}_{number}_text"], self[f"part_{code}_{number}_audience"]
                )
                for number in self._numbers[code]
            )
            yield SectionFields(code, section.label, others, parts)

    def told(self) -> tuple[Written, ...]:
        """Give her parts, once clean; the empty ones are none."""
        said = self.cleaned_data
        usual = Audience.LANDLORD if self.page.is_adviser else Audience.TEAM
        return tuple(
            Written(
                DiagnosisSection(code),
                Audience(said.get(f"part_{code}_{number}_audience") or usual),
                str(said.get(f"part_{code}_{number}_text", "")),
            )
            for code, numbers in self._numbers.items()
            for number in numbers
            if str(said.get(f"part_{code}_{number}_text", "")).strip()
        )

    def told_proposal(self) -> bool | None:
        """Give whether support is proposed, once clean; None when it is not said yet."""
        return {"yes": True, "no": False}.get(self.cleaned_data.get("proposes_support", ""))

    def field_of(self, section: str) -> str | None:
        """Give the field beside which a refusal of a section is said."""
        numbers = self._numbers.get(section)
        return f"part_{section}_{numbers[0]}_text" if numbers else (section if section in self.fields else None)

    def take_version(self, version: int) -> None:
        """Let the page, shown again with what was typed, be sent over the version that is now stored."""
        shown = QueryDict(mutable=True)
        shown.update(self.data)
        shown["version"] = str(version)
        self.data = shown


def version_sent(typed: str) -> int:
    """Give the version that a button carries; 0, which is none, for what is no number."""
    return int(typed) if re.fullmatch(r"[0-9]{1,8}", typed) else 0


class SendBackForm(PalierForm):
    """Why a diagnosis goes back to its authors: what each of them reads of it."""

    words = forms.CharField(
        label="Ce qui est à reprendre",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Lu par l’équipe et par la conseillère sociale du bailleur\u00a0: chacune signe à nouveau.",
    )
    reason = forms.CharField(
        label="Ce qui est à reprendre",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Lu par l’équipe du dossier. Les signatures sont à refaire.",
    )

    def __init__(self, data: Any = None, *, is_shared: bool, back: str) -> None:
        """Ask of a shared one what its adviser reads, and apart what the team alone does."""
        super().__init__(data)
        if is_shared:
            self.fields["reason"].label = "Pour l’équipe seule"
            self.fields["reason"].required = False
            self.fields["reason"].help_text = ""
        else:
            del self.fields["words"]
        layout(self, *self.fields, submit="Renvoyer", back=back)


class ValidationForm(PalierForm):
    """The day from which the diagnosis is made."""

    effective_on = forms.DateField(
        label="Validé le", help_text="Le dossier passe à «\u00a0diagnostic fait\u00a0» ce jour-là."
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, data: Any = None, *, today: dt.date, version: int, back: str) -> None:
        """Offer today."""
        super().__init__(data, initial={"effective_on": today, "version": version})
        layout(self, "effective_on", "version", submit="Valider", back=back)


class ReturnForm(PalierForm):
    """To which landlord the return goes."""

    landlord = forms.ChoiceField(label="À quel bailleur", widget=Choices(style="wide"))

    def __init__(self, data: Any = None, *, page: ReturnPage, back: str) -> None:
        """Offer the landlords of the programme, the one that asked first."""
        super().__init__(data, initial={"landlord": page.chosen})
        self.page = page
        self.give_choices("landlord", [(key, str(row)) for key, row in page.landlords.items()])
        layout(self, "landlord", submit="Transmettre au bailleur", back=back)

    def chosen_landlord(self) -> Organisation:
        """Give the landlord, once clean."""
        return self.page.landlords[self.cleaned_data["landlord"]]
