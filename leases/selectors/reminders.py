"""Which dates of sliding subleases are to be reminded of on a day, and to whom (domain.md §3.6)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from foundation.timeline import Alert
from households.selectors.named import leading_people, people_named
from leases.enums import DateMatter
from leases.models import DateReminder, Lease
from leases.permissions import SubleaseStanding, sublease_standings
from leases.selectors.exam_dues import sliding
from leases.selectors.exams import SubleaseClock, clocks
from partners.enums import Role
from partners.models import User
from partners.querysets import MAX_ATTEMPTS
from partners.reader import Reader
from partners.requests import load_reader


@dataclass(frozen=True)
class DateTold:
    """A date to remind of: an exam not held or a notice not sent, near, pressing or past."""

    sublease: Lease
    matter: DateMatter
    due_on: dt.date
    alert: Alert


def to_remind(today: dt.date) -> list[DateTold]:
    """Give the dates to remind of on a day, those whose reminders have all left excepted; a constant number of queries.

    Only the alert that a date stands at is told: a beat that was off for days sends the last one, not all of them.
    """
    running = Q(enrolment__ended_on__isnull=True) | Q(enrolment__ended_on__gte=today)
    leases = list(sliding(today).filter(running))
    found = clocks(leases, today)
    told = [one for row in leases if (clock := found.get(row.pk)) for one in _of(row, clock, today)]
    rows = DateReminder.objects.filter(sublease_id__in=[one.sublease.pk for one in told]).order_by()
    keys = ("sublease_id", "matter", "due_on", "alert")
    sent = set(rows.filter(sent_at__isnull=False).values_list(*keys))
    waiting = set(rows.filter(sent_at__isnull=True, attempts__lt=MAX_ATTEMPTS).values_list(*keys))
    done = sent - waiting
    return [one for one in told if (one.sublease.pk, one.matter.value, one.due_on, one.alert.value) not in done]


@dataclass(frozen=True)
class PersonTold:
    """Whom to tell, and whether it is as the landlord's."""

    user: User
    is_landlord: bool = False


def people_to_remind(one: DateTold, today: dt.date) -> list[PersonTold]:
    """Give who is told: the lead worker; of a notice, the landlord's correspondent too, else the rental service.

    Who may not read the sublease today is left out: a file passed on, a protected household outside its list.
    """
    row = one.sublease
    if row.enrolment is None:
        return []
    leading = [(user, load_reader(user)) for user in leading_people(row.enrolment.pk, today)]
    found = [PersonTold(user) for user, reader in leading if _standing(reader, row).is_team]
    if one.matter == DateMatter.NOTICE:
        named = people_named(row.enrolment, row.share.dwelling.landlord_id, today)
        deciding = [(user, reader) for user in named if _standing(reader := load_reader(user), row).may_decide]
        hers = [one for one in deciding if one[1].has(Role.LANDLORD_CORRESPONDENT)]
        found += [PersonTold(user, is_landlord=True) for user, _ in hers or deciding]
    return found


def _standing(reader: Reader, row: Lease) -> SubleaseStanding:
    return sublease_standings(reader, [row])[row.pk]


def _of(row: Lease, clock: SubleaseClock, today: dt.date) -> Iterable[DateTold]:
    dates = []
    if exam := clock.next_exam:
        dates.append((DateMatter.EXAM, exam.period.exam_due_on))
    if notice := clock.next_notice:
        dates.append((DateMatter.NOTICE, notice.period.notice_due_on))
    for matter, due_on in dates:
        alert = clock.alert_on(due_on, today)
        if alert is not None and alert != Alert.SHOWN:
            yield DateTold(row, matter, due_on, alert)
