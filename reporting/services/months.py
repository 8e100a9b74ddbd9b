"""The life of a month: made provisional, validated, frozen; published again only for an error (domain.md §4.1).

Each act holds the programme's row, so that the months of a programme change one at a time.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from functools import partial

from celery import current_app
from django.db import transaction
from django.utils import timezone

from foundation.periods import Month
from foundation.refusals import Refused
from foundation.words import NBSP, month_name, of_month
from partners.models import Organisation, Programme
from records.services.events import one_act, record
from reporting.enums import DeliveryKind, FrozenBecause, MonthStatus
from reporting.models import DashboardMonth, MonthVersion, Validation
from reporting.selectors.deliveries import managers_of
from reporting.selectors.figures import Computed, compute
from reporting.selectors.life import (
    associations_of,
    chained_on,
    current_version,
    later_months,
    predecessor,
    without_validation,
)
from reporting.services import deliveries, versions

COMPLETE = "reporting.tasks.complete"
MAX_REASON = 1000


@transaction.atomic
def make_provisional(
    *, by: uuid.UUID, programme: Programme, month: Month, today: dt.date, is_told: bool = True
) -> MonthVersion:
    """Make a month that is over, and tell the managers that they may validate it; one already made is given as it is.

    `is_told=False` is for a month made so late that it is frozen in the same breath. Raises Refused for a month under way.
    """
    if today <= month.last:
        raise Refused(
            f"Le mois {of_month(month.first)} n’est pas terminé{NBSP}: il se calcule dès le 1er du mois suivant."
        )
    _hold(programme)
    made = DashboardMonth.objects.filter(programme=programme, month_on=month.first).first()
    if made is not None:
        return current_version(made)
    row = DashboardMonth.objects.create(programme=programme, month_on=month.first, made_on=today)
    previous = chained_on(row)
    computed = _compute(row, today=today, previous=previous, number=1, status=MonthStatus.PROVISIONAL)
    version = versions.add(by=by, month=row, number=1, previous=previous, computed=computed, now=timezone.now())
    record("month.made", version, by=by, details={"month": month.first, "programme": programme.pk})
    if is_told:
        managers = managers_of(associations_of(programme, month), today)
        deliveries.plan(version=version, kind=DeliveryKind.PROVISIONAL, user_ids=managers)
    return version


@transaction.atomic
def recompute(*, by: uuid.UUID, month: DashboardMonth, today: dt.date) -> MonthVersion:
    """Calculate a provisional month again with the facts known today, and the provisional ones that chain on it.

    Raises Refused once the month is frozen, or when an association has validated what it saw.
    """
    _hold(month.programme)
    version = _provisional(month)
    if version.validations.exists():
        raise Refused(
            f"Une association a déjà validé ce mois{NBSP}: ce qui est enregistré depuis entrera dans les corrections du mois"
            " suivant."
        )
    with one_act():
        _recalculate(by, month, version, today)
        _follow(by, month, today)
    return version


@transaction.atomic
def validate(
    *, by: uuid.UUID, month: DashboardMonth, association: Organisation, revision: int, today: dt.date
) -> Validation:
    """Record that an association holds its part for right; the last one freezes the month in the same act.

    `revision` names the calculation that was read. Raises Refused when it was redone since, when the month is frozen, when
    the association takes no part in it or has validated already, when she does not manage it today, or when the month before
    is not frozen yet.
    """
    _hold(month.programme)
    version = _provisional(month)
    if version.revision != revision:
        raise Refused(f"Ce mois a été recalculé depuis que vous l’avez ouvert{NBSP}: relisez-le avant de le valider.")
    before = predecessor(month)
    if before is not None and before.status == MonthStatus.PROVISIONAL:
        raise Refused(f"Le mois {of_month(before.month_on)} n’est pas encore figé{NBSP}: il se valide d’abord.")
    taking_part = associations_of(month.programme, Month.of(month.month_on))
    if association not in taking_part:
        raise Refused("Cette association ne prend pas part au programme ce mois-là.")
    if by not in managers_of([association], today):
        raise Refused("Seul un responsable de cette association valide sa part.")
    if association not in without_validation(version, taking_part):
        raise Refused("Cette association a déjà validé ce mois.")
    with one_act():
        validation = Validation.objects.create(
            version=version, revision=revision, association=association, validated_by=by
        )
        details = {"association": association.pk, "revision": revision}
        record("month.validated", version, by=by, details=details)
        if not without_validation(version, taking_part):
            _freeze(by, month, version, because=FrozenBecause.VALIDATED)
    return validation


@transaction.atomic
def freeze(*, by: uuid.UUID, month: DashboardMonth, because: FrozenBecause, today: dt.date) -> MonthVersion:
    """Freeze a month as it stands, saying who did not validate it; one already frozen is given as it is.

    The months before it that are still provisional are frozen first, the oldest first: a month chains on its predecessor.
    """
    _hold(month.programme)
    month.refresh_from_db()
    if month.status == MonthStatus.FROZEN:
        return current_version(month)
    before = predecessor(month)
    if before is not None and before.status == MonthStatus.PROVISIONAL:
        freeze(by=by, month=before, because=FrozenBecause.DAY_CAME, today=today)
    version = current_version(month)
    _freeze(by, month, version, because=because)
    return version


@transaction.atomic
def reissue(*, by: uuid.UUID, month: DashboardMonth, reason: str, today: dt.date) -> MonthVersion:
    """Publish a frozen month again because it held an error; `reason` says what was wrong and why.

    It is calculated with today's facts on the same month before. Every later month follows, in order: a frozen one gets a
    new version that names its cause, a provisional one is calculated again; corrections made moot so disappear.
    Raises Refused without a reason, or for a month that is not frozen.
    """
    words = reason.strip()
    if not words:
        raise Refused(
            f"Dites ce qui était faux dans ce mois, et pourquoi{NBSP}: c’est écrit sur la nouvelle version.", "reason"
        )
    if len(words) > MAX_REASON:
        raise Refused(f"Écrivez {MAX_REASON} caractères au plus.", "reason")
    _hold(month.programme)
    month.refresh_from_db()
    if month.status != MonthStatus.FROZEN:
        raise Refused(f"Ce mois est encore provisoire{NBSP}: il se recalcule, sans nouvelle version.")
    with one_act():
        version = _issue(by, month, words, today)
        _follow(by, month, today)
    return version


def _hold(programme: Programme) -> None:
    """Hold the programme until the end of the transaction."""
    Programme.objects.select_for_update(of=("self",), no_key=True).get(pk=programme.pk)


def _provisional(month: DashboardMonth) -> MonthVersion:
    """Give the one version of a provisional month; raise Refused when it is frozen."""
    month.refresh_from_db()
    if month.status != MonthStatus.PROVISIONAL:
        raise Refused(f"Le mois {of_month(month.month_on)} est figé{NBSP}: il ne change plus.")
    return current_version(month)


def _compute(
    month: DashboardMonth,
    *,
    today: dt.date,
    previous: MonthVersion | None,
    number: int,
    status: MonthStatus,
    reason: str = "",
) -> Computed:
    return compute(
        month.programme,
        Month.of(month.month_on),
        today=today,
        previous=previous,
        version_number=number,
        status=status,
        reason=reason,
    )


def _recalculate(
    by: uuid.UUID, month: DashboardMonth, version: MonthVersion, today: dt.date, voided: Iterable[Organisation] = ()
) -> None:
    """Calculate a provisional version again; `voided` names whose validation was of the calculation before."""
    previous = chained_on(month)
    computed = _compute(month, today=today, previous=previous, number=version.number, status=MonthStatus.PROVISIONAL)
    versions.write_again(by=by, version=version, previous=previous, computed=computed, now=timezone.now())
    details = {
        "month": month.month_on,
        "revision": version.revision,
        "to_validate_again": [association.pk for association in voided],
    }
    record("month.recomputed", version, by=by, details=details)


def _freeze(by: uuid.UUID, month: DashboardMonth, version: MonthVersion, *, because: FrozenBecause) -> None:
    missing = without_validation(version, associations_of(month.programme, Month.of(month.month_on)))
    versions.freeze_as_it_stands(
        version=version,
        because=because,
        not_validated_by=tuple(association.name for association in missing),
        now=timezone.now(),
    )
    month.status = MonthStatus.FROZEN
    month.save(update_fields=["status"])
    details = {"month": month.month_on, "because": because, "digest": version.digest}
    record("month.frozen", version, by=by, details=details)
    _wake(version)


def _issue(by: uuid.UUID, month: DashboardMonth, reason: str, today: dt.date) -> MonthVersion:
    """Write a month's next version, frozen at once."""
    number = current_version(month).number + 1
    previous = chained_on(month)
    computed = _compute(month, today=today, previous=previous, number=number, status=MonthStatus.FROZEN, reason=reason)
    version = versions.add(
        by=by,
        month=month,
        number=number,
        previous=previous,
        computed=computed,
        now=timezone.now(),
        frozen_because=FrozenBecause.REISSUED,
        reason=reason,
    )
    details = {"month": month.month_on, "version": number, "digest": version.digest}
    record("month.reissued", version, by=by, details=details)
    _wake(version)
    return version


