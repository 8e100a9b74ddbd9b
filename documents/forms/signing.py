"""Forms of answers: a signature in presence or on paper, a delegate's own, a refusal, an absence, a reason."""

import base64
import binascii
import datetime as dt
from typing import Any

from django import forms

from documents.enums import Capacity, SignatureMeans, SignatureState
from documents.readings.papers import SignatoryLine
from foundation.fields import Choices
from foundation.layout import Insert, PalierForm, ShownWhen, layout, prepare

PREFIX = "data:image/png;base64,"
LONGEST = 800_000
HAS_READ = "J’ai lu ce document"
NEEDED = {SignatureMeans.DRAWN: ("place", "has_read", "drawing"), SignatureMeans.SCAN: ("signed_on", "scan")}


class SignForm(PalierForm):
    """A person of the household, or a partner, signs before the worker, or the worker sends the paper that she signed."""

    means = forms.ChoiceField(
        label="Comment la personne signe-t-elle ?",
        choices=[(SignatureMeans.DRAWN, "Ici, sur l’écran"), (SignatureMeans.SCAN, "Sur un exemplaire papier")],
        widget=Choices,
        initial=SignatureMeans.DRAWN,
    )
    place = forms.CharField(
        label="Lieu",
        max_length=120,
        help_text="La commune, ou « à l’association ».",
        error_messages={"required": "Indiquez où la personne signe."},
    )
    has_read = forms.BooleanField(
        label=HAS_READ,
        error_messages={"required": "La personne lit le document, ou se le fait lire, avant de signer."},
    )
    drawing = forms.CharField(
        label="Signature",
        max_length=LONGEST,
        widget=forms.HiddenInput(attrs={"id": "drawn"}),
        error_messages={"required": "La personne n’a rien dessiné : faites-la signer dans le cadre."},
    )
    strokes = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)
    signed_on = forms.DateField(label="Jour de la signature")
    scan = forms.FileField(
        label="Exemplaire signé",
        help_text="PDF, photographie JPEG, PNG ou HEIC, 20 Mo au plus.",
        error_messages={"required": "Choisissez l’exemplaire signé."},
    )
    digest = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, digest: str, today: dt.date, back: str, **kwargs: Any) -> None:
        """Carry the digest of what the page shows."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["digest"].initial = digest
        self.fields["signed_on"].initial = today
        layout(
            self,
            "means",
            ShownWhen("means", [SignatureMeans.DRAWN], "has_read", "place", Insert("documents/_signature_pad.html")),
            ShownWhen("means", [SignatureMeans.SCAN], "signed_on", "scan"),
            "digest",
            "strokes",
            submit="Enregistrer la signature",
            back=back,
        )

    def full_clean(self) -> None:
        """Ask what the chosen way needs, and nothing of the other."""
        chosen = self.data.get(self.add_prefix("means")) if self.is_bound else None
        for means, names in NEEDED.items():
            for name in names:
                self.fields[name].required = means == chosen
        super().full_clean()
        for names in NEEDED.values():
            for name in names:
                self.fields[name].required = True  # shown again, none of them says « facultatif »

    def clean_drawing(self) -> str:
        """Refuse what is no drawing of ours."""
        drawing: str = self.cleaned_data["drawing"]
        if drawing and self.picture_of(drawing) is None:
            raise forms.ValidationError("Cette signature n’a pas pu être lue : effacez, et faites signer de nouveau.")
        return drawing

    @property
    def means_chosen(self) -> SignatureMeans:
        """Give the way to sign."""
        return SignatureMeans(self.cleaned_data["means"])

    @property
    def day(self) -> dt.date:
        """Give the day: today in presence, the paper's otherwise."""
        drawn = self.means_chosen == SignatureMeans.DRAWN
        return self.today if drawn else self.cleaned_data["signed_on"]

    @property
    def picture(self) -> bytes | None:
        """Give the drawing."""
        drawn = self.means_chosen == SignatureMeans.DRAWN
        return self.picture_of(self.cleaned_data["drawing"]) if drawn else None

    @staticmethod
    def picture_of(drawing: str) -> bytes | None:
        """Read the drawing that the page sent; None when it is none."""
        if not drawing.startswith(PREFIX):
            return None
        try:
            return base64.b64decode(drawing.removeprefix(PREFIX), validate=True) or None
        except (binascii.Error, ValueError):
            return None


class SessionForm(PalierForm):
    """An organisation's delegate signs from her own account."""

    has_read = forms.BooleanField(
        label=HAS_READ, error_messages={"required": "Lisez le document avant de signer, puis cochez cette case."}
    )
    digest = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, digest: str, organisation: str, back: str, **kwargs: Any) -> None:
        """Carry the digest of what the page shows."""
        super().__init__(*args, **kwargs)
        self.fields["digest"].initial = digest
        layout(self, "has_read", "digest", submit=f"Signer pour {organisation}", back=back, bar=False)


class AnswerForm(PalierForm):
    """Someone refuses to sign, or could not be met: the day, and why."""

    answer = forms.ChoiceField(
        label="Que s’est-il passé ?",
        choices=[
            (SignatureState.REFUSED, "La personne refuse de signer"),
            (SignatureState.ABSENT, "La personne est absente"),
        ],
        widget=Choices,
    )
    on = forms.DateField(label="Jour")
    reason = forms.CharField(
        label="Raison",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="Lue par l’équipe seule. « Ne souhaite pas la dire » est une raison.",
    )

    def __init__(self, *args: Any, signatory: SignatoryLine, today: dt.date, back: str, **kwargs: Any) -> None:
        """An organisation refuses, it is never absent."""
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
        if signatory.capacity in Capacity.OF_ORGANISATION:
            self.fields["answer"].choices = [(SignatureState.REFUSED, "L’organisme refuse de signer")]  # type: ignore[attr-defined]
            self.fields["answer"].initial = SignatureState.REFUSED
        layout(self, submit="Enregistrer la réponse", back=back, bar=False)


class ReasonForm(PalierForm):
    """A reason, and for an end its day."""

    reason = forms.CharField(label="Raison", max_length=1000, widget=forms.Textarea(attrs={"rows": "3"}))

    def __init__(self, *args: Any, submit: str, back: str, day: dt.date | None = None, **kwargs: Any) -> None:
        """Ask a day too when one is proposed."""
        super().__init__(*args, **kwargs)
        if day is not None:
            self.fields["ended_on"] = field = forms.DateField(label="Dernier jour", initial=day)
            prepare(field)
            self.order_fields(["ended_on", "reason"])
        layout(self, submit=submit, back=back, bar=False)
