"""The month's report as a PDF: a synthesis, one page a unit, the definitions."""

import datetime as dt

from foundation.pdf import render_pdf
from foundation.words import plain_date
from reporting.exports.pages import document
from reporting.rules.content import MonthContent

TEMPLATE = "documents/month.html"


def month_pdf(content: MonthContent, *, edited_on: dt.date | None = None) -> bytes:
    """Render a month; it says it was edited on the day it was calculated, unless told another. Never in a transaction."""
    edited = plain_date(edited_on or content.computed_on)
    return render_pdf(TEMPLATE, {"doc": document(content, edited=edited)})
