"""The forms of a household's titles: taken over, followed, ended, corrected, slid."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from foundation.fields import Choices
from foundation.layout import AmountField, PalierForm, Row, Section, ShownWhen, layout
from foundation.refusals import Refused
from foundation.words import capitalised
from journeys.selectors.titles import Notice
from journeys.services.slides import InSitu
from journeys.services.titles import NewTitle
from leases.enums import LeaseEnd, LeaseKind
from leases.models import Lease
from leases.rules.titles import notice_until
from leases.services.leases import LeaseTerms, Past
from leases.services.slides import SlideFacts
from partners.models import Organisation

SUBLET = (LeaseKind.SUBLEASE,)
HOSTED = (LeaseKind.ALT, LeaseKind.HOSTING, LeaseKind.RESIDENCY)
AMOUNTS_HINT = "Par mois. Sans titre, ce que le ménage paie est une indemnité d’occupation."
PAST_ENDS = tuple(end for end in LeaseEnd if end in LeaseEnd.CHOSEN)


def _choices(values: Iterable[str], labels: Any) -> list[tuple[str, str]]:
    return [(value, capitalised(str(labels(value).label))) for value in values]


class TermsForm(PalierForm):
    """Days and amounts of a title."""

    signed_on = forms.DateField(label="Signé le", help_text="Sans titre, le jour du jugement.")
    started_on = forms.DateField(label="Effet le")
    rent = AmountField(label="Loyer")
    charges = AmountField(label="Charges", required=False)
    deposit = AmountField(label="Dépôt de garantie", required=False)
    is_third_party_paid = forms.BooleanField(
        label="Aide au logement versée directement au bailleur ou à l’association (tiers payant)", required=False
    )

    def terms(self) -> LeaseTerms:
        """Give the title's days and amounts."""
        said = self.cleaned_data
        return LeaseTerms(
            signed_on=said["signed_on"],
            started_on=said["started_on"],
            rent=said["rent"],
            charges=said["charges"] or Decimal(0),
            deposit=said["deposit"] or Decimal(0),
            is_third_party_paid=said["is_third_party_paid"],
        )


class _NewTitleForm(TermsForm):
    """Another title, with the association's lease above it when there is one to sign."""

    kind = forms.ChoiceField(label="À quel titre", widget=Choices())
    head_rent = AmountField(label="Loyer au bailleur", required=False)
    head_charges = AmountField(label="Charges au bailleur", required=False)
    head_signed_on = forms.DateField(label="Bail de l’association signé le", required=False)
    expects_slide = forms.BooleanField(label="Le bail doit glisser au nom du ménage", required=False)

    def new_title(self, association: Organisation | None) -> NewTitle:
        """Give the title, under this association's lease when the kind calls for it. Raises Refused without an association."""
        said, terms, kind = self.cleaned_data, self.terms(), LeaseKind(self.cleaned_data["kind"])
        is_under = kind in SUBLET or (kind in HOSTED and said["head_rent"] is not None)
        if is_under and association is None:
            raise Refused("Aucune association n’a ce dossier en charge\u00a0: elle seule peut sous-louer.", "kind")
        head = LeaseTerms(
            signed_on=said["head_signed_on"] or terms.signed_on,
            started_on=min(said["head_signed_on"] or terms.started_on, terms.started_on),
            rent=terms.rent if said["head_rent"] is None else said["head_rent"],
            charges=terms.charges if said["head_charges"] is None else said["head_charges"],
        )
        return NewTitle(
            kind=kind,
            terms=terms,
            association=association if is_under else None,
            head=self.head_of(head) if is_under else None,
            expects_slide=said["expects_slide"] and kind in SUBLET,
        )

    def head_of(self, head: LeaseTerms) -> LeaseTerms:
        """Give the association's lease as this form means it."""
        return head


