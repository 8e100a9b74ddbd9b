"""What an address of records may hold."""


class DraftKind:
    """A kind of form: « accompaniments.meeting »."""

    regex = r"[a-z]{1,30}\.[a-z_]{1,29}"

    def to_python(self, value: str) -> str:
        """Take it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Give it as it is."""
        return value


class DraftTab(DraftKind):
    """A tab's number, drawn by the page."""

    regex = r"[A-Za-z0-9-]{1,36}"


class ParameterCode(DraftKind):
    """A parameter's code: « offer.days »."""

    regex = r"[a-z_.]{1,80}"
