"""The parts of a dwelling that are let apart, in a colocation (domain.md §7.3.1)."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Q

from foundation.refusals import Refused
from leases.models import Dwelling, DwellingShare, Lease
from leases.services.obstacles import lock_dwellings
from records.services.events import record


@transaction.atomic
def make_share(*, by: uuid.UUID, dwelling: Dwelling, label: str, started_on: dt.date, today: dt.date) -> DwellingShare:
    """Make a part of a dwelling that may be let, an empty label being the whole; one closed before is opened again.

    Raises Refused for a name already open, or a day ahead.
    """
    named = " ".join(label.split())
    if started_on > today:
        raise Refused("Ce jour n’est pas encore venu.", "started_on")
    share: DwellingShare | None = DwellingShare.objects.filter(dwelling=dwelling, label__iexact=named).first()
    if share is None:
        share = DwellingShare.objects.create(dwelling=dwelling, label=named, started_on=started_on)
    elif share.ended_on is None:
        raise Refused("Cette partie du logement existe déjà.", "label")
    else:
        share.ended_on = None
        share.save(update_fields=["ended_on"])
    record("dwelling_share.opened", share, by=by, details={"on": started_on.isoformat()})
    return share


def share_of(*, by: uuid.UUID, dwelling: Dwelling, label: str, started_on: dt.date) -> DwellingShare:
    """Give a dwelling, or one of its parts, as what a title covers; made, or opened again, when it was not."""
    named = " ".join(label.split())
    share: DwellingShare | None = DwellingShare.objects.filter(dwelling=dwelling, label__iexact=named).first()
    if share is None or share.ended_on is not None:
        return make_share(by=by, dwelling=dwelling, label=named, started_on=started_on, today=started_on)
    return share


@transaction.atomic
def close_share(*, by: uuid.UUID, share: DwellingShare, ended_on: dt.date) -> DwellingShare:
    """Close a part that is let no more. Raises Refused while someone is housed there after that day."""
    lock_dwellings([share])
    still = Lease.objects.filter(share=share).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=ended_on))
    if still.exists():
        raise Refused("Cette partie du logement est encore louée après ce jour.", "ended_on")
    if ended_on < share.started_on:
        raise Refused("La fin ne peut pas précéder le début.", "ended_on")
    share.ended_on = ended_on
    share.save(update_fields=["ended_on"])
    record("dwelling_share.closed", share, by=by, details={"on": ended_on.isoformat()})
    return share
