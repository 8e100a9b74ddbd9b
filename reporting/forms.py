"""Forms of a month: to say that it is right, to have it calculated again, to correct what was published."""

from collections.abc import Sequence
from typing import Any

from django import forms

from foundation.layout import PalierForm, layout
from partners.models import Organisation


class ValidateForm(PalierForm):
    """An association's part is right; the calculation that was read goes with it."""

    association = forms.ChoiceField(label="Association", widget=forms.RadioSelect)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32_767)

    def __init__(
        self, data: Any = None, *, associations: Sequence[Organisation], revision: int, back: str, month: str
    ) -> None:
        """Offer her associations that have not validated; one alone is not asked for."""
        first = str(associations[0].pk) if associations else ""
        super().__init__(data, initial={"revision": revision, "association": first})
        self.associations = {str(one.pk): one for one in associations}
        self.give_choices("association", [(key, one.name) for key, one in self.associations.items()])
        if len(associations) == 1:
            self.fields["association"].widget = forms.HiddenInput()
        layout(
            self,
            "association",
            "revision",
            submit=f"Valider le mois {month}",
            back=back,
            back_label="Revenir au mois",
            bar=False,
        )

    @property
    def association_chosen(self) -> Organisation:
        """Give the association that validates."""
        return self.associations[self.cleaned_data["association"]]


class RecomputeForm(PalierForm):
    """Calculate again: nothing to fill in, a confirmation."""

    def __init__(self, data: Any = None, *, back: str) -> None:
        """Say what the button does."""
        super().__init__(data)
        layout(self, submit="Recalculer le mois", back=back, back_label="Revenir au mois", bar=False)


class ReissueForm(PalierForm):
    """A new version of a published month: what was wrong, and why."""

    reason = forms.CharField(
        label="Ce qui est corrigé, et pourquoi",
        help_text="Cette phrase est publiée avec la nouvelle version, chez le bailleur aussi\u00a0: n’y nommez personne.",
        widget=forms.Textarea(attrs={"rows": "4"}),
        max_length=500,
    )

    def __init__(self, data: Any = None, *, back: str) -> None:
        """Say what the button does."""
        super().__init__(data)
        layout(self, "reason", submit="Publier la nouvelle version", back=back, back_label="Revenir au mois", bar=False)
