"""What a search answers: households in one line, shaped for who asks."""

from dataclasses import dataclass

from accompaniments.selectors import StepLine, steps
from households.readings import Card
from households.selectors import search
from partners.reader import Reader


@dataclass(frozen=True)
class Answer:
    """A household that answers."""

    card: Card
    step: StepLine | None


@dataclass(frozen=True)
class SearchPage:
    """What was asked, and what answers."""

    text: str
    answers: tuple[Answer, ...]


def search_page(reader: Reader, text: str) -> SearchPage:
    """Give the households that this text names, the best first."""
    found = search(reader, text)
    step_of = steps(reader, [card.enrolment_id for card in found]) if found else {}
    return SearchPage(text, tuple(Answer(card, step_of.get(card.enrolment_id)) for card in found))
