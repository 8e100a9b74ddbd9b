"""What a rule refuses is said beside its field; nothing typed is lost."""

from django import forms

from foundation.refusals import Refused


def say_beside(form: forms.Form, refused: Refused, **names: str) -> None:
    """Turn a service's refusal into an error of the form, beside its field; `names` say which when they differ."""
    field = names.get(refused.field, refused.field)
    form.add_error(field if field in form.fields else None, refused.reason)
