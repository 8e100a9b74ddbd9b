"""The papers of the ladder: letters, the notice left at the door, the proof of what was tried."""

import datetime as dt
from collections.abc import Sequence

from accompaniments.enums import AttemptKind
from accompaniments.readings.outreach import AttemptRead, FailureRead
from accompaniments.readings.outreach_letters import Letter
from foundation.pdf import render_pdf
from households.readings import Card

LETTER = "documents/outreach_letter.html"
NOTICE = "documents/passage_notice.html"
PROOF = "documents/outreach_proof.html"


def outreach_pdf(kind: AttemptKind, letter: Letter) -> bytes:
    """Make the paper of an attempt: a letter, or the notice left after a visit."""
    return render_pdf(NOTICE if kind == AttemptKind.SITE_VISIT else LETTER, {"letter": letter})


def outreach_name(kind: AttemptKind, file_number: str, on: dt.date) -> str:
    """Name the paper by its file's number and its day: never by a person, nor by what it is about."""
    word = "passage" if kind == AttemptKind.SITE_VISIT else "courrier"
    return f"{word}-{file_number}-{on.isoformat()}.pdf"


def proof_pdf(card: Card, attempts: Sequence[AttemptRead], failure: FailureRead, *, edited_on: dt.date) -> bytes:
    """Make the proof of what was tried: its attempts with their dates, without anyone's notes."""
    return render_pdf(PROOF, {"card": card, "attempts": attempts, "failure": failure, "edited_on": edited_on})


def proof_name(file_number: str) -> str:
    """Name the proof by its file's number."""
    return f"preuve-des-demarches-{file_number}.pdf"
