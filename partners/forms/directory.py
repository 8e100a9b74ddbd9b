"""The form of a service of the directory."""

from typing import Any

from django import forms

from foundation.layout import PalierForm, PhoneField, Row, layout
from partners.enums import ServiceKind
from partners.models import Service
from partners.services.directory import ServiceFacts


class ServiceForm(PalierForm):
    """What the directory says of a service."""

    name = forms.CharField(label="Nom du service", max_length=160)
    kind = forms.ChoiceField(label="Ce qu’il fait", choices=[("", "Choisissez"), *ServiceKind.choices])
    is_sensitive = forms.BooleanField(
        label="Son nom seul en dit trop (santé, violences, justice)",
        required=False,
        help_text="Un bailleur ne verra jamais ce service. C’est toujours le cas pour la santé, l’aide aux victimes et la justice.",
    )
    towns = forms.CharField(
        label="Communes", max_length=300, required=False, help_text="Séparées par des virgules : Orange, Jonquières."
    )
    address = forms.CharField(label="Adresse", max_length=200, required=False)
    telephone = PhoneField(label="Téléphone", required=False)
    email = forms.EmailField(label="Courriel", required=False)
    how = forms.CharField(
        label="Comment le joindre", max_length=300, required=False, help_text="Jours d’accueil, personne à demander."
    )

    def __init__(self, data: Any = None, *, back: str, service: Service | None = None) -> None:
        """Start from a service to correct it."""
        names = ("name", "kind", "is_sensitive", "towns", "address", "telephone", "email", "how")
        super().__init__(data, initial={name: getattr(service, name) for name in names} if service else None)
        layout(
            self,
            "name",
            "kind",
            "is_sensitive",
            "towns",
            "address",
            Row("telephone", "email"),
            "how",
            submit="Enregistrer le service",
            back=back,
        )

    def told(self) -> ServiceFacts:
        """Give what was said, once clean."""
        return ServiceFacts(**{**self.cleaned_data, "kind": ServiceKind(self.cleaned_data["kind"])})
