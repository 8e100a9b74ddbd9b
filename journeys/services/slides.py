"""The slide: the sublease and the association's lease end, the household's own begins, in the same home, in one act."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction

from foundation.refusals import Refused
from journeys.services.titles import house, rename
from leases.enums import InventoryKind, LeaseEnd, LeaseKind
from leases.models import DwellingShare, Lease, Slide
from leases.rules.slides import why_slide_day_is_refused
from leases.selectors.slides import standing_agreement
from leases.services.inventories import make_inventory
from leases.services.leases import LeaseTerms, close_for, open_title
from leases.services.slides import SlideFacts, record_slide, refuse_slid
from records.services.events import one_act


@dataclass(frozen=True)
class InSitu:
    """The état des lieux made when the lease slides, nobody moving."""

    made_on: dt.date
    worker_was_present: bool = False
    note: str = ""


@transaction.atomic
def slide(
    *,
    by: uuid.UUID,
    sublease: Lease,
    terms: LeaseTerms,
    today: dt.date,
    facts: SlideFacts | None = None,
    inventory: InSitu | None = None,
    share: DwellingShare | None = None,
) -> Slide:
    """Give the household the lease of the home that it sublets, from `terms.started_on`.

    Both contracts of the chain end on the eve, by agreement and without notice (domain.md §3.6). Debts are told as they stand,
    never added: what is due to the association stays due to it. Raises Refused without the landlord's agreement
    (L.442-8-3 CCH) or on another day than agreed, for a durable sublease, for another home (a transfer), twice, without an
    état des lieux nor a reason.
    """
    told = facts or SlideFacts()
    with one_act():
        row = Lease.objects.select_related("share", "head_lease", "enrolment").get(pk=sublease.pk)
        if row.kind != LeaseKind.SUBLEASE or row.head_lease is None or row.enrolment is None:
            raise Refused("Seule une sous-location peut glisser.")
        if share is not None and share.pk != row.share_id:
            raise Refused(
                "Un glissement se fait dans le logement sous-loué\u00a0; dans un autre logement, c’est une mutation, qui passe "
                "par la commission.",
                "share",
            )
        if not row.expects_slide:
            raise Refused(
                "Cette sous-location est durable\u00a0: aucun glissement n’y est prévu. Corrigez-la d’abord si c’est une erreur."
            )
        refuse_slid(row)
        agreement = standing_agreement(row)
        if agreement is None:
            raise Refused(
                "Le bailleur n’a pas donné son accord à ce glissement (CCH, art. L. 442-8-3)\u00a0: il se propose après l’examen, "
                "puis le bailleur décide."
            )
        if terms.signed_on < agreement.decided_on:
            raise Refused(
                f"Le bailleur a donné son accord le {agreement.decided_on:%d/%m/%Y}\u00a0: le bail se signe après.",
                "signed_on",
            )
        if sentence := why_slide_day_is_refused(started_on=terms.started_on, planned_on=agreement.planned_on):
            raise Refused(sentence, "started_on")
        if inventory is None and not told.no_inventory_reason.strip():
            raise Refused("Faites un état des lieux, ou dites pourquoi il n’y en a pas.", "no_inventory_reason")
        former = close_for(by=by, lease=row, successor_on=terms.started_on, reason=LeaseEnd.SLIDE)
        close_for(by=by, lease=row.head_lease, successor_on=terms.started_on, reason=LeaseEnd.SLIDE)
        lease = open_title(
            by=by,
            kind=LeaseKind.DIRECT,
            share=row.share,
            enrolment=row.enrolment,
            terms=terms,
            follows=former,
            today=today,
        )
        rename(by=by, former=former, follower=lease)
        house(by=by, lease=lease)
        if inventory is not None:
            make_inventory(
                by=by,
                lease=lease,
                kind=InventoryKind.IN_SITU,
                made_on=inventory.made_on,
                worker_was_present=inventory.worker_was_present,
                keys_handed=0,
                note=inventory.note,
                today=today,
            )
        return record_slide(by=by, sublease=former, lease=lease, facts=told)
