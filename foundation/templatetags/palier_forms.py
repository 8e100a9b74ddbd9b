"""How a field is drawn: our order is label, hint, error, control."""

from typing import Any

from django import template
from django.forms import BoundField, widgets
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def drawn_as(field: BoundField) -> str:
    """Name the way to draw a field: choices, checkbox or control."""
    widget = field.field.widget
    if isinstance(widget, widgets.RadioSelect | widgets.CheckboxSelectMultiple):
        return "choices"
    return "checkbox" if isinstance(widget, widgets.CheckboxInput) else "control"


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Draw the control with its classes; Django links it to its hint and its error."""
    widget = field.field.widget
    kind = "form-control"
    if isinstance(widget, widgets.CheckboxInput):
        kind = "form-check-input"
    elif isinstance(widget, widgets.Select):
        kind = "form-select"
    if widget.attrs.get("placeholder"):
        widget.attrs.pop("placeholder")  # the label and the hint say it, and stay when one types
    classes = [kind, str(widget.attrs.get("class", "")), "is-invalid" if field.errors else ""]
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})


@register.filter
def tiles_class(field: BoundField) -> str:
    """Give the class of a group of choices: tiles, or plain boxes for checkboxes nobody styled."""
    style = getattr(field.field.widget, "style", None)
    if style is None and isinstance(field.field.widget, widgets.CheckboxSelectMultiple):
        return "checks"
    return f"choices {style or ''}".strip()


@register.simple_tag
def options(field: BoundField) -> list[dict[str, Any]]:
    """Give the choices of a group: each with its drawn input, its id, label, icon and hint."""
    widget: Any = field.field.widget
    icons, hints = getattr(widget, "icons", {}), getattr(widget, "hints", {})
    is_hidden = not isinstance(widget, widgets.CheckboxSelectMultiple) and getattr(widget, "style", "") != "wide"
    found = []
    attrs = {"id": field.auto_id} if field.auto_id else {}
    for group, choices, _ in widget.optgroups(field.html_name, widget.format_value(field.value()), attrs):
        for position, choice in enumerate(choices):
            classes = ["form-check-input", "visually-hidden" if is_hidden else "", "is-invalid" if field.errors else ""]
            given = {name: value for name, value in choice["attrs"].items() if name != "class"}
            drawn = flatatt(
                {
                    "type": choice["type"],
                    "name": choice["name"],
                    "value": str(choice["value"]),
                    "class": " ".join(filter(None, classes)),
                    **given,
                }
            )
            key = str(choice["value"])
            found.append(
                {
                    "input": format_html("<input{}>", drawn),
                    "id": choice["attrs"].get("id", ""),
                    "label": choice["label"],
                    "icon": icons.get(key, ""),
                    "hint": hints.get(key, ""),
                    "group": group if position == 0 else "",
                }
            )
    return found
