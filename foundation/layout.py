"""Forms as Palier lays them out: in the order of the work, errors between the hint and the field, one act at the bottom.

crispy-forms stands behind this module alone. A form says:

    class MeetingForm(PalierForm):
        held_on = forms.DateField(label="Jour")

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            layout(self, Row("held_on", "time"), ShownWhen("outcome", ["CANCELLED"], "cancelled_by"),
                   submit="Enregistrer la rencontre", back=address)

and its template `{% crispy form %}`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.template.loader import get_template
from django.utils.datastructures import MultiValueDict

from foundation.fields import (
    EARLIEST,
    LATEST,
    AmountField,
    Choices,
    DateInput,
    ManyChoices,
    MonthField,
    MonthInput,
    PhoneField,
    TimeInput,
)
from foundation.words import figure

__all__ = [
    "AmountField",
    "Choices",
    "DateInput",
    "Insert",
    "ManyChoices",
    "MonthField",
    "MonthInput",
    "PalierForm",
    "PalierFormMixin",
    "PalierModelForm",
    "PhoneField",
    "Row",
    "Section",
    "ShownWhen",
    "TimeInput",
    "layout",
]

SHORT_TEXT = 200
LONG_TEXT = 10_000
_GREATEST = 2_147_483_647  # beyond, a database answers with an error

_MESSAGES: tuple[tuple[type[forms.Field], dict[str, str]], ...] = (
    (
        forms.Field,
        {
            "required": "Remplissez ce champ.",
            "invalid": "Cette réponse ne se comprend pas.",
            "max_length": "Écrivez au plus %(limit_value)d caractères (vous en avez écrit %(show_value)d).",
            "min_length": "Écrivez au moins %(limit_value)d caractères.",
            "min_value": "Indiquez au moins %(limit_value)s.",
            "max_value": "Indiquez au plus %(limit_value)s.",
            "max_digits": "Ce nombre est trop long.",
            "max_whole_digits": "Ce nombre est trop grand.",
            "max_decimal_places": "Deux chiffres après la virgule, au plus.",
        },
    ),
    (forms.DateField, {"required": "Indiquez la date.", "invalid": "Écrivez une date qui existe, comme 24/11/2026."}),
    (forms.TimeField, {"required": "Indiquez l’heure.", "invalid": "Écrivez une heure comme 14:30."}),
    (
        forms.IntegerField,
        {"required": "Indiquez un nombre.", "invalid": "Écrivez un nombre entier, en chiffres."},
    ),
    (
        forms.DecimalField,
        {"required": "Indiquez un montant.", "invalid": "Écrivez un montant en chiffres, comme 412,30."},
    ),
    (
        forms.EmailField,
        {"required": "Indiquez une adresse électronique.", "invalid": "Écrivez une adresse comme nom@exemple.fr."},
    ),
    (
        forms.ChoiceField,
        {"required": "Choisissez une réponse.", "invalid_choice": "Choisissez une des réponses proposées."},
    ),
    (
        forms.ModelChoiceField,
        {"required": "Choisissez une réponse.", "invalid_choice": "Choisissez une des réponses proposées."},
    ),
    (
        forms.MultipleChoiceField,
        {
            "required": "Choisissez au moins une réponse.",
            "invalid_choice": "Choisissez parmi les réponses proposées.",
            "invalid_list": "Choisissez parmi les réponses proposées.",
        },
    ),
    (
        forms.ModelMultipleChoiceField,
        {
            "required": "Choisissez au moins une réponse.",
            "invalid_choice": "Choisissez parmi les réponses proposées.",
            "invalid_list": "Choisissez parmi les réponses proposées.",
            "invalid_pk_value": "Choisissez parmi les réponses proposées.",
        },
    ),
    (forms.BooleanField, {"required": "Cochez la case pour continuer."}),
    (
        forms.FileField,
        {
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
            "max_length": "Le nom de ce fichier est trop long.",
        },
    ),
)


class PalierFormMixin:
    """What every form does with what it is sent, and how it says what is wrong."""

    use_required_attribute = False  # the browser's own messages are not ours, and come one at a time
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Strip null bytes from what was sent, then bound every field and give it our words."""
        kwargs.setdefault("label_suffix", "")
        if args:
            args = (_stripped(args[0]), *args[1:])
        elif "data" in kwargs:
            kwargs["data"] = _stripped(kwargs["data"])
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            prepare(field)

    def give_choices(self, name: str, choices: Sequence[tuple[str, Any]], *, empty: str | None = None) -> None:
        """Give a field its choices, with an empty one when its word is given."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = [*([("", empty)] if empty is not None else []), *choices]


class PalierForm(PalierFormMixin, forms.Form):
    """The base of our forms."""


class PalierModelForm(PalierFormMixin, forms.ModelForm):  # type: ignore[type-arg]
    """The base of forms that clean a reference row (organisation, unit…); its service writes."""


def _stripped(data: Any) -> Any:
    """Give the same data without null bytes, which no database takes."""
    if not isinstance(data, MultiValueDict):
        return data
    if not any(isinstance(value, str) and "\x00" in value for values in data.lists() for value in values[1]):
        return data
    clean = QueryDict(mutable=True)
    for name, values in data.lists():
        clean.setlist(name, [value.replace("\x00", "") if isinstance(value, str) else value for value in values])
    return clean


def prepare(field: forms.Field) -> None:
    """Bound a field, give it its native control and our words, unless the form said otherwise."""
    _say(field)
    _bound(field)
    _draw(field)


def _say(field: forms.Field) -> None:
    own: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        own.update(getattr(kind, "default_error_messages", {}))
    is_ours = type(field).__module__ == AmountField.__module__
    words: dict[str, str] = {}
    for kind, messages in _MESSAGES:
        if isinstance(field, kind):
            words.update(messages)
    for code, message in words.items():
        current = field.error_messages.get(code)
        said_by_class = current is not None and current == own.get(code)
        if current is None or (
            said_by_class and not (is_ours and code in vars(type(field)).get("default_error_messages", {}))
        ):
            field.error_messages[code] = message
    if isinstance(field, forms.IntegerField):  # decimals and amounts are some too
        _say_limits(field)


def _say_limits(field: forms.IntegerField) -> None:
    """Write the limits as one writes them in French: « 50 000 », « 0,01 »."""
    least = -_GREATEST if field.min_value is None else field.min_value
    most = _GREATEST if field.max_value is None else field.max_value
    for code, limit in (("min_value", least), ("max_value", most)):
        if not callable(limit):
            said = str(field.error_messages[code])
            field.error_messages[code] = said.replace("%(limit_value)s", figure(limit))


def _bound(field: forms.Field) -> None:
    if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField):
        _bound_text(field)
    if isinstance(field, forms.DateField):
        message = "Cette date est trop ancienne ou trop lointaine."
        field.validators += [MinValueValidator(EARLIEST, message), MaxValueValidator(LATEST, message)]
        field.error_messages.pop("min_value", None)  # else they would speak for these validators
        field.error_messages.pop("max_value", None)
    if isinstance(field, forms.IntegerField) and field.max_value is None:
        field.validators.append(MaxValueValidator(_GREATEST))
    if isinstance(field, forms.IntegerField) and field.min_value is None:
        field.validators.append(MinValueValidator(-_GREATEST))


def _bound_text(field: forms.CharField) -> None:
    if field.max_length is None:
        longest = LONG_TEXT if isinstance(field.widget, forms.Textarea) else SHORT_TEXT
        field.max_length = longest
        field.validators.append(MaxLengthValidator(longest))


def _draw(field: forms.Field) -> None:
    drawn: forms.Widget | None = None
    if type(field.widget) is forms.DateInput:
        drawn = DateInput(field.widget.attrs)
    elif type(field.widget) is forms.TimeInput:
        drawn = TimeInput(field.widget.attrs)
    elif type(field.widget) is forms.NumberInput:
        is_whole = isinstance(field, forms.IntegerField) and not isinstance(field, forms.DecimalField)
        mode = "numeric" if is_whole else "decimal"
        drawn = forms.TextInput({**field.widget.attrs, "inputmode": mode, "class": "short"})
        if not is_whole:
            field.localize = drawn.is_localized = True
    if drawn is not None:
        drawn.is_required = field.required
        field.widget = drawn
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs.pop("cols", None)
        field.widget.attrs.pop("maxlength", None)  # a browser would cut what is pasted without a word
        if field.widget.attrs.get("rows") == "10":
            field.widget.attrs["rows"] = "4"


class _Group(LayoutObject):
    """Fields in a template of ours, `pieces` in it."""

    template = ""

    def __init__(self, *fields: Any) -> None:
        """Hold the fields, or other pieces."""
        self.fields = list(fields)

    def words(self) -> dict[str, Any]:
        """Give what the template says beside the fields."""
        return {}

    def render(self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any) -> str:
        """Draw the pieces, then what stands around them."""
        said = self.words()
        was_quiet = context.get("is_in_optional", False)
        context["is_in_optional"] = was_quiet or bool(said.get("optional"))
        pieces = self.get_rendered_fields(form, context, template_pack, **kwargs)
        context["is_in_optional"] = was_quiet
        return str(get_template(self.template).render({"pieces": pieces, **said}))


class Section(_Group):
    """Several fields under one name: `Section("Quand", "held_on", "time")`."""

    template = "bootstrap5/layout/section.html"

    def __init__(self, title: str, *fields: Any, hint: str = "", optional: bool = False) -> None:
        """Take an optional hint; `optional` says « facultatif » once for all its fields."""
        super().__init__(*fields)
        self.title, self.hint, self.optional = title, hint, optional

    def words(self) -> dict[str, Any]:
        """Give the name and the hint."""
        return {"title": self.title, "hint": self.hint, "optional": self.optional}


class Row(_Group):
    """Short fields side by side: a day and an hour."""

    template = "bootstrap5/layout/row_fields.html"


class ShownWhen(_Group):
    """Fields that only some answers call for. Without script they are all shown: the form's rules decide, not this."""

    template = "bootstrap5/layout/shown_when.html"

    def __init__(self, name: str, values: Iterable[str], *fields: Any) -> None:
        """Take the field that decides (its name in the page, prefix included) and the answers that show."""
        super().__init__(*fields)
        self.condition = f"{name}={'|'.join(values)}"

    def words(self) -> dict[str, Any]:
        """Give the condition."""
        return {"condition": self.condition}


