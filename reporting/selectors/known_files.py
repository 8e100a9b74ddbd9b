"""Which of the file numbers that a month prints this reader may open, and which are protected since."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

from households.models import Enrolment
from partners.reader import Reader
from reporting.rules.content import NOT_ASSIGNED, PROTECTED_FILE, Correction, MonthContent, Movement


@dataclass(frozen=True)
class KnownFiles:
    """What is known today of the file numbers of a month."""

    opens: dict[str, uuid.UUID]
    protected: frozenset[str]


def known_files(reader: Reader, numbers: Iterable[str]) -> KnownFiles:
    """Give, in one query each, the files that she may open and those protected since the month was made."""
    asked = {number for number in numbers if number != PROTECTED_FILE}
    if not asked:
        return KnownFiles({}, frozenset())
    rows = Enrolment.objects.filter(file_number__in=asked)
    protected = frozenset(rows.filter(is_protected=True).values_list("file_number", flat=True))
    opens = dict(
        Enrolment.objects.visible_to(reader).filter(file_number__in=asked - protected).values_list("file_number", "pk")
    )
    return KnownFiles(opens, protected)


def numbers_of(content: MonthContent) -> set[str]:
    """Give the file numbers that a month prints."""
    return {line.file_number for line in content.corrections} | {line.file_number for line in content.movements}


def without_protected(content: MonthContent, protected: frozenset[str]) -> MonthContent:
    """Give the same month where a household protected since is « dossier protégé », without unit nor day.

    Figures do not change: a frozen month stays as published, only who it names is hidden.
    """
    if not protected:
        return content
    return replace(
        content,
        corrections=tuple(
            Correction(NOT_ASSIGNED, line.delta, PROTECTED_FILE, line.cause, "", None, None)
            if line.file_number in protected
            else line
            for line in content.corrections
        ),
        movements=tuple(
            Movement(line.kind, NOT_ASSIGNED, "", PROTECTED_FILE, None) if line.file_number in protected else line
            for line in content.movements
        ),
    )
