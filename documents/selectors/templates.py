"""Reads of templates: the one in use, the list, a version's page."""

import datetime as dt
import uuid
from dataclasses import dataclass

from documents.enums import DocumentKind
from documents.models import TemplateVersion
from documents.readings.papers import Paper, example_paper, texts_of
from documents.rules.content import Objective
from documents.rules.fields import Field, examples_of, fields_of, required_of
from documents.rules.texts import Text, check_texts, compose
from partners.enums import Axis
from partners.selectors import names_of

EXAMPLES = (
    Objective("Le ménage", "Mettre à jour la demande de logement social", "31 janvier 2027", "L’attestation est reçue"),
    Objective(
        "L’association",
        "Monter le dossier du Fonds de solidarité pour le logement",
        "15 février 2027",
        "Le dossier est déposé",
    ),
)


@dataclass(frozen=True)
class TemplateLine:
    """A kind of document on an axis (or both): the version in use, the one in preparation."""

    kind: DocumentKind
    axis: str
    axis_label: str
    title: str
    published_id: uuid.UUID | None
    number: int | None
    published_on: dt.datetime | None
    draft_id: uuid.UUID | None


@dataclass(frozen=True)
class VersionLine:
    """A version of a template, in its history."""

    id: uuid.UUID
    number: int
    note: str
    published_at: dt.datetime | None
    published_by: str


@dataclass(frozen=True)
class TemplatePage:
    """A version of a template: its texts, what is wrong in them, the fields that they may use, the other versions."""

    id: uuid.UUID
    kind: DocumentKind
    axis: str
    axis_label: str
    title: str
    number: int
    note: str
    is_published: bool
    published_at: dt.datetime | None
    texts: tuple[Text, ...]
    wrong: dict[str, list[str]]
    fields: tuple[Field, ...]
    required: frozenset[str]
    versions: tuple[VersionLine, ...]
    draft_id: uuid.UUID | None

    @property
    def wrong_whole(self) -> list[str]:
        """Give what no text alone is to blame for: a field that must be there."""
        return self.wrong.get("", [])


def template_for(kind: DocumentKind, axis: Axis) -> TemplateVersion | None:
    """Give the published texts in use for a kind: the axis’s own before those of both."""
    rows = TemplateVersion.objects.filter(kind=kind, axis__in=(axis, ""), published_at__isnull=False)
    found: TemplateVersion | None = rows.order_by("-axis", "-number").first()
    return found


def template_lines() -> list[TemplateLine]:
    """List what an administrator may adapt: every kind for both axes, and each axis that has its own."""
    rows: dict[tuple[str, str], list[TemplateVersion]] = {(kind.value, ""): [] for kind in DocumentKind}
    for row in TemplateVersion.objects.order_by("-number").defer("texts"):
        rows.setdefault((row.kind, row.axis), []).append(row)
    lines = []
    for (kind, axis), versions in rows.items():
        if not versions and any(other != "" and one == kind for one, other in rows):
            continue
        published = next((row for row in versions if row.published_at), None)
        drafted = next((row for row in versions if not row.published_at), None)
        lines.append(
            TemplateLine(
                kind=DocumentKind(kind),
                axis=axis,
                axis_label=axis_label(axis),
                title=str(DocumentKind(kind).label),
                published_id=published.pk if published else None,
                number=published.number if published else None,
                published_on=published.published_at if published else None,
                draft_id=drafted.pk if drafted else None,
            )
        )
    order = list(DocumentKind)
    return sorted(lines, key=lambda line: (order.index(line.kind), line.axis))


def template_page(template: TemplateVersion) -> TemplatePage:
    """Give a version's page."""
    kind = DocumentKind(template.kind)
    versions = list(
        TemplateVersion.objects.filter(kind=template.kind, axis=template.axis).defer("texts").order_by("-number")
    )
    names = names_of(row.published_by for row in versions if row.published_by)
    texts = texts_of(template)
    return TemplatePage(
        id=template.pk,
        kind=kind,
        axis=template.axis,
        axis_label=axis_label(template.axis),
        title=str(kind.label),
        number=template.number,
        note=template.note,
        is_published=template.published_at is not None,
        published_at=template.published_at,
        texts=tuple(texts),
        wrong=check_texts(texts, kind),
        fields=fields_of(kind),
        required=frozenset(field.code for field in required_of(kind)),
        versions=tuple(
            VersionLine(
                row.pk,
                row.number,
                row.note,
                row.published_at,
                names.get(row.published_by, "") if row.published_by else "",
            )
            for row in versions
        ),
        draft_id=next((row.pk for row in versions if row.published_at is None), None),
    )


def template_preview(template: TemplateVersion, today: dt.date) -> Paper:
    """Give a version filled with example values: an administrator opens no file."""
    kind = DocumentKind(template.kind)
    articles = compose(texts_of(template), examples_of(kind))
    return example_paper(kind, template.number, articles, EXAMPLES, today)


def axis_label(axis: str) -> str:
    """Say which axis a template serves."""
    return str(Axis(axis).label) if axis else "les deux axes"