class Insert(LayoutObject):
    """A template of the page's own inside the form, with the page's context, `form`, and what is given here."""

    def __init__(self, template: str, **values: Any) -> None:
        """Hold the template's name."""
        self.template_name, self.values = template, values
        self.fields: list[Any] = []

    def render(self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any) -> str:  # noqa: ARG002 -- crispy's
        """Draw it."""
        return str(get_template(self.template_name).render({**context.flatten(), "form": form, **self.values}))


class _Actions(LayoutObject):
    """The bottom of the form: what it does, and the way back."""

    def __init__(self, **said: Any) -> None:
        """Hold the words."""
        self.said = said
        self.fields: list[Any] = []

    def render(self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any) -> str:  # noqa: ARG002 -- crispy's
        """Draw it."""
        return str(get_template("bootstrap5/layout/actions.html").render(self.said))


def layout(
    form: Any,
    *pieces: Any,
    submit: str = "",
    back: str = "",
    back_label: str = "Annuler",
    attrs: Mapping[str, str] | None = None,
    form_tag: bool = True,
    bar: bool = True,
) -> None:
    """Lay a form out; all its fields in their order when no piece is given.

    `submit` says what the button does; `back` is the address that gives up. `bar=False` puts the button at the form's end
    instead of a bar that stays (short forms). `form_tag=False` draws the fields alone, for a template that has its own
    `<form>`; the summary of errors is then the template's (`components/form_errors.html`).
    """
    helper = FormHelper()
    helper.form_tag = form_tag
    helper.disable_csrf = not form_tag
    helper.form_show_errors = form_tag
    helper.attrs = {"novalidate": True, "autocomplete": "off", **(attrs or {})}
    actions = [_Actions(submit=submit, back=back, back_label=back_label, bar=bar)] if submit else []
    helper.layout = Layout(*(pieces or tuple(form.fields)), *actions)
    form.helper = helper
