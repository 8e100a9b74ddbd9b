"""A CAL dossier's documents, from the same content as its page: the « fiche CAL » and the « rapport socio-éducatif »."""

import datetime as dt

from foundation.pdf import render_pdf
from leases.readings.content import FileContent
from leases.readings.files import FilePage

TEMPLATES = {"fiche": "documents/fiche_cal.html", "rapport": "documents/rapport_socio_educatif.html"}


def file_document(kind: str, page: FilePage, content: FileContent, *, landlord: str, edited_on: dt.date) -> bytes:
    """Render a document of a dossier in the landlord's version, whoever asks.

    Raises KeyError for a kind that is none of `TEMPLATES`.
    """
    return render_pdf(TEMPLATES[kind], {"page": page, "content": content, "landlord": landlord, "edited_on": edited_on})


def file_name(kind: str, content: FileContent) -> str:
    """Name a document by its file number: never a person's name."""
    words = {"fiche": "fiche-cal", "rapport": "rapport-socio-educatif"}
    return f"{words[kind]}-{content.file_number}.pdf"
