"""What the page of an end says beside it: what the end would leave open."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Also:
    """What an end may end too: the words of its box."""

    label: str
    detail: str
