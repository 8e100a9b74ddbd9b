"""The list of households: filtered over what the reader may know of, paged, in a constant number of queries."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from households.models import Enrolment
from households.querysets import EnrolmentQuerySet
from journeys.selectors.lines import HouseholdLine, household_lines
from partners.enums import Role
from partners.reader import Reader

PAGE = 25


@dataclass(frozen=True)
class HouseholdList:
    """One page of the list."""

    lines: tuple[HouseholdLine, ...]
    count: int
    page: Page[Any]  # of ids: the lines are apart, shaped for their reader
    title: str
    is_association: bool
    is_mine: bool  # the reader's own households only
    may_refer: bool


def visible_files(reader: Reader) -> EnrolmentQuerySet:
    """Give the files that this reader may know of, with what every line needs."""
    files: EnrolmentQuerySet = Enrolment.objects.visible_to(reader).by_namings(reader)
    return files.select_related("version__programme", "household")


def household_list(
    reader: Reader, files: QuerySet[Any], page_number: str | None, *, is_mine: bool = False
) -> HouseholdList:
    """Shape one page of files already scoped and filtered."""
    page = Paginator(files, PAGE).get_page(page_number)
    lines = tuple(household_lines(reader, page.object_list))
    count = page.paginator.count
    page.object_list = [line.card.enrolment_id for line in lines]
    return HouseholdList(
        lines=lines,
        count=count,
        page=page,
        title=_title(reader, is_mine=is_mine),
        is_mine=is_mine,
        is_association=bool(reader.associations),
        may_refer=bool(reader.associations) or reader.has(Role.LANDLORD_SOCIAL_ADVISER),
    )


def _title(reader: Reader, *, is_mine: bool) -> str:
    if not reader.associations:
        return "Ménages qui vous sont nommés"
    return "Mes ménages" if is_mine else "Ménages"
