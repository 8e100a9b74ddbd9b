"""Writes of templates: an administrator adapts the texts of a kind of document, reads them over, publishes them."""

import json
import uuid
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from documents.enums import DocumentKind
from documents.models import TemplateVersion
from documents.rules.texts import MAX_TEXTS, Text, check_texts
from foundation.refusals import Refused
from partners.enums import Axis
from records.services.events import record

REFERENCE = Path(__file__).resolve().parent.parent / "reference" / "templates.json"


class TextsRefused(Refused):
    """Texts that cannot be kept or published: `wrong` gives the reasons by text, "" for the whole."""

    def __init__(self, wrong: dict[str, list[str]]) -> None:
        super().__init__(" ".join(wrong.get("", ())) or "Des textes sont à reprendre.")
        self.wrong = wrong


@transaction.atomic
def write_template(
    *, kind: DocumentKind, axis: Axis | None, texts: Sequence[Text], note: str, by: uuid.UUID
) -> TemplateVersion:
    """Keep the texts of the version in preparation, and begin one when there is none. A published version never changes.

    A draft may still miss a field; what is wrong inside a text is refused beside it. Raises TextsRefused.
    """
    wrong = check_texts(texts, kind)
    if not texts or len(texts) > MAX_TEXTS or any(wrong.get(text.code) for text in texts):
        raise TextsRefused(wrong)
    row = (
        TemplateVersion.objects.select_for_update(of=("self",))
        .filter(kind=kind, axis=axis or "", published_at__isnull=True)
        .first()
    )
    verb = "document.template_edited"
    if row is None:
        latest = TemplateVersion.objects.filter(kind=kind, axis=axis or "").aggregate(n=Max("number"))["n"] or 0
        row = TemplateVersion(kind=kind, axis=axis or "", number=latest + 1)
        verb = "document.template_begun"
    row.texts = [{"code": text.code, "title": text.title.strip(), "text": text.text.strip()} for text in texts]
    row.note = note.strip()
    row.written_by = by
    row.written_at = timezone.now()
    row.save()
    record(verb, row, by=by, details={"kind": kind, "axis": axis or "", "number": row.number})
    return row


@transaction.atomic
def publish_template(*, template: TemplateVersion, by: uuid.UUID) -> TemplateVersion:
    """Publish a version: documents drafted from now on use it. Published twice is once.

    Raises TextsRefused, with what is wrong in each text.
    """
    row = TemplateVersion.objects.select_for_update(of=("self",)).get(pk=template.pk)
    if row.published_at:
        return row
    texts = [Text(str(line["code"]), str(line["title"]), str(line["text"])) for line in row.texts]
    if wrong := check_texts(texts, DocumentKind(row.kind)):
        raise TextsRefused(wrong)
    row.published_at = timezone.now()
    row.published_by = by
    row.save(update_fields=["published_at", "published_by"])
    record(
        "document.template_published", row, by=by, details={"kind": row.kind, "axis": row.axis, "number": row.number}
    )
    return row


@transaction.atomic
def load_reference(*, by: uuid.UUID, path: Path = REFERENCE) -> int:
    """Publish the texts that Palier ships for each kind (and axis) that the base does not have yet; give how many.

    Asked again it changes nothing: what an administrator adapted stays as it is.
    """
    known = set(TemplateVersion.objects.values_list("kind", "axis"))
    added = 0
    for line in json.loads(path.read_text(encoding="utf-8")):
        kind, axis = DocumentKind(line["kind"]), Axis(line["axis"]) if line["axis"] else None
        if (kind.value, axis or "") in known:
            continue
        texts = [Text(text["code"], text["title"], "\n".join(text["text"])) for text in line["texts"]]
        publish_template(template=write_template(kind=kind, axis=axis, texts=texts, note=line["note"], by=by), by=by)
        added += 1
    return added
