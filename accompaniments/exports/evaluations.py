"""The documents of an end: what is told to the landlord, and the final evaluation for the file."""

import datetime as dt

from accompaniments.readings.evaluations import InformationRead
from accompaniments.selectors.evaluations import EvaluationPage
from foundation.pdf import render_pdf
from households.readings import Card

INFORMATION = "documents/end_information.html"
EVALUATION = "documents/final_evaluation.html"


def information_pdf(card: Card, leaving: InformationRead, *, landlord: str, edited_on: dt.date) -> bytes:
    """Make what leaves for the landlord: it is given his own parts alone, so that nothing else can be in it."""
    return render_pdf(INFORMATION, {"card": card, "leaving": leaving, "landlord": landlord, "edited_on": edited_on})


def evaluation_pdf(page: EvaluationPage, *, edited_on: dt.date) -> bytes:
    """Make the final evaluation as this reader reads its page."""
    return render_pdf(EVALUATION, {"card": page.card, "page": page, "read": page.read, "edited_on": edited_on})


def information_name(card: Card) -> str:
    """Name the file by its number: never by a person."""
    return f"fin-accompagnement-{card.file_number}.pdf"


def evaluation_name(card: Card) -> str:
    """Name the evaluation by its number."""
    return f"evaluation-finale-{card.file_number}.pdf"