class TakeOverForm(_NewTitleForm):
    """A title signed before the follow-up, over already or not."""

    reference = forms.CharField(
        label="Référence du logement chez le bailleur",
        max_length=40,
        help_text="Celle du contrat, du quittancement ou de la demande d’intervention.",
    )
    part = forms.CharField(
        label="Partie du logement",
        max_length=60,
        required=False,
        help_text="En colocation seulement, par exemple «\u00a0chambre 2\u00a0». Vide\u00a0: le logement entier.",
    )
    ended_on = forms.DateField(label="Terminé le", required=False, help_text="Vide si ce titre est en cours.")
    end_reason = forms.ChoiceField(
        label="Parce que", required=False, choices=[("", "Choisissez"), *_choices(PAST_ENDS, LeaseEnd)]
    )

    def __init__(self, data: Any = None, *, reference: str, back: str) -> None:
        """Offer every title of a household."""
        super().__init__(data, initial={"reference": reference})
        self.fields["kind"].choices = _choices(LeaseKind.HOUSEHOLD, LeaseKind)  # type: ignore[attr-defined]
        layout(
            self,
            "kind",
            Row("reference", "part"),
            Row("signed_on", "started_on"),
            Section(
                "Ce que paie le ménage", Row("rent", "charges", "deposit"), "is_third_party_paid", hint=AMOUNTS_HINT
            ),
            ShownWhen("kind", [*SUBLET, *HOSTED], _head_section()),
            ShownWhen("kind", SUBLET, "expects_slide"),
            Section("Fin", Row("ended_on", "end_reason"), optional=True),
            submit="Reprendre ce titre",
            back=back,
        )

    def past(self) -> Past | None:
        """Give how it has ended. Raises Refused for a day without its reason, or the reverse."""
        ended_on, reason = self.cleaned_data["ended_on"], self.cleaned_data["end_reason"]
        if ended_on is None and not reason:
            return None
        if ended_on is None:
            raise Refused("Indiquez le dernier jour de ce titre.", "ended_on")
        if not reason:
            raise Refused("Dites pourquoi ce titre s’est terminé.", "end_reason")
        return Past(ended_on, LeaseEnd(reason))


class ChangeForm(_NewTitleForm):
    """Another title in the same home."""

    def __init__(
        self, data: Any = None, *, lease: Lease, kinds: Iterable[LeaseKind], has_head: bool, today: dt.date, back: str
    ) -> None:
        """Start from what the present title says."""
        initial = {
            "signed_on": today,
            "rent": lease.rent,
            "charges": lease.charges,
            "deposit": lease.deposit,
            "is_third_party_paid": lease.is_third_party_paid,
        }
        super().__init__(data, initial=initial)
        self.fields["kind"].choices = _choices(kinds, LeaseKind)  # type: ignore[attr-defined]
        self.fields["started_on"].help_text = "Le titre en cours se termine la veille."
        heads = () if has_head else (ShownWhen("kind", [*SUBLET, *HOSTED], _head_section()),)
        layout(
            self,
            "kind",
            Row("signed_on", "started_on"),
            Section(
                "Ce que paie le ménage", Row("rent", "charges", "deposit"), "is_third_party_paid", hint=AMOUNTS_HINT
            ),
            *heads,
            ShownWhen("kind", SUBLET, "expects_slide"),
            submit="Enregistrer le nouveau titre",
            back=back,
        )

    def head_of(self, head: LeaseTerms) -> LeaseTerms:
        """Begin the association's lease on the day of the title: the home was the household's until the eve."""
        return LeaseTerms(head.signed_on, self.cleaned_data["started_on"], head.rent, head.charges)


def _head_section() -> Section:
    return Section(
        "Bail de l’association au-dessus",
        "head_signed_on",
        Row("head_rent", "head_charges"),
        hint="Vides, ce sont les mêmes jours et les mêmes montants. Pour un hébergement sans bail de l’association, laissez vide.",
    )


class EndDays:
    """The last day of a title, said or counted from the notice received."""

    NOTICES: tuple[LeaseEnd, ...] = (LeaseEnd.HOUSEHOLD_NOTICE, LeaseEnd.LANDLORD_NOTICE)
    cleaned_data: dict[str, Any]

    def received_on(self) -> dt.date | None:
        """Give the day of the notice, when there was one."""
        given = self.cleaned_data["reason"] in self.NOTICES
        day: dt.date | None = self.cleaned_data["notice_on"] if given else None
        return day

    def last_day(self, notice: Notice) -> dt.date:
        """Give the last day said, else the notice's. Raises Refused without either."""
        said: dt.date | None = self.cleaned_data["ended_on"]
        if said is not None:
            return said
        received, months = self.received_on(), notice.short_months if self.cleaned_data["is_short"] else notice.months
        if received is None or not months:
            raise Refused("Indiquez le dernier jour, ou le jour où le congé a été reçu.", "ended_on")
        return notice_until(received, months)


def notice_hint(notice: Notice) -> str:
    """Say the notice periods in force, with their source."""
    return (
        f"{notice.short_months} mois au lieu de {notice.months}, dans les cas que prévoit la loi (zone tendue, santé, RSA, AAH, perte d’emploi, "
        f"violences…). Source\u00a0: {notice.source}."
    )


