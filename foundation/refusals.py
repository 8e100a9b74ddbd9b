"""What a service says when a rule refuses: a French reason, and the field of the form it belongs to."""

import contextlib
from collections.abc import Iterator

from django import forms


class Refused(Exception):  # noqa: N818 -- it is an answer that a person reads, not a failure
    """A rule said no. `reason` is the sentence to show; `field` names the form's field, empty for the whole form.

    Views catch it and put the reason beside the field: nothing typed is lost.
    """

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


@contextlib.contextmanager
def said_beside(form: forms.BaseForm, **names: str) -> Iterator[None]:
    """Turn a service's refusal into an error of the form, beside its field; `names` say which when they differ."""
    try:
        yield
    except Refused as refused:
        field = names.get(refused.field, refused.field)
        form.add_error(field if field in form.fields else None, refused.reason)
