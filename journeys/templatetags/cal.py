"""What a field of a CAL dossier shows beside itself: its change since the reader's last reading, its remarks."""

from django import template

from leases.readings.content import FieldChange
from leases.readings.files import FilePage, RemarkView

register = template.Library()


@register.simple_tag
def cal_change(page: FilePage, anchor: str) -> FieldChange | None:
    """Give the change of a field, or nothing."""
    return page.changed(anchor)


@register.simple_tag
def cal_remarks(page: FilePage, anchor: str) -> tuple[RemarkView, ...]:
    """Give the remarks on a field."""
    return page.remarks_on(anchor)