class EndForm(EndDays, PalierForm):
    """The end of a title."""

    reason = forms.ChoiceField(label="Pourquoi", widget=Choices())
    notice_on = forms.DateField(label="Congé reçu le", required=False)
    is_short = forms.BooleanField(label="Préavis réduit", required=False)
    ended_on = forms.DateField(label="Dernier jour", required=False)
    gives_back = forms.BooleanField(label="L’association rend aussi le logement ce jour-là", required=False)
    note = forms.CharField(label="Précision", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None, *, lease: Lease, notice: Notice, back: str) -> None:
        """Say the notice periods in force, with their source."""
        super().__init__(data)
        ends = [
            end
            for end in LeaseEnd.CHOSEN
            if end != LeaseEnd.PROTOCOL_BROKEN or lease.kind == LeaseKind.PCS
            if end != LeaseEnd.TERMINATED or lease.kind in {LeaseKind.DIRECT, LeaseKind.SUBLEASE, LeaseKind.RESIDENCY}
        ]
        self.fields["reason"].choices = _choices(ends, LeaseEnd)  # type: ignore[attr-defined]
        self.fields["is_short"].help_text = notice_hint(notice)
        self.fields["ended_on"].help_text = "Ce jour est compris. Vide, il se compte du congé reçu, préavis ajouté."
        self.fields["note"].help_text = "Lu par l’équipe du dossier seule."
        pieces = ["gives_back"] if lease.head_lease_id else []
        if not pieces:
            del self.fields["gives_back"]
        layout(
            self,
            "reason",
            ShownWhen("reason", [LeaseEnd.HOUSEHOLD_NOTICE, LeaseEnd.LANDLORD_NOTICE], "notice_on", "is_short"),
            "ended_on",
            *pieces,
            "note",
            submit="Enregistrer la fin",
            back=back,
        )


class CorrectForm(TermsForm):
    """Days and amounts, corrected."""

    reason = forms.CharField(
        label="Ce qui est corrigé, et pourquoi", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, lease: Lease, back: str) -> None:
        """Start from what the title says."""
        names = ("signed_on", "started_on", "rent", "charges", "deposit", "is_third_party_paid")
        super().__init__(data, initial={name: getattr(lease, name) for name in names})
        layout(
            self,
            Row("signed_on", "started_on"),
            Row("rent", "charges", "deposit"),
            "is_third_party_paid",
            "reason",
            submit="Corriger le titre",
            back=back,
        )


class SlideForm(TermsForm):
    """The household's lease, the debts as they stand, the état des lieux."""

    landlord_debt = AmountField(label="Dette au bailleur", min_value=-200_000, required=False)
    association_debt = AmountField(label="Dette à l’association", min_value=-200_000, required=False)
    deposit_moved = AmountField(label="Dépôt de garantie transféré", required=False)
    has_inventory = forms.ChoiceField(
        label="État des lieux",
        choices=[("YES", "Fait sur place"), ("NO", "Sans état des lieux")],
        widget=Choices(),
    )
    inventory_on = forms.DateField(label="Fait le", required=False)
    inventory_note = forms.CharField(
        label="Remarques", max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    no_inventory_reason = forms.CharField(label="Parce que", max_length=500, required=False)

    def __init__(self, data: Any = None, *, initial: dict[str, Any], back: str) -> None:
        """Start from the agreement and from the accounts."""
        super().__init__(data, initial={"has_inventory": "YES", **initial})
        self.fields["started_on"].help_text = "La sous-location et le bail de l’association se terminent la veille."
        self.fields["signed_on"].help_text = ""
        layout(
            self,
            Row("signed_on", "started_on"),
            Section("Ce que paie le ménage au bailleur", Row("rent", "charges", "deposit"), "is_third_party_paid"),
            Section(
                "Dettes ce jour-là",
                Row("landlord_debt", "association_debt"),
                hint="Deux dettes distinctes, jamais additionnées. Vide\u00a0: elle n’est pas connue.",
            ),
            "deposit_moved",
            "has_inventory",
            ShownWhen("has_inventory", ["YES"], "inventory_on", "inventory_note"),
            ShownWhen("has_inventory", ["NO"], "no_inventory_reason"),
            submit="Enregistrer le glissement",
            back=back,
        )

    def facts(self) -> SlideFacts:
        """Give what is told beside the lease."""
        said = self.cleaned_data
        return SlideFacts(
            landlord_debt=said["landlord_debt"],
            association_debt=said["association_debt"],
            deposit_moved=said["deposit_moved"] or Decimal(0),
            no_inventory_reason=said["no_inventory_reason"] if said["has_inventory"] == "NO" else "",
        )

    def in_situ(self) -> InSitu | None:
        """Give the état des lieux. Raises Refused for one without its day."""
        said = self.cleaned_data
        if said["has_inventory"] != "YES":
            return None
        if said["inventory_on"] is None:
            raise Refused("Indiquez le jour de l’état des lieux.", "inventory_on")
        return InSitu(said["inventory_on"], note=said["inventory_note"])


class ReasonForm(PalierForm):
    """Why a title is annulled."""

    reason = forms.CharField(label="Pourquoi", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None, *, back: str) -> None:
        """Ask for nothing else."""
        super().__init__(data)
        self.fields["reason"].help_text = "La ligne reste lisible, barrée. Lu par l’équipe du dossier seule."
        layout(self, "reason", submit="Annuler ce titre", back=back)
