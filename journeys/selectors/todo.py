"""« Que dois-je faire\u00a0? »: everything that is due on her households, late first, filtered and paged."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from foundation.timeline import DueKind
from foundation.words import counted
from households.models import Enrolment
from households.querysets import EnrolmentQuerySet
from households.readings import Card, cards
from journeys.rules import late_first
from journeys.selectors.heads import heads_due
from journeys.selectors.today import DueLine, due_lines, left_open_files
from partners.enums import Role
from partners.reader import Reader

PAGE = 25


@dataclass(frozen=True)
class TodoPage:
    """One page of what is to do."""

    lines: tuple[DueLine, ...]
    count: int
    sentence: str
    page: Page[Any]


@dataclass(frozen=True)
class WorkedFiles:
    """The files whose work is hers, and each as she may read it."""

    files: EnrolmentQuerySet
    cards: dict[uuid.UUID, Card]


def worked_files(reader: Reader) -> WorkedFiles:
    """Give the files whose work is hers: those she follows; for a manager who follows none, those she manages.

    Those that are open, and those that are over whose end left a CAL dossier open.
    """
    files: EnrolmentQuerySet = Enrolment.objects.visible_to(reader)
    hers = files.worked_by(reader) if reader.has(Role.SOCIAL_WORKER) else files.managed_by(reader)
    left = left_open_files(hers, reader.today)
    kept: EnrolmentQuerySet = hers.open_on(reader.today) | hers.filter(pk__in=[file.pk for file in left])
    kept = kept.select_related("version__programme", "household")
    return WorkedFiles(kept, cards(reader, kept))


def todo_page(
    reader: Reader,
    files: QuerySet[Any],
    known: dict[uuid.UUID, Card],
    kind: DueKind | None,
    page_number: str | None,
) -> TodoPage:
    """Shape one page of what is due on files already scoped and filtered; `known` are their cards.

    A manager reads there too what her association rents for nobody, unless she asks for one household.
    """
    kept = {pk: known[pk] for pk in files.values_list("pk", flat=True) if pk in known}
    heads = [DueLine(due, None) for due in heads_due(reader)] if len(kept) == len(known) else []
    found = [*due_lines(reader, kept), *heads]
    lines = late_first(line for line in found if kind is None or line.due.kind == kind)
    late = sum(1 for line in lines if line.due.is_late(reader.today))
    page = Paginator(lines, PAGE).get_page(page_number)
    return TodoPage(
        lines=tuple(page.object_list),
        count=len(lines),
        sentence=f"{counted(late, 'chose est', 'choses sont')} en retard." if late else "Rien n’est en retard.",
        page=page,
    )
