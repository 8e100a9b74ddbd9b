"""What a service says when a rule refuses: a French reason, and the field of the form it belongs to."""


class Refused(Exception):  # noqa: N818 -- it is an answer that a person reads, not a failure
    """A rule said no. `reason` is the sentence to show; `field` names the form's field, empty for the whole form.

    Views catch it and put the reason beside the field: nothing typed is lost.
    """

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field
