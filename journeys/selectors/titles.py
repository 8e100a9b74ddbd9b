"""What the forms of titles need: which home, which association, which kinds, how long a notice is."""

import datetime as dt
from dataclasses import dataclass

from foundation.periods import in_force
from foundation.refusals import Refused
from foundation.words import plain_date
from households.models import CurrentHousing, Enrolment, EnrolmentHolder
from leases.access.titles import FoundTitle
from leases.enums import TITLE_FOLLOWS, LeaseKind
from leases.models import Dwelling, Lease
from leases.selectors.titles import chain_of
from partners.models import Organisation
from partners.reader import Reader
from records.selectors.parameters import UnknownParameterError, parameters_on

NOTICE, SHORT = "notice.months", "notice.short_months"
OF_LANDLORD = (LeaseKind.DIRECT, LeaseKind.NO_TITLE, LeaseKind.PCS)  # what the landlord records of what it signs


@dataclass(frozen=True)
class Notice:
    """How long a notice lasts, in months, with its source; 0 where no figure is loaded."""

    months: int = 0
    short_months: int = 0
    source: str = ""


def notice_months(day: dt.date) -> Notice:
    """Give the notice periods in force on a day (loi n° 89-462, art. 15, to confirm)."""
    try:
        found = parameters_on([NOTICE, SHORT], day)
    except UnknownParameterError:
        return Notice()
    source = found[NOTICE].source + (", à confirmer" if found[NOTICE].is_to_confirm else "")
    return Notice(found[NOTICE].whole, found[SHORT].whole, source)


def kinds_after(found: FoundTitle) -> list[LeaseKind]:
    """Give the titles that may follow, that this reader may record."""
    kinds = TITLE_FOLLOWS[LeaseKind(found.lease.kind)]
    return [kind for kind in kinds if found.hers.is_team or kind in OF_LANDLORD]


def said(lease: Lease) -> str:
    """Say which title it is, and since when."""
    return f"{chain_of(lease)}, depuis le {plain_date(lease.started_on)}."


def association_of(reader: Reader, enrolment: Enrolment) -> Organisation | None:
    """Give the association as which this reader acts in a file; the lead one for a landlord's person."""
    rows = EnrolmentHolder.objects.filter(in_force(reader.today), enrolment=enrolment).select_related("association")
    holders: list[Organisation] = [row.association for row in rows.order_by("-role")]
    own = [holder for holder in holders if holder.pk in reader.associations]
    return next(iter(own or holders), None)


def known_reference(enrolment: Enrolment, today: dt.date) -> str:
    """Give the reference of the landlord's dwelling where the household is known to live, or nothing."""
    home = CurrentHousing.objects.open_on(today).filter(enrolment=enrolment, dwelling_id__isnull=False).first()
    row = Dwelling.objects.filter(pk=home.dwelling_id).first() if home is not None else None
    return row.reference if row is not None else ""


def dwelling_named(enrolment: Enrolment, reference: str) -> Dwelling:
    """Give the dwelling of the programme's landlords of this reference.

    Raises Refused when none is known: an association does not read a landlord's stock, it names what the contract names.
    """
    rows = Dwelling.objects.filter(landlord__in=enrolment.version.landlords.all(), reference__iexact=reference.strip())
    found: list[Dwelling] = list(rows[:2])
    if len(found) != 1:
        raise Refused(
            "Aucun logement de cette référence n’est connu chez le bailleur\u00a0: vérifiez-la, ou demandez à son service locatif "
            "d’ajouter le logement."
            if not found
            else "Plusieurs bailleurs du programme ont un logement de cette référence\u00a0: demandez à l’un d’eux de l’enregistrer.",
            "reference",
        )
    return found[0]
