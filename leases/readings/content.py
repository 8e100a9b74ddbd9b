"""The content of a CAL dossier: one frozen tree, taken at submission and after each answer, read by page, PDF and landlord.

Everything is text already in French words, with an anchor a field, so that a remark, a difference and a snapshot speak of
the same field; figures that a picture needs are kept beside as numbers.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Line:
    """One field: its anchor, its label, what it says, and a detail."""

    anchor: str
    label: str
    value: str
    detail: str = ""


@dataclass(frozen=True)
class Section:
    """Fields that are read together."""

    code: str
    title: str
    note: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class FormulaLine:
    """A line of a calculation laid out: « + 96,40 € »."""

    anchor: str
    label: str
    amount: str
    is_total: bool = False


@dataclass(frozen=True)
class Effort:
    """The effort rate with its inputs and its band; and the residual income."""

    rate: str  # « 27,6 % » or « ne peut pas être calculé »
    rate_number: Decimal | None
    gross_rate: str
    band: str
    band_sentence: str
    amber: Decimal
    red: Decimal
    formula: tuple[FormulaLine, ...]
    residual: str
    residual_a_day: str
    units: str


@dataclass(frozen=True)
class CeilingLine:
    """The household's reference income against one ceiling."""

    funding: str
    ceiling: str
    share: str
    is_met: bool | None  # None: the income is not known
    is_this_dwelling: bool
    is_to_confirm: bool


@dataclass(frozen=True)
class PieceLine:
    """A piece: its state, whose it is, until when it is valid. `piece_id` is empty when nothing was received."""

    anchor: str
    label: str
    person: str
    status: str  # MISSING, UNREADABLE, EXPIRING, RECEIVED
    detail: str
    piece_id: str
    is_delicate: bool


@dataclass(frozen=True)
class FileContent:
    """A whole dossier."""

    file_number: str
    household: str
    dwelling: str
    association: str
    worker: str
    worker_telephone: str
    sections: tuple[Section, ...]
    effort: Effort
    ceilings_note: str
    ceilings: tuple[CeilingLine, ...]
    pieces: tuple[PieceLine, ...]
    missing: tuple[str, ...]  # what completeness still needs, in sentences

    @property
    def is_complete(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.missing

    def fields(self) -> Iterator[Line]:
        """Give every field that can be compared, in the order of the page."""
        for section in self.sections:
            yield from section.lines
        yield Line("effort", "Taux d’effort", self.effort.rate)
        for row in self.effort.formula:
            yield Line(row.anchor, row.label, row.amount)
        yield Line("residual", "Reste à vivre", self.effort.residual_a_day)
        for ceiling in self.ceilings:
            yield Line(f"ceilings:{ceiling.funding}", f"Plafond {ceiling.funding}", ceiling.share)
        for piece in self.pieces:
            yield Line(piece.anchor, f"{piece.label} {piece.person}".strip(), f"{piece.status} {piece.detail}".strip())


@dataclass(frozen=True)
class FieldChange:
    """A field that differs between two contents; an empty side did not exist."""

    anchor: str
    label: str
    before: str
    after: str


def diff(before: FileContent, after: FileContent) -> tuple[FieldChange, ...]:
    """Give what changed from one content to the next, field by field, in the order of the page."""
    old = {line.anchor: line for line in before.fields()}
    new = {line.anchor: line for line in after.fields()}
    changes = [
        FieldChange(anchor, line.label, old[anchor].value if anchor in old else "", line.value)
        for anchor, line in new.items()
        if anchor not in old or old[anchor].value != line.value
    ]
    gone = [FieldChange(anchor, line.label, line.value, "") for anchor, line in old.items() if anchor not in new]
    return (*changes, *gone)


def to_json(content: FileContent) -> str:
    """Write a content as the snapshot keeps it."""
    return json.dumps(asdict(content), ensure_ascii=False, default=str)


def from_json(text: str) -> FileContent:
    """Read a snapshot.

    Raises ValueError or KeyError when it is none.
    """
    data: dict[str, Any] = json.loads(text)
    effort = data["effort"]
    number = effort["rate_number"]
    return FileContent(
        **{
            **data,
            "sections": tuple(
                Section(row["code"], row["title"], row["note"], tuple(Line(**line) for line in row["lines"]))
                for row in data["sections"]
            ),
            "effort": Effort(
                **{
                    **effort,
                    "rate_number": None if number is None else Decimal(number),
                    "amber": Decimal(effort["amber"]),
                    "red": Decimal(effort["red"]),
                    "formula": tuple(FormulaLine(**line) for line in effort["formula"]),
                }
            ),
            "ceilings": tuple(CeilingLine(**line) for line in data["ceilings"]),
            "pieces": tuple(PieceLine(**line) for line in data["pieces"]),
            "missing": tuple(data["missing"]),
        }
    )
