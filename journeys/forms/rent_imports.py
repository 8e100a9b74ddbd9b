"""The forms of a statement of payments: the file, and what its columns hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from foundation.layout import Choices, PalierForm, layout, prepare
from foundation.words import capitalised
from leases.enums import RentEntryKind
from leases.rules.statements import NEEDED, Column


class StatementForm(PalierForm):
    """A file, and what its lines are when none says."""

    file = forms.FileField(
        label="Relevé",
        help_text="Un CSV ou un classeur XLSX, 2\u00a0Mo et 5\u00a0000 lignes au plus. Une colonne dit le numéro de dossier ou la "
        "référence du logement, une la date, une le montant.",
    )
    default_kind = forms.ChoiceField(
        label="Ses lignes sont",
        choices=[(kind, capitalised(str(RentEntryKind(kind).label))) for kind in RentEntryKind.IMPORTED],
        widget=Choices(style="wide"),
        help_text="Quand aucune colonne ne le dit.",
    )

    def __init__(self, data: Any = None, files: Any = None, *, back: str) -> None:
        """Propose payments."""
        super().__init__(data, files, initial={"default_kind": RentEntryKind.PAYMENT})
        layout(self, "file", "default_kind", submit="Lire le relevé", back=back, bar=False)


class ColumnsForm(PalierForm):
    """Which column holds what."""

    def __init__(self, data: Any = None, *, titles: Sequence[str], known: Mapping[str, int]) -> None:
        """Ask for each thing the column that holds it, as it was recognised."""
        super().__init__(data, initial={name: str(position) for name, position in known.items()})
        choices = [(str(rank), title or f"Colonne {rank + 1}") for rank, title in enumerate(titles)]
        for column in Column:
            self.fields[column.value] = field = forms.ChoiceField(
                label=column.label,
                choices=[("", "Choisissez" if column in NEEDED else "Aucune"), *choices],
                required=column in NEEDED,
            )
            prepare(field)
        layout(self, submit="Vérifier avec ces colonnes", bar=False)

    @property
    def columns(self) -> dict[Column, int]:
        """Give what was said."""
        return {column: int(said) for column in Column if (said := self.cleaned_data[column.value])}
