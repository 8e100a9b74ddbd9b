"""What one searches."""

from django import forms

from foundation.layout import PalierForm


class SearchForm(PalierForm):
    """A name, or a number."""

    text = forms.CharField(
        label="Nom, numéro de dossier ou numéro unique de demande",
        max_length=120,
        error_messages={"required": "Écrivez un nom ou un numéro."},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "autofocus": True}),
    )
