"""The « relevé de compte » of a sublease, from the same account as its page."""

import datetime as dt

from foundation.pdf import render_pdf
from households.readings import Card
from leases.selectors.rent import Account

STATEMENT = "documents/rent_statement.html"


def statement_pdf(card: Card, account: Account, *, edited_on: dt.date) -> bytes:
    """Make the statement that the household is given."""
    return render_pdf(STATEMENT, {"card": card, "account": account, "edited_on": edited_on})


def statement_name(file_number: str, on: dt.date) -> str:
    """Name it by the file's number and the day: never by a person."""
    return f"releve-de-compte-{file_number}-{on.isoformat()}.pdf"
