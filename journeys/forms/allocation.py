"""Forms of CAL dossiers: the project, the dossier, its submission, its pieces, its remarks."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from foundation.layout import AmountField, Choices, ManyChoices, PalierForm, Row, Section, layout
from leases.enums import AidState, LeaseWish, Typology
from leases.models import AllocationFile, HousingProject
from leases.rules.affordability import highest_cost
from leases.services.files import FileFacts
from leases.services.projects import Wishes
from partners.models import ManagementUnit, User

UNITS_ASKED = 4
LONG = {"rows": 6}


class ProjectForm(PalierForm):
    """What the household looks for."""

    started_on = forms.DateField(label="Présenté au ménage le")
    typologies = forms.MultipleChoiceField(
        label="Types souhaités",
        choices=Typology.choices,
        widget=ManyChoices(),
        help_text="Le premier compte dans la demande.",
    )
    resources = AmountField(label="Ressources par mois", required=False)
    rate = forms.DecimalField(
        label="Taux d’effort à ne pas dépasser, en\u00a0%", min_value=1, max_value=60, decimal_places=1, required=False
    )
    benefit = AmountField(label="Aide au logement estimée, par mois", required=False)
    needs_accessible = forms.BooleanField(label="A besoin d’un logement accessible en fauteuil", required=False)
    highest_floor = forms.IntegerField(
        label="Étage le plus haut sans ascenseur", min_value=0, max_value=40, required=False
    )
    has_animals = forms.BooleanField(label="A des animaux", required=False)
    lease_wish = forms.ChoiceField(label="Bail demandé", choices=LeaseWish.choices, widget=Choices())
    note = forms.CharField(label="Précisions", required=False, widget=forms.Textarea(attrs=LONG))

    def __init__(
        self,
        data: Any = None,
        *,
        units: list[tuple[str, Any]],
        project: HousingProject | None,
        resources: Decimal | None,
        rate: Decimal,
        today: dt.date,
        back: str,
    ) -> None:
        """Start from the present project, else from the household's resources and the programme's band."""
        initial: dict[str, Any] = {
            "started_on": today,
            "resources": resources,
            "rate": rate,
            "lease_wish": LeaseWish.DIRECT,
        }
        if project is not None:
            initial |= {
                "typologies": project.typologies.split(","),
                "resources": project.highest_cost_resources,
                "rate": project.highest_cost_rate,
                "benefit": project.highest_cost_benefit,
                "needs_accessible": project.needs_accessible,
                "highest_floor": project.highest_floor,
                "has_animals": project.has_animals,
                "lease_wish": project.lease_wish,
                "note": project.note,
            }
            for place, wished in enumerate(project.units.order_by("position")[:UNITS_ASKED], start=1):
                initial[f"unit_{place}"] = str(wished.unit_id)
        super().__init__(data, initial=initial)
        names = []
        for place in range(1, UNITS_ASKED + 1):
            name = f"unit_{place}"
            label = "Secteur souhaité en premier" if place == 1 else f"Choix n°\u00a0{place}"
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[("", "Aucun"), *units],
                required=place == 1,
                error_messages={"required": "Choisissez un secteur."},
            )
            names.append(name)
        layout(
            self,
            "started_on",
            Section("Quel logement", "typologies", "needs_accessible", "highest_floor", "has_animals"),
            Section("Où", *names),
            Section("À quel loyer", Row("resources", "rate", "benefit")),
            Section("Quel bail", "lease_wish", "note"),
            submit="Enregistrer le projet",
            back=back,
        )

    def wishes(self) -> Wishes:
        """Give what was said; the highest cost is worked out from its inputs, and kept with them."""
        said = self.cleaned_data
        resources, rate, benefit = said["resources"], said["rate"], said["benefit"] or Decimal(0)
        cost = highest_cost(resources, rate, benefit) if resources and rate else None
        return Wishes(
            typologies=tuple(Typology(value) for value in said["typologies"]),
            needs_accessible=said["needs_accessible"],
            highest_floor=said["highest_floor"],
            has_animals=said["has_animals"],
            highest_cost=cost,
            highest_cost_rate=rate if cost is not None else None,
            highest_cost_resources=resources if cost is not None else None,
            highest_cost_benefit=benefit if cost is not None else None,
            lease_wish=LeaseWish(said["lease_wish"]),
            note=said["note"],
        )

    def unit_ids(self) -> list[uuid.UUID]:
        """Give the wished units in order."""
        said = (self.cleaned_data.get(f"unit_{place}") for place in range(1, UNITS_ASKED + 1))
        return [uuid.UUID(value) for value in said if value]


class FileForm(PalierForm):
    """What the worker fills in of a dossier; after submission only what was asked shows."""

    arguments = forms.CharField(
        label="Arguments", required=False, widget=forms.Textarea(attrs=LONG), help_text="Ce que la commission lira."
    )
    support_proposed = forms.CharField(
        label="Accompagnement proposé", required=False, widget=forms.Textarea(attrs=LONG)
    )
    lease_wish = forms.ChoiceField(label="Bail demandé", choices=LeaseWish.choices, widget=Choices())
    reference_income = AmountField(
        label="Revenu fiscal de référence du ménage",
        required=False,
        help_text="Somme des avis de l’année N-2, en euros par an.",
    )
    reference_year = forms.IntegerField(label="Année de ce revenu", min_value=2000, max_value=2100, required=False)
    is_couple = forms.BooleanField(label="Les deux adultes forment un couple", required=False)
    raised_category = forms.BooleanField(
        label="Catégorie relevée, justifiée",
        required=False,
        help_text="Une carte mobilité inclusion «\u00a0invalidité\u00a0» au moins. La fiche n’en dit pas la raison.",
    )
    housing_benefit = AmountField(label="Aide au logement estimée, par mois", required=False, help_text="0 si aucune.")
    fsl = forms.ChoiceField(label="FSL accès", choices=AidState.choices)
    loca_pass = forms.ChoiceField(label="Avance Loca-Pass", choices=AidState.choices)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, file: AllocationFile, editable: set[str], back: str) -> None:
        """Start from what is saved; a field that may not change is shown and closed."""
        names = FileFacts.__dataclass_fields__
        super().__init__(data, initial={**{name: getattr(file, name) for name in names}, "version": file.version})
        for name in names:
            if name not in editable:
                self.fields[name].disabled = True
        layout(
            self,
            Section("Ce que vous écrivez", "arguments", "support_proposed", "lease_wish"),
            Section(
                "Revenus et aide",
                Row("reference_income", "reference_year"),
                "is_couple",
                "raised_category",
                "housing_benefit",
            ),
            Section("Aides à l’entrée", Row("fsl", "loca_pass")),
            "version",
            submit="Enregistrer le dossier",
            back=back,
        )

    def take_version(self, version: int) -> None:
        """Go on from what someone else saved meanwhile: the next save of this page is knowingly over it."""
        data: Any = QueryDict(mutable=True)
        data.update(self.data)
        data[self.add_prefix("version")] = str(version)
        self.data = data

    def facts(self) -> FileFacts:
        """Give what was said."""
        said = {name: self.cleaned_data[name] for name in FileFacts.__dataclass_fields__}
        return FileFacts(
            **{
                **said,
                "lease_wish": LeaseWish(said["lease_wish"]),
                "fsl": AidState(said["fsl"]),
                "loca_pass": AidState(said["loca_pass"]),
            }
        )


class SubmitForm(PalierForm):
    """The submission; for a protected household, who treats the dossier at the landlord's."""

    correspondent = forms.ModelChoiceField(label="Correspondant qui traitera le dossier", queryset=User.objects.none())
    secretary = forms.ModelChoiceField(label="Secrétaire de la commission", queryset=User.objects.none())

    def __init__(
        self, data: Any = None, *, is_protected: bool, correspondents: Any, secretaries: Any, back: str
    ) -> None:
        """Ask for the two persons of a protected dossier alone."""
        super().__init__(data)
        if is_protected:
            for name, people in (("correspondent", correspondents), ("secretary", secretaries)):
                self.fields[name].queryset = people  # type: ignore[attr-defined]
                self.fields[name].label_from_instance = lambda user: user.full_name  # type: ignore[attr-defined]
        else:
            del self.fields["correspondent"], self.fields["secretary"]
        layout(self, submit="Soumettre le dossier", back=back)


