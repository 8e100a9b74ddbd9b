"""What the app that mounts a document's pages gives them: whose file, the addresses, what this reader may do."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from documents.enums import Capacity
from documents.readings.papers import SignatoryLine


@dataclass(frozen=True)
class May:
    """What a reader may do with a document. `signs_for` are the organisations whose delegation she has today."""

    write: bool = False  # prepare, propose, record the household's answers, make a new version
    manage: bool = False  # give up, end
    read_reasons: bool = False
    signs_for: frozenset[uuid.UUID] = frozenset()

    def answer_for(self, signatory: SignatoryLine) -> bool:
        """Tell whether she records this signatory's answer: the team for the household, a delegate for her organisation."""
        if signatory.capacity in Capacity.OF_ORGANISATION:
            return signatory.organisation_id in self.signs_for
        return self.write


@dataclass(frozen=True)
class Mount:
    """A document's pages, mounted: `prefix` and `kwargs` make every address (`journeys:document`, `journeys:document_sign`…)."""

    card: Any  # the reading that `file_form.html` shows: whose file it is
    document_id: uuid.UUID
    may: May
    prefix: str
    back: str  # the page that lists the file's documents
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""  # what its page says first: what it is about is over

    @property
    def page(self) -> str:
        """Give the document's own page."""
        return reverse(self.prefix, kwargs={**self.kwargs, "document_id": self.document_id})

    def to(self, act: str, **more: Any) -> str:
        """Give the page of an act: `to("sign", signatory_id=…)`."""
        return reverse(f"{self.prefix}_{act}", kwargs={**self.kwargs, "document_id": self.document_id, **more})
