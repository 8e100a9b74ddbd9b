"""The form of who was invited."""

from typing import Any

from django import forms

from foundation.layout import PalierForm, PhoneField, layout


class AcceptForm(PalierForm):
    """Choose a password; a telephone is how colleagues reach her."""

    password = forms.CharField(
        label="Mot de passe",
        help_text="Au moins 12 caractères. Plusieurs mots sans lien font un bon mot de passe.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=200,
    )
    again = forms.CharField(
        label="Le même mot de passe",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=200,
    )
    telephone = PhoneField(
        label="Téléphone professionnel", required=False, help_text="Vos collègues et vos partenaires le verront."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Lay it out."""
        super().__init__(*args, **kwargs)
        layout(self, submit="Ouvrir mon compte", bar=False)

    def clean(self) -> dict[str, Any]:
        """Refuse two passwords that differ."""
        data = super().clean() or {}
        if "password" in data and "again" in data and data["password"] != data["again"]:
            self.add_error("again", "Les deux mots de passe diffèrent.")
        return data
