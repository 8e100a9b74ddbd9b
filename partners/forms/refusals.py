"""How a form tells what a service refused."""

from django import forms

from foundation.refusals import Refused


def tell(form: forms.BaseForm, refused: Refused) -> None:
    """Put the reason beside its field, or at the top of the form when it has none: all that was typed stays."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.reason)
