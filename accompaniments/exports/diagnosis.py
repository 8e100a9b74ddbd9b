"""The two documents of a diagnosis, from one source: what is returned to the landlord, and the internal report."""

import datetime as dt

from accompaniments.readings.diagnosis import DiagnosisRead, ReturnRead
from foundation.pdf import render_pdf
from households.readings import Card

RETURN = "documents/diagnosis_return.html"
INTERNAL = "documents/diagnosis_internal.html"


def return_pdf(card: Card, leaving: ReturnRead, *, landlord: str, edited_on: dt.date) -> bytes:
    """Make what leaves for the landlord: it is given « bailleur » parts alone, so that nothing else can be in it."""
    return render_pdf(RETURN, {"card": card, "leaving": leaving, "landlord": landlord, "edited_on": edited_on})


def report_pdf(card: Card, read: DiagnosisRead, *, edited_on: dt.date) -> bytes:
    """Make the internal report, as this reader reads the page."""
    return render_pdf(INTERNAL, {"card": card, "read": read, "edited_on": edited_on})


def return_name(card: Card) -> str:
    """Name the file by its number: never by a person."""
    return f"retour-bailleur-{card.file_number}.pdf"


def report_name(card: Card) -> str:
    """Name the internal report by its number."""
    return f"diagnostic-interne-{card.file_number}.pdf"
