import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.http import QueryDict
from django.template import engines

from foundation.layout import (
    AmountField,
    Choices,
    Insert,
    ManyChoices,
    MonthField,
    PalierForm,
    PhoneField,
    Row,
    Section,
    ShownWhen,
    layout,
)
from foundation.periods import Month


class VisitForm(PalierForm):
    held_on = forms.DateField(label="Jour")
    time = forms.TimeField(label="Heure", required=False)
    mode = forms.ChoiceField(
        label="Comment",
        choices=[("HOME", "À domicile"), ("PHONE", "Téléphone")],
        widget=Choices(icons={"HOME": "home"}),
    )
    subjects = forms.MultipleChoiceField(
        label="Sujets",
        choices=[("A", "Budget"), ("B", "Santé")],
        widget=ManyChoices(hints={"A": "240 €"}),
        required=False,
    )
    minutes = forms.IntegerField(label="Durée", max_value=240, required=False, help_text="En minutes.")
    amount = AmountField(label="Montant", required=False)
    month = MonthField(label="Mois", required=False)
    telephone = PhoneField(label="Téléphone", required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    name = forms.CharField(label="Nom", required=False)
    agreed = forms.BooleanField(label="D’accord", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        layout(
            self,
            Row("held_on", "time"),
            "mode",
            ShownWhen("mode", ["PHONE"], "telephone"),
            Section("Le reste", "subjects", "minutes", "amount", "month", "note", optional=True),
            "name",
            "agreed",
            submit="Enregistrer la rencontre",
            back="/retour/",
        )


def sent(**values: object) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in {"held_on": "2026-11-19", "mode": "HOME", **values}.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def draw(form: forms.Form) -> str:
    return engines["django"].from_string("{% crispy form %}").render({"form": form})


def errors(**values: object) -> dict[str, list[str]]:
    return dict(VisitForm(sent(**values)).errors)


def test_good_answers():
    form = VisitForm(
        sent(
            time="13:15",
            minutes="45",
            amount="1\u00a0412,30 €",
            month="2026-10",
            telephone="04 90 12 34 56",
            subjects=["A", "B"],
        )
    )
    assert form.errors == {}
    assert form.cleaned_data["held_on"] == dt.date(2026, 11, 19)
    assert form.cleaned_data["amount"] == Decimal("1412.30")
    assert form.cleaned_data["month"] == Month(2026, 10)
    assert form.cleaned_data["telephone"] == "+33490123456"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("held_on", "", "Indiquez la date."),
        ("held_on", "31/02/2026", "Écrivez une date qui existe, comme 24/11/2026."),
        ("held_on", "0001-01-01", "Cette date est trop ancienne ou trop lointaine."),
        ("held_on", "9999-12-31", "Cette date est trop ancienne ou trop lointaine."),
        ("time", "25:61", "Écrivez une heure comme 14:30."),
        ("mode", "", "Choisissez une réponse."),
        ("mode", "<script>", "Choisissez une des réponses proposées."),
        ("minutes", "450", "Indiquez au plus 240."),
        ("minutes", "douze", "Écrivez un nombre entier, en chiffres."),
        ("minutes", "-99999999999999999999", "Indiquez au moins −2\u00a0147\u00a0483\u00a0647."),
        ("amount", "NaN", "Écrivez un montant en chiffres, comme 412,30."),
        ("amount", "12,345", "Deux chiffres après la virgule, au plus."),
        ("amount", "-3", "Indiquez au moins 0."),
        ("amount", "99999999", "Indiquez au plus 999\u00a0999."),
        ("month", "2026-13", "Écrivez le mois comme 2026-10."),
        ("month", "0001-01", "Ce mois est trop ancien ou trop lointain."),
        ("telephone", "demain", "Écrivez un numéro comme 04\u00a090\u00a012\u00a034\u00a056."),
        ("subjects", ["Z"], "Choisissez parmi les réponses proposées."),
        ("name", "x" * 201, "Écrivez au plus 200 caractères (vous en avez écrit 201)."),
        ("note", "x" * 10_001, "Écrivez au plus 10000 caractères (vous en avez écrit 10001)."),
    ],
)
def test_bad_answers_are_told_in_plain_words(name, value, message):
    assert errors(**{name: value}) == {name: [message]}


def test_an_absurd_amount():
    assert errors(amount="1e400")["amount"][0] == "Indiquez au plus 999\u00a0999."


def test_null_bytes_are_stripped():
    form = VisitForm(sent(note="a\x00b", name="\x00"))
    assert form.is_valid()
    assert (form.cleaned_data["note"], form.cleaned_data["name"]) == ("ab", "")


def test_repeated_and_missing_fields():
    assert VisitForm(sent(held_on=["2026-11-19", "2026-11-20"])).is_valid()
    assert set(VisitForm(QueryDict()).errors) == {"held_on", "mode"}


def test_a_form_may_keep_its_own_words():
    class OwnForm(PalierForm):
        day = forms.DateField(error_messages={"required": "Quel jour a-t-elle appelé\u00a0?"})

    assert OwnForm(QueryDict()).errors == {"day": ["Quel jour a-t-elle appelé\u00a0?"]}


def test_controls_are_native():
    page = draw(VisitForm())
    assert '<input type="date" name="held_on" class="form-control"' in page
    assert 'type="month"' in page
    assert 'inputmode="numeric"' in page
    assert "required" not in page


def test_order_is_label_hint_error_control():
    page = draw(VisitForm(sent(minutes="450")))
    places = [
        page.index(part) for part in ("Durée", 'id="id_minutes_helptext"', 'id="id_minutes_error"', 'value="450"')
    ]
    assert places == sorted(places)
    assert 'aria-invalid="true"' in page
    assert 'href="#id_minutes"' in page


def test_what_was_typed_is_kept_and_escaped():
    page = draw(VisitForm(sent(note="<script>alert(1)</script>", minutes="450", time="13:15")))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert 'value="13:15"' in page


def test_optional_is_said_once_for_a_section():
    page = draw(VisitForm())
    assert page.count("(facultatif)") == 4  # the hour, the telephone, the section, the name


def test_pieces():
    page = draw(VisitForm())
    assert 'data-shown-when="mode=PHONE"' in page
    assert 'href="/img/' not in page
    assert "#home" in page
    assert "240\u00a0€" not in page
    assert '<span class="meta">240 €</span>' in page
    assert "Enregistrer la rencontre" in page
    assert 'href="/retour/"' in page


def test_insert_draws_a_template_of_the_page():
    form = VisitForm()
    layout(form, "held_on", Insert("components/alert.html", kind="info", text="Un mot <b>"), form_tag=False)
    page = draw(form)
    assert "Un mot &lt;b&gt;" in page
    assert "<form" not in page
