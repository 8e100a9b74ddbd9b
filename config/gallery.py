"""The gallery of components, in development and demonstration only: every component in every state, on invented data."""

import datetime as dt
import uuid
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from foundation.layout import AmountField, Choices, ManyChoices, MonthField, PalierForm, Row, Section, ShownWhen, layout
from foundation.timeline import Audience, Due, Happened, Part

TODAY = dt.date(2026, 11, 23)
_FILE = uuid.UUID(int=148)
_NOON = dt.datetime(2026, 11, 19, 11, 3, tzinfo=dt.UTC)
_ICONS = [
    "home",
    "office",
    "walk",
    "phone",
    "video",
    "group",
    "letter",
    "door",
    "file",
    "pen",
    "calendar",
    "search",
    "menu",
    "check",
    "clock",
    "late",
    "stop",
    "shield",
    "dog",
    "eye",
    "eye-off",
    "comment",
    "download",
    "undo",
    "cross",
    "plus",
    "filter",
    "chevron",
    "arrow",
    "arrow-left",
    "sort",
    "sort-up",
    "lock",
    "info",
    "euro",
    "people",
]
_STEPS = (
    (1, "Orientation reçue", False),
    (2, "Étude", False),
    (3, "Prise de contact", False),
    (3, "Contact infructueux", True),
    (4, "Diagnostic fait", False),
    (5, "Accompagnement proposé", False),
    (6, "Prêt", False),
    (7, "Accompagné", False),
    (7, "En veille", True),
    (0, "Clos", True),
)