def _follow(by: uuid.UUID, month: DashboardMonth, today: dt.date) -> None:
    """Make each later month chain again on the current version of the month before it.

    What a manager had validated of a provisional one was another calculation: she is asked again.
    """
    for later in later_months(month):
        before = chained_on(later)
        version = current_version(later)
        if before is None or (later.status == MonthStatus.FROZEN and version.previous_id == before.pk):
            return
        if later.status == MonthStatus.FROZEN:
            _issue(by, later, _because_of(before), today)
            continue
        asked_again = [validation.association for validation in version.validations.select_related("association")]
        version.validations.all().delete()
        _recalculate(by, later, version, today, asked_again)
        deliveries.plan_again(version=version, kind=DeliveryKind.PROVISIONAL, user_ids=managers_of(asked_again, today))


def _because_of(before: MonthVersion) -> str:
    name = month_name(before.month.month_on)
    return f"{name.capitalize()} a été publié de nouveau (version{NBSP}{before.number})\u00a0: ce mois, qui en part, est recalculé."


def _wake(version: MonthVersion) -> None:
    """Ask a worker for the report and the mails once the month is committed; the sweep asks again what was lost."""
    transaction.on_commit(partial(_send, str(version.pk)), robust=True)


def _send(version_id: str) -> None:
    current_app.send_task(COMPLETE, args=[version_id], retry=False)