class PieceForm(PalierForm):
    """A piece received."""

    piece = forms.ChoiceField(label="Pièce")
    upload = forms.FileField(label="Fichier", help_text="PDF, photographie JPEG, PNG ou HEIC, 20\u00a0Mo au plus.")
    issued_on = forms.DateField(
        label="Datée du", required=False, help_text="Pour savoir jusqu’à quand elle est valable."
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, choices: list[tuple[str, str]], initial: str = "", back: str
    ) -> None:
        """Offer the legal list."""
        super().__init__(data, files, initial={"piece": initial})
        self.fields["piece"].choices = choices  # type: ignore[attr-defined]
        layout(self, submit="Ajouter la pièce", back=back)


class AskPieceForm(PalierForm):
    """A piece asked for, of the legal list alone."""

    piece = forms.ChoiceField(label="Pièce", help_text="La liste est celle de l’arrêté du 22 décembre 2020.")

    def __init__(self, data: Any = None, *, choices: list[tuple[str, str]], back: str) -> None:
        """Offer the legal list."""
        super().__init__(data)
        self.fields["piece"].choices = choices  # type: ignore[attr-defined]
        layout(self, submit="Demander la pièce", back=back)


class TextForm(PalierForm):
    """A remark, an answer, or a reason."""

    text = forms.CharField(label="Votre texte", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(
        self, data: Any = None, *, label: str, submit: str, back: str, hint: str = "", initial: str = ""
    ) -> None:
        """Say what is asked."""
        super().__init__(data, initial={"text": initial})
        self.fields["text"].label = label
        self.fields["text"].help_text = hint
        layout(self, submit=submit, back=back)


def unit_choices(units: list[ManagementUnit]) -> list[tuple[str, Any]]:
    """Give units under their agency."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for unit in units:
        groups.setdefault(unit.agency.name, []).append((str(unit.pk), unit.name))
    return list(groups.items())
