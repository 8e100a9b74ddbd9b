"""How a view gets what subletting costs: the association's manager keeps it, the landlord's manager reads its sums."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404

from leases.access.rent_imports import get_accounts
from leases.models import SubletCost
from leases.rules.costs import YEARS
from partners.models import Organisation, ProgrammeVersion
from partners.reader import Reader

NO_COST = "Cette dépense n’existe pas, ou elle ne vous est pas ouverte."
REFUSED_COSTS = "Ces dépenses se lisent chez les responsables de l’association et du bailleur."


def check_reads_costs(reader: Reader) -> None:
    """Raise PermissionDenied for who manages neither an association nor a landlord."""
    if not reader.reads_budgets:
        raise PermissionDenied(REFUSED_COSTS)


def get_cost(reader: Reader, cost_id: uuid.UUID) -> SubletCost:
    """Give a cost of her association. Raises Http404, PermissionDenied."""
    row: SubletCost | None = SubletCost.objects.filter(association_id__in=get_accounts(reader), pk=cost_id).first()
    if row is None:
        raise Http404(NO_COST)
    return row


def get_budget(reader: Reader, version_id: uuid.UUID, year: int) -> tuple[ProgrammeVersion, Organisation]:
    """Give a programme's version and her association in it, for a year. Raises Http404, PermissionDenied."""
    hers = get_accounts(reader)
    if year not in YEARS:
        raise Http404(NO_COST)
    version: ProgrammeVersion | None = (
        ProgrammeVersion.objects.filter(pk=version_id, associations__in=hers).select_related("programme").first()
    )
    if version is None:
        raise Http404(NO_COST)
    association: Organisation = version.associations.filter(pk__in=hers).order_by("name")[0]
    return version, association


def get_versions(reader: Reader) -> list[tuple[ProgrammeVersion, Organisation]]:
    """Give the running versions on which she may record a cost, each with her association. Raises PermissionDenied."""
    hers = get_accounts(reader)
    rows = (
        ProgrammeVersion.objects.open_on(reader.today)
        .filter(associations__in=hers)
        .select_related("programme")
        .prefetch_related("associations")
        .distinct()
        .order_by("programme__name")
    )
    return [(row, next(one for one in row.associations.all() if one.pk in hers)) for row in rows]
