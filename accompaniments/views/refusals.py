"""What a rule refuses is said beside its field; nothing typed is lost."""

import contextlib
from collections.abc import Iterator

from django import forms

from foundation.refusals import Refused


@contextlib.contextmanager
def said_beside(form: forms.Form, **names: str) -> Iterator[None]:
    """Turn a service's refusal into an error of the form, beside its field; `names` say which when they differ."""
    try:
        yield
    except Refused as refused:
        field = names.get(refused.field, refused.field)
        form.add_error(field if field in form.fields else None, refused.reason)
