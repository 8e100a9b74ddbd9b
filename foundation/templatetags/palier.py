"""Filters and tags known to every template: French words for dates, durations, amounts; icons.

A filter given nothing says nothing: an absent date is an empty cell, never an error.
"""

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BoundField, widgets
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from foundation import words
from foundation.timeline import Alert, Audience

register = template.Library()
_SOON = 7  # days


@register.filter
def long_date(value: dt.date | None) -> str:
    """Say « mardi 24 novembre 2026 »."""
    return words.long_date(value) if value else ""


@register.filter
def plain_date(value: dt.date | None) -> str:
    """Say « 24 novembre 2026 »."""
    return words.plain_date(value) if value else ""


@register.filter
def week_date(value: dt.date | None) -> str:
    """Say « mardi 24 novembre »."""
    return words.week_date(value) if value else ""


@register.filter
def short_date(value: dt.date | None, today: dt.date | None = None) -> str:
    """Say « mar. 24 nov. »; `|short_date:reader.today` adds the year when it is another."""
    return words.short_date(value, today) if value else ""


@register.filter
def month_name(value: dt.date | None) -> str:
    """Say « novembre 2026 »."""
    return words.month_name(value) if value else ""


@register.filter
def clock(value: dt.datetime | dt.time | None) -> str:
    """Say « 14 h 03 »; midnight is « 0 h »."""
    return words.clock(value) if isinstance(value, dt.datetime | dt.time) else ""


@register.filter
def moment(value: dt.datetime | None, today: dt.date) -> str:
    """Say « aujourd’hui, 9 h 30 » or « mar. 24 nov., 10 h »."""
    return words.moment(value, today) if value else ""


@register.filter
def ago(value: dt.date | None, today: dt.date) -> str:
    """Say « il y a 12 jours »."""
    return words.ago(value, today) if value else ""


@register.filter
def duration(value: dt.date | None, until: dt.date) -> str:
    """Say « 3 mois et 12 jours » from a day to another, both included."""
    return words.duration(value, until) if value else ""


@register.filter
def age(value: dt.date | None, today: dt.date) -> str:
    """Say « 9 ans »."""
    return words.age(value, today) if value else ""


@register.filter
def late(value: dt.date | None, today: dt.date) -> str:
    """Say « 7 jours de retard » of the day when it was due."""
    return words.late(value, today) if value else ""


@register.filter
def euros(value: Decimal | None) -> str:
    """Say « 1 412,30 € »."""
    return words.euros(value) if isinstance(value, Decimal | int) else ""


@register.filter
def minutes(value: int | None) -> str:
    """Say « 1 h 30 »."""
    return words.minutes(value) if value else ""


@register.filter
def phone(value: str | None) -> str:
    """Say « 04 90 12 34 56 »."""
    return words.phone(value) if value else ""


@register.filter
def counted(value: int, forms: str) -> str:
    """Say « 3 ménages »: `{{ total|counted:"ménage" }}`, `{{ total|counted:"journal,journaux" }}`."""
    singular, _, plural = forms.partition(",")
    return words.counted(value, singular, plural)


@register.filter
def join_names(value: list[str] | tuple[str, ...] | None) -> str:
    """Say « A, B et C »."""
    return words.join_names(value) if value else ""


@register.filter
def capitalised(value: str | None) -> str:
    """Put a capital first and touch nothing else."""
    return words.capitalised(str(value)) if value else ""


@register.filter
def message_kind(level_tag: str) -> str:
    """Give the alert of a Django message: what it calls error is our danger."""
    return {"error": "danger", "debug": "info"}.get(level_tag, level_tag)


@register.filter
def browser(value: str) -> str:
    """Say « Firefox sur Windows » of a browser's long name."""
    return words.browser(value)


@register.filter
def drawing_of(value: str) -> SafeString:
    """Keep the `<svg>` of a drawing made by a library of ours (the QR code of a second factor), without its XML header."""
    return mark_safe(value[value.index("<svg") :])  # noqa: S308 -- made by qrcode from our own secret