class GalleryForm(PalierForm):
    """Every kind of field."""

    outcome = forms.ChoiceField(
        label="A-t-elle eu lieu\u00a0?",
        choices=[("HELD", "Oui"), ("NOT_PRESENT", "Personne absente"), ("CANCELLED", "Annulée")],
        widget=Choices(style="three", icons={"HELD": "check", "NOT_PRESENT": "stop", "CANCELLED": "cross"}),
    )
    cancelled_by = forms.ChoiceField(label="Annulée par", choices=[("HOUSEHOLD", "le ménage"), ("WORKER", "vous")])
    held_on = forms.DateField(label="Jour")
    time = forms.TimeField(label="Heure")
    minutes = forms.ChoiceField(
        label="Durée",
        choices=[(n, f"{n}\u00a0min") for n in ("15", "30", "45", "60", "90")],
        widget=Choices(style="tight"),
    )
    other = forms.IntegerField(
        label="Autre durée, en minutes", max_value=240, help_text="Le trajet compris.", required=False
    )
    present = forms.MultipleChoiceField(
        label="Avec qui",
        choices=[("1", "Mme Inès Carvalho"), ("2", "M. Yanis Meddour")],
        widget=forms.CheckboxSelectMultiple,
    )
    goals = forms.MultipleChoiceField(
        label="Objectifs travaillés",
        choices=[("1", "Régler la dette d’énergie"), ("2", "Renouveler la demande de logement")],
        widget=ManyChoices(
            style="wide", hints={"1": "240\u00a0€ réglés sur 720\u00a0€", "2": "avant le 4 décembre 2026"}
        ),
        help_text="Ceux du contrat du 10 septembre.",
        required=False,
    )
    amount = AmountField(label="Loyer maximum, charges comprises", required=False)
    month = MonthField(label="Mois", required=False)
    reason = forms.CharField(label="Motif", widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="Le ménage a reçu la note d’information", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Lay it out in the order of the work."""
        super().__init__(*args, **kwargs)
        layout(
            self,
            "outcome",
            ShownWhen("outcome", ["CANCELLED"], "cancelled_by"),
            Row("held_on", "time"),
            "minutes",
            "other",
            "present",
            "goals",
            Section("Projet", "amount", "month", optional=True, hint="Vous pourrez le compléter plus tard."),
            "reason",
            "agreed",
            submit="Enregistrer la rencontre",
            back="/galerie/",
        )


def _sent() -> QueryDict:
    return QueryDict("outcome=HELD&held_on=2026-11-19&minutes=45&other=450&present=1&amount=douze&reason=Reporté")


def _card() -> SimpleNamespace:
    """Give the shape of `households.readings.Card`."""
    facts: dict[str, Any] = {
        "is_readable": True,
        "enrolment_id": _FILE,
        "file_number": "2026-0148",
        "title": "Mme\u00a0Inès Carvalho et M.\u00a0Yanis Meddour",
        "is_protected": False,
        "standing": SimpleNamespace(knows=True, reads_whole=True, is_holder=True, is_lead=True),
        "programme": "Bail de sécurisation",
        "axis": "ACCESS",
        "started_on": dt.date(2026, 6, 2),
        "ended_on": None,
        "lead_association": "Escale Logement",
        "lead_worker_id": None,
        "lead_worker": "Claire Fabre",
        "lead_telephone": "+33490123456",
        "is_replaced": False,
        "flags": tuple(
            SimpleNamespace(code=code, label=label)
            for code, label in (("DOG", "Chien"), ("PROTECTED", "Adresse protégée"), ("CALL_FIRST", "Appeler avant"))
        ),
    }
    return SimpleNamespace(**facts)


def _samples() -> dict[str, Any]:
    step = SimpleNamespace
    return {
        "today": TODAY,
        "card": _card(),
        "step": step(label="Prêts, dossier CAL", level=6, is_off=False),
        "tab": "file",
        "audiences": list(Audience),
        "icons": _ICONS,
        "steps": [step(level=level, label=label, is_off=is_off) for level, label, is_off in _STEPS],
        "flags": _card().flags,
        "form": GalleryForm(initial={"outcome": "HELD", "held_on": TODAY, "minutes": "45"}),
        "refused": GalleryForm(_sent(), prefix=""),
        "page_obj": Paginator(range(60), 25).page(2),
        "dues": [
            Due(
                TODAY + dt.timedelta(days=days),
                title,
                "À tenir pour le lundi 16 novembre, 15 jours avant l’avis au préfet (CCH, art. L. 442-8-3).",
                _FILE,
                "#",
                act,
            )
            for days, title, act in (
                (-7, "Examen de la sous-location", "Convoquer à l’examen"),
                (0, "Rencontre du mois", "Consigner une rencontre"),
                (4, "Bilan d’étape", "Rédiger le bilan"),
                (12, "Fin de veille", "Noter la fin de veille"),
            )
        ],
        "lines": [
            Happened(
                dt.date(2026, 11, 19),
                _NOON,
                "MEETING",
                "home",
                "Visite à domicile, 45\u00a0min",
                "Claire Fabre",
                "#",
                (
                    Part("Le duplicata est demandé.\nAttendu sous dix jours.", Audience.LANDLORD),
                    Part("Lina a besoin d’un suivi d’orthophonie.", Audience.TEAM),
                ),
            ),
            Happened(
                dt.date(2025, 10, 22), _NOON, "MEETING", "stop", "Rendez-vous annulé", "Claire Fabre", is_struck=True
            ),
        ],
        "people": [
            {"name": "Mme\u00a0Inès Carvalho", "detail": "née le 14 mars 1991", "telephone": "+33490123456"},
            {"name": "Lina", "detail": "9 ans, garde alternée"},
        ],
        "acts": [
            {"label": "Consigner une rencontre", "url": "#", "icon": "pen", "is_main": True},
            {"label": "Noter un contact", "url": "#", "icon": "phone"},
            {"label": "Suivre une démarche", "url": "#", "icon": "file"},
        ],
        "tabs": [{"label": "Où en est-on", "url": "#", "is_current": True}, {"label": "Personnes", "url": "#"}],
        "chips": [{"label": "Tout", "url": "#", "is_current": True}, {"label": "Rencontres", "url": "#"}],
        "revisions": [
            {
                "by": "Claire Fabre",
                "at": _NOON,
                "reason": "Erreur de saisie.",
                "changes": [
                    {"label": "Durée", "before": "90\u00a0min", "after": "45\u00a0min"},
                    {"label": "Note", "before": "", "after": "Le duplicata est demandé."},
                ],
            }
        ],
        "jobs": [
            step(label="Préparation de la liste, 12 lignes sur 36", percent=33, is_over=False, is_failed=False),
            step(label="La liste est prête", percent=100, is_over=True, is_failed=False),
            step(label="La liste n’a pas pu être préparée. Réessayez.", percent=33, is_over=True, is_failed=True),
        ],
        "toast": {"message": "Rencontre du 19 novembre enregistrée.", "extra_tags": "/galerie/"},
        "closed_toast": {"message": "Vos sessions sont fermées.", "extra_tags": ""},
        "amount": Decimal("1412.30"),
    }


_PAGES = {"": "gallery/index.html", "dossier": "gallery/file.html", "formulaire": "gallery/form.html"}


@login_not_required
def gallery(request: HttpRequest, page: str = "") -> HttpResponse:
    """Show the components, or a page made of them.

    Raises Http404 for a page that the gallery has not.
    """
    if page not in _PAGES:
        raise Http404
    return render(request, _PAGES[page], _samples())
