"""Rules of an entry: from when, in which programme, and to whom at the landlord a referral names the household."""

import datetime as dt
from dataclasses import dataclass

from accompaniments.enums import ReferralSource
from accompaniments.rules.states import why_day_is_refused
from foundation.words import plain_date
from households.enums import HolderCause, NamingCause, NamingService
from partners.enums import Axis

OF_LANDLORD = (ReferralSource.LANDLORD_RENTAL, ReferralSource.LANDLORD_LITIGATION, ReferralSource.LANDLORD_SOCIAL)
REQUESTING = (*OF_LANDLORD, ReferralSource.CTPE)
FURTHEST_ASSIGNMENT = dt.timedelta(days=366)


@dataclass(frozen=True)
class Named:
    """A landlord's service to which the household is named, and by which fact."""

    service: NamingService
    cause: NamingCause


def why_entry_is_refused(
    received_on: dt.date, *, version_started_on: dt.date, version_ended_on: dt.date | None, today: dt.date
) -> str | None:
    """Say why a referral may not carry this day, or None: past, and while the programme's version is in force."""
    if reason := why_day_is_refused(received_on, today):
        return reason
    if received_on < version_started_on:
        return (
            f"Ce programme commence le {plain_date(version_started_on)}\u00a0: indiquez ce jour ou un jour qui le suit."
        )
    if version_ended_on and received_on > version_ended_on:
        return f"Ce programme a pris fin le {plain_date(version_ended_on)}."
    return None


def why_received_day_is_refused(received_on: dt.date, *, next_on: dt.date | None) -> str | None:
    """Say why a referral may not be said received on this day once its course went on, or None."""
    if next_on and received_on > next_on:
        return f"L’étude a commencé le {plain_date(next_on)}\u00a0: indiquez ce jour ou un jour qui le précède."
    return None


def named_by_referral(source: ReferralSource, axis: Axis, *, lives_in_unit: bool) -> tuple[Named, ...]:
    """Give to whom at the landlord a referral names the household (domain.md §3.9, « When a household is named »).

    The CESF knows those whom she referred. The service that asks for an intervention knows it for an occupant of its stock,
    and the correspondent of the unit with it. Whoever else refers opens nothing; on the way to a home, a service's word
    opens nothing either: a wish is no identity.
    """
    if source == ReferralSource.LANDLORD_SOCIAL:
        named = [Named(NamingService.SOCIAL, NamingCause.REFERRED)]
    elif source in OF_LANDLORD and axis == Axis.MAINTENANCE:
        service = {
            ReferralSource.LANDLORD_RENTAL: NamingService.RENTAL,
            ReferralSource.LANDLORD_LITIGATION: NamingService.LITIGATION,
        }[source]
        named = [Named(service, NamingCause.REQUESTED)]
    else:
        return ()
    if axis == Axis.MAINTENANCE and lives_in_unit:
        named.append(Named(NamingService.CORRESPONDENT, NamingCause.REQUESTED))
    return tuple(named)


def is_request(source: ReferralSource, axis: Axis) -> bool:
    """Tell whether it is a request for intervention, for someone in a home, rather than a referral (domain.md §2.2 V1)."""
    return axis == Axis.MAINTENANCE and source in REQUESTING


def holder_cause(source: ReferralSource, axis: Axis) -> HolderCause:
    """Give by which fact the association holds the file: an intervention is asked for, a household is referred."""
    return HolderCause.REQUESTED if is_request(source, axis) else HolderCause.REFERRED


def why_assignment_is_refused(started_on: dt.date, *, is_first: bool, today: dt.date) -> str | None:
    """Say why a lead may not be named from this day, or None.

    The first one opens the review, which is a fact: not of the future. A handover may be planned, a year ahead at most.
    """
    if is_first or started_on <= today:
        return why_day_is_refused(started_on, today)
    if started_on > today + FURTHEST_ASSIGNMENT:
        return "Ce jour est dans plus d’un an. Vérifiez l’année."
    return None