def _use(name: str, css: str) -> SafeString:
    return format_html('<svg{} aria-hidden="true"><use href="{}#{}"></use></svg>', css, static("img/sprite.svg"), name)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; `label` is the word of an icon that stands without one."""
    drawn = _use(name, mark_safe(' class="icon"'))
    return drawn + format_html('<span class="visually-hidden">{}</span>', label) if label else drawn


@register.simple_tag
def drawing(name: str, css: str = "") -> SafeString:
    """Draw another symbol of the sprite (`mark`, `stair-3`, `aud-2`), with a class of its own when given."""
    return _use(name, format_html(' class="{}"', css) if css else SafeString())


@register.simple_tag
def audience_sign(audience: Audience | str) -> SafeString:
    """Say who may read: as many bars as the circle is wide, and its word."""
    circle = Audience(audience)
    return format_html(
        '<span class="audience">{}<span class="visually-hidden">Visible par\u00a0: </span>{}</span>',
        _use(f"aud-{circle.level}", ""),
        circle.label,
    )


@register.simple_tag
def stairs(level: int, label: str = "", *, off: bool = False) -> SafeString:
    """Draw a step: its stair (1 to 7, 0 for a closed file) and its word; `off` is watched, closed or without contact."""
    drawn = _use(f"stair-{min(level, 7)}", "") if level else icon("door")
    return format_html('<span class="step{}">{}{}</span>', " off" if off or not level else "", drawn, label)


@register.simple_tag
def due_sign(due_on: dt.date, today: dt.date, is_unlimited: bool = False) -> SafeString:  # noqa: FBT001, FBT002 -- a tag's argument
    """Say when something is due: « 7 jours de retard », soon (within a week), or the day alone.

    What has no delay says since when it waits.
    """
    if is_unlimited:
        return format_html('<span class="due">depuis le {}</span>', words.plain_date(due_on))
    days = (due_on - today).days
    if days < 0:
        return format_html('<span class="due is-late">{}{}</span>', icon("late"), words.late(due_on, today))
    if days <= _SOON:
        said = "aujourd’hui" if days == 0 else words.week_date(due_on)
        return format_html('<span class="due is-soon">{}{}</span>', icon("clock"), said)
    said = words.week_date(due_on) if due_on.year == today.year else words.plain_date(due_on)
    return format_html('<span class="due">{}</span>', said)


_ALERT_SIGNS = {
    Alert.LATE: (" is-late", "late"),
    Alert.PRESSING: (" is-soon", "clock"),
    Alert.NEAR: (" is-near", "calendar"),
    Alert.SHOWN: ("", "calendar"),
}


@register.simple_tag
def alert_sign(alert: Alert, due_on: dt.date, today: dt.date) -> SafeString:
    """Say how near an announced date is, by an icon and words: « en retard de 3 jours », « dans 7 jours »."""
    css, drawn = _ALERT_SIGNS[alert]
    return format_html('<span class="due{}">{}{}</span>', css, icon(drawn), words.told(due_on, today))


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*trail: str) -> dict[str, Any]:
    """Tell where one is: `{% breadcrumbs "Organismes" list_url "Mistral Habitat" %}`; the last one is this page."""
    pairs = list(zip(trail[0::2], (*trail[1::2], ""), strict=False))
    return {"trail": pairs}


@register.simple_tag
def filter_control(field: BoundField) -> SafeString:
    """Draw a filter's control with its class.

    A list is drawn here: Django renders a template an option, and a list of workers has as many as the association.
    """
    widget = field.field.widget
    if type(widget) is not widgets.Select:
        is_list = isinstance(widget, widgets.Select)
        return field.as_widget(attrs={"class": "form-select" if is_list else "form-control"})
    attrs = field.build_widget_attrs({"class": "form-select", "id": field.auto_id}, widget)
    shown = widget.get_context(field.html_name, field.value(), attrs)["widget"]
    options = format_html_join(
        "",
        "<option{}>{}</option>",
        (
            (flatatt({"value": option["value"], **option["attrs"]}), option["label"])
            for _, several, _ in shown["optgroups"]
            for option in several
        ),
    )
    return format_html("<select{}>{}</select>", flatatt({"name": shown["name"], **shown["attrs"]}), options)


@register.simple_tag(takes_context=True)
def page_query(context: Any, **changes: object) -> str:
    """Give the query of this page with some parameters changed: `<a href="?{% page_query page=2 %}">`."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in {None, ""}:
            query[name] = str(value)
    return urlencode([(name, value) for name, values in query.lists() for value in values])
