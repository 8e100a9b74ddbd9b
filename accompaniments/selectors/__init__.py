"""What other parts ask of accompaniments; each function says what it promises."""

from accompaniments.selectors.meetings import next_meetings, planned

__all__ = ["next_meetings", "planned"]
