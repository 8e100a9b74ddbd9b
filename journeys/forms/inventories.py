"""The forms of an état des lieux: rooms, keys, photographs."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from foundation.fields import Choices
from foundation.layout import PalierForm, Row, Section, layout, prepare
from foundation.words import capitalised
from leases.enums import InventoryKind
from leases.services.inventories import Room

NOTE = 2000
AT_ONCE = 12


class RoomsForm(PalierForm):
    """An état des lieux, a text a room; two more rooms may be named."""

    kind = forms.ChoiceField(
        label="État des lieux",
        choices=[(value, capitalised(str(label))) for value, label in InventoryKind.choices],
        widget=Choices(),
    )
    made_on = forms.DateField(label="Fait le")
    worker_was_present = forms.BooleanField(label="La référente ou le référent était présent", required=False)
    keys_handed = forms.IntegerField(label="Clés remises au ménage", min_value=0, max_value=50, required=False)
    keys_returned = forms.IntegerField(label="Clés rendues par le ménage", min_value=0, max_value=50, required=False)
    note = forms.CharField(label="Remarques", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self, data: Any = None, *, rooms: Sequence[tuple[str, str]], kind: InventoryKind, today: dt.date, back: str
    ) -> None:
        """Ask for each room, recalling what was seen on the way in."""
        super().__init__(data, initial={"kind": kind, "made_on": today})
        self.names = [name for name, _ in rooms]
        texts = []
        for rank, (name, before) in enumerate(rooms):
            self.fields[f"room_{rank}"] = _text(name, help_text=f"À l’entrée\u00a0: {before}" if before else "")
            texts.append(f"room_{rank}")
        for rank in (1, 2):
            self.fields[f"other_{rank}"] = forms.CharField(label="Autre pièce", max_length=60, required=False)
            self.fields[f"other_note_{rank}"] = _text("Son état")
            texts += [f"other_{rank}", f"other_note_{rank}"]
        for field in self.fields.values():
            prepare(field)
        layout(
            self,
            "kind",
            "made_on",
            "worker_was_present",
            Section(
                "Pièce par pièce",
                *texts,
                hint="Laissez vide ce qui n’existe pas. Les photographies s’ajoutent ensuite.",
            ),
            Section("Clés", Row("keys_handed", "keys_returned")),
            "note",
            submit="Enregistrer l’état des lieux",
            back=back,
        )

    def rooms(self) -> list[Room]:
        """Give the rooms that something was said of."""
        said = self.cleaned_data
        seen = [Room(name, said[f"room_{rank}"]) for rank, name in enumerate(self.names)]
        seen += [Room(said[f"other_{rank}"] or "Autre pièce", said[f"other_note_{rank}"]) for rank in (1, 2)]
        return [room for room in seen if room.note.strip()]


class _ManyFiles(forms.FileField):
    """Several files in one field."""

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Clean each."""
        many = data if isinstance(data, list) else [data]
        found: list[UploadedFile[Any]] = [super(_ManyFiles, self).clean(one, initial) for one in many or [None]]
        if len(found) > AT_ONCE:
            raise forms.ValidationError(f"Envoyez {AT_ONCE}\u00a0photographies au plus à la fois.")
        return found


class _ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosForm(PalierForm):
    """Photographs, taken on the spot."""

    photos = _ManyFiles(
        label="Photographies",
        help_text=f"JPEG, PNG ou HEIC, {AT_ONCE} au plus à la fois, 20\u00a0Mo chacune. Le lieu et l’appareil n’y restent pas inscrits.",
        widget=_ManyFilesInput(attrs={"accept": "image/*"}),
    )
    room = forms.ChoiceField(label="Pièce", required=False)

    def __init__(self, data: Any = None, files: Any = None, *, rooms: Sequence[str], back: str) -> None:
        """Offer the rooms of this état des lieux."""
        super().__init__(data, files)
        self.fields["room"].choices = [("", "Sans préciser"), *((name, name) for name in rooms)]  # type: ignore[attr-defined]
        layout(self, "photos", "room", submit="Ajouter", back=back)


def _text(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=NOTE, help_text=help_text, widget=forms.Textarea(attrs={"rows": 2})
    )
