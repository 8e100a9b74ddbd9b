"""The form of a document drafted from its file: the texts that its template asks for, its days, its parties."""

import uuid
from typing import Any

from django import forms

from accompaniments.rules.agreements import OF_SUBLEASE
from documents.enums import DocumentKind
from documents.rules.fields import RECORDED
from foundation.layout import Choices, Insert, ManyChoices, PalierForm, Row, Section, layout, prepare
from households.enums import SharingScope
from journeys.selectors.agreement_content import AgreementTerms
from journeys.selectors.agreements import AMEND, RENEW, VERSION, DraftPage

LONGEST = 5000
# Their first day is that of what they put on paper: a lease, a protocole recorded beside them.
OF_A_RECORD = (*OF_SUBLEASE, DocumentKind.SOCIAL_COHESION_PROTOCOL)
TAKES_EFFECT = (
    "Le document prend effet le jour de la dernière signature qu’il attend, que ce jour soit celui-ci ou non."
)
_HINTS = {
    "situation": "Ce qui est utile à tous ceux qui signent\u00a0: ni santé, ni famille, ni justice.",
    "portee": "Par exemple\u00a0: le retour de l’évaluation et les bilans d’étape.",
    "clauses": "Rien à ajouter\u00a0: laissez vide.",
}


class AgreementForm(PalierForm):
    """What one says of a document; its fields are those that its template names."""

    def __init__(self, data: Any = None, *, page: DraftPage) -> None:
        """Start from what the file says, or from what was said last."""
        super().__init__(data)
        self.page = page
        terms = page.terms
        self.draft_kind = f"journeys.{page.kind.value.lower()}"
        if page.mode == VERSION:
            self.fields["reason"] = forms.CharField(
                label="Pourquoi une nouvelle version",
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": "2"}),
                help_text="Lu par l’équipe seule.",
            )
        if page.adults:
            self.fields["person"] = forms.ChoiceField(
                label="Qui donne son accord", choices=page.adults, widget=Choices(style="wide"), initial=terms.person_id
            )
            self.fields["scope"] = forms.ChoiceField(
                label="À quel partage", choices=page.scopes, widget=Choices(style="wide"), initial=terms.scope
            )
        if page.asks_start:
            takes_effect = "" if page.kind in OF_A_RECORD else TAKES_EFFECT
            self.fields["starts_on"] = forms.DateField(
                label="Début prévu" if takes_effect else "Début", initial=terms.starts_on, help_text=takes_effect
            )
        if page.asks_end:
            self.fields["ends_on"] = forms.DateField(
                label="Fin prévue", initial=terms.ends_on, help_text="Ce jour est compris."
            )
        self._parties()
        for field in page.fields:
            self.fields[f"text_{field.code}"] = forms.CharField(
                label=field.label,
                max_length=LONGEST if field.is_long else 300,
                required=False,
                initial=terms.texts.get(field.code, ""),
                help_text=_HINTS.get(field.code, ""),
                widget=forms.Textarea(attrs={"rows": "4"}) if field.is_long else forms.TextInput(),
            )
        if page.version is not None:
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=page.version)
        for one in self.fields.values():
            prepare(one)
        layout(self, *self._pieces(), submit=page.submit, back=page.back)
        self._ask(is_needed=True)

    def full_clean(self) -> None:
        """Let a text wait: a document is prepared with holes, and proposed without; shown, only an option says « facultatif »."""
        self._ask(is_needed=self.page.mode == AMEND)
        super().full_clean()
        self._ask(is_needed=True)

    def _ask(self, *, is_needed: bool) -> None:
        for field in self.page.fields:
            self.fields[f"text_{field.code}"].required = is_needed and not field.is_optional

    def _parties(self) -> None:
        page, terms = self.page, self.page.terms
        if page.asks_associations and len(page.associations) > 1:
            self.fields["associations"] = forms.MultipleChoiceField(
                label="La ou les associations",
                choices=page.associations,
                widget=ManyChoices(style="wide"),
                initial=[str(pk) for pk in terms.association_ids],
                help_text="Une convention qui nomme les deux associations leur ouvre à toutes deux le dossier."
                if page.kind == DocumentKind.TRIPARTITE_AGREEMENT
                else "",
            )
        if page.asks_landlord and len(page.landlords) > 1:
            self.fields["landlord"] = forms.ChoiceField(
                label="Le bailleur",
                choices=page.landlords,
                widget=Choices(style="wide"),
                initial=str(terms.landlord_id or ""),
            )
        if page.asks_landlord_signs:
            self.fields["landlord_signs"] = forms.BooleanField(
                label="Le bailleur signe aussi",
                required=False,
                initial=terms.landlord_signs,
                help_text="Il lira alors ce document\u00a0: seuls les objectifs qui touchent au logement y figurent.",
            )
        if page.asks_partner:
            self.fields["partner"] = forms.CharField(
                label="Partenaire référent qui signe",
                max_length=160,
                required=False,
                initial=terms.partner,
                help_text="S’il est utile\u00a0: sa signature n’est jamais attendue.",
            )

    def _pieces(self) -> list[Any]:
        names = set(self.fields)
        first = [name for name in ("reason", "person", "scope") if name in names]
        days = [Row(*[name for name in ("starts_on", "ends_on") if name in names])]
        parties = [name for name in ("associations", "landlord", "landlord_signs", "partner") if name in names]
        texts = [f"text_{field.code}" for field in self.page.fields]
        pieces: list[Any] = [*first, *(days if names & {"starts_on", "ends_on"} else [])]
        pieces += [Section("Les parties", *parties)] if parties else []
        pieces += (
            [Insert("journeys/_agreement_objectives.html", page=self.page)] if self.page.carries_objectives else []
        )
        pieces += [Insert("journeys/_agreement_kept.html", page=self.page)] if self.page.kept else []
        pieces += [Section("Ce que dit le document", *texts)] if texts else []
        pieces += ["version"] if "version" in names else []
        kept = Insert(
            "records/_drafts.html",
            draft_kind=self.draft_kind,
            draft_subject=self.page.draft_subject,
            draft_bound=self.is_bound,
            draft_since=None,
        )
        return [*pieces, kept]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before its start beside the end."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "La fin ne peut pas précéder le début.")
        if self.page.mode == RENEW and "ends_on" in self.fields and end is None and "ends_on" not in self.errors:
            self.add_error("ends_on", "Indiquez la nouvelle fin.")
        return cleaned

    def told(self) -> AgreementTerms:
        """Give what was said, once clean."""
        page, said = self.page, self.cleaned_data
        associations = said.get("associations")
        scope = said.get("scope")
        return AgreementTerms(
            texts={code: text for code, text in page.terms.texts.items() if code in RECORDED}
            | {field.code: said.get(f"text_{field.code}", "").strip() for field in page.fields},
            starts_on=said.get("starts_on"),
            ends_on=said.get("ends_on"),
            association_ids=tuple(uuid.UUID(pk) for pk in associations) if associations else page.terms.association_ids,
            landlord_id=uuid.UUID(said["landlord"]) if said.get("landlord") else page.terms.landlord_id,
            landlord_signs=bool(said.get("landlord_signs", page.terms.landlord_signs)),
            partner=said.get("partner", "").strip(),
            person_id=uuid.UUID(said["person"]) if said.get("person") else page.terms.person_id,
            scope=SharingScope(scope) if scope else page.terms.scope,
        )
