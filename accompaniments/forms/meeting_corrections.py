"""A logged meeting being corrected: the same fields, a reason, and the choices after two people corrected at once."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from accompaniments.forms.meetings import MeetingForm
from accompaniments.readings.meeting_history import FIELDS, merged
from accompaniments.readings.meetings import MeetingContent
from foundation.layout import Insert


class MeetingCorrectionForm(MeetingForm):
    """A logged meeting being corrected: the same fields, a reason, and the version that the page saw."""

    reason = forms.CharField(
        label="Pourquoi cette correction",
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text="L’équipe le lit dans l’historique, avec ce qui a changé.",
        error_messages={
            "required": "Dites en quelques mots pourquoi vous corrigez\u00a0: l’équipe le lira dans l’historique."
        },
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    submit = "Enregistrer la correction"
    back_label = "Annuler"
    draft_kind = "accompaniments.correction"

    def _initial(self) -> dict[str, Any]:
        return {**super()._initial(), "version": str(self.facts.version)}

    def _pieces(self) -> Iterable[Any]:
        return (
            "version",
            Insert("accompaniments/_meeting_top.html"),
            *self._facts_pieces(),
            Insert("accompaniments/_meeting_note.html"),
            Insert("accompaniments/_meeting_preview.html"),
            "reason",
            Insert("accompaniments/_meeting_actions.html"),
        )

    @property
    def kept_of_theirs(self) -> Collection[str]:
        """Give the fields that she leaves as the other person corrected them, after a conflict."""
        return [key for key in FIELDS if self.data.get(f"keep_{key}") == "theirs"]

    @property
    def content(self) -> MeetingContent:
        """Give what the form says, with what she leaves of the other's correction."""
        mine = super().content
        if not self.is_bound or self.facts.stored is None or self.seen_version != self.facts.version:
            return mine
        return merged(mine, self.facts.stored, self.kept_of_theirs)

    def see_version(self, version: int) -> None:
        """Say which version the page now shows, both texts before her eyes."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["version"] = str(version)
        self.data = data
