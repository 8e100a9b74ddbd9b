"""What waits for a reader's signature, whatever the file."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from documents.enums import Capacity
from documents.selectors.documents import to_sign_by
from foundation.words import counted, join_names
from households.models import Enrolment
from households.permissions import standings
from partners.reader import Reader


@dataclass(frozen=True)
class ToSignLine:
    """A document that waits for this reader's signature: its kind and its file's number, no name."""

    title: str
    file_number: str
    organisation: str
    sent_on: dt.date
    waits_for: str
    url: str


def to_sign(reader: Reader) -> list[ToSignLine]:
    """Give what waits for this reader's signature, the oldest first; a protected file's only once she is on its list."""
    lines = to_sign_by(reader.user_id, reader.today)
    files = {
        row.pk: row
        for row in Enrolment.objects.filter(pk__in={line.subject_id for line in lines}).select_related(
            "version__programme"
        )
    }
    hers = standings(reader, files.values()) if files else {}
    kept = [line for line in lines if line.subject_id in files and hers[line.subject_id].is_listed]
    return sorted(
        (
            ToSignLine(
                title=line.title,
                file_number=files[line.subject_id].file_number,
                organisation=join_names(
                    one.organisation for one in line.awaited if one.capacity in Capacity.OF_ORGANISATION
                ),
                sent_on=line.sent_on,
                waits_for=counted(len(line.awaited), "réponse attendue", "réponses attendues"),
                url=reverse("journeys:document", args=[line.subject_id, line.id]),
            )
            for line in kept
            if line.sent_on
        ),
        key=lambda one: (one.sent_on, one.file_number),
    )
