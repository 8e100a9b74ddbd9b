"""The mails that remind of a sublease's dates: planned and sent by the clock, once each, without a name (domain.md §3.6)."""

import datetime as dt
import uuid
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from foundation.timeline import Alert
from foundation.words import NBSP, day_of, plain_date, told
from leases.enums import DateMatter
from leases.models import DateReminder
from leases.selectors.reminders import DateTold, PersonTold, people_to_remind, to_remind
from partners.services import mailings
from records.services.events import CLOCK, record


def remind(*, now: dt.datetime) -> int:
    """Mail the reminders of a day that have not left yet; give how many the server took.

    Done twice, or by two at once, each leaves once: a row a date, an alert and a person.
    """
    today = day_of(now)
    return sum(_remind(one, person, now) for one in to_remind(today) for person in people_to_remind(one, today))


def _remind(one: DateTold, person: PersonTold, now: dt.datetime) -> bool:
    row, _ = DateReminder.objects.get_or_create(
        sublease=one.sublease, matter=one.matter, due_on=one.due_on, alert=one.alert, user=person.user
    )
    return mailings.send(
        mailing=row,
        waiting=DateReminder.objects.to_send(now),
        write=partial(_message, row, one, day_of(now), is_landlord=person.is_landlord),
        keep=partial(_record_reminded, by=CLOCK, reminder=row, one=one),
    )


def _record_reminded(*, by: uuid.UUID, reminder: DateReminder, one: DateTold) -> None:
    details = {"matter": one.matter.value, "due_on": one.due_on.isoformat(), "alert": one.alert.value}
    record(
        "sublease.date_reminded",
        one.sublease,
        by=by,
        subject_id=one.sublease.enrolment_id,
        details={**details, "reminder": reminder.pk, "to": reminder.user_id},
    )


def _message(row: DateReminder, one: DateTold, today: dt.date, *, is_landlord: bool) -> EmailMessage:
    enrolment = one.sublease.enrolment
    assert enrolment is not None  # noqa: S101 -- a sublease has its household: for the type checker
    is_late = one.alert == Alert.LATE
    words = {
        "number": enrolment.file_number,
        "is_exam": one.matter == DateMatter.EXAM,
        "is_landlord": is_landlord,
        "is_late": is_late,
        "due_on": plain_date(one.due_on),
        "told": told(one.due_on, today),
        "link": settings.PALIER_URL + reverse("journeys:file_lease", args=[enrolment.pk]) + "#slide",
    }
    what = "une date est dépassée" if is_late else "une date approche"
    return EmailMessage(
        subject=f"Palier{NBSP}: dossier {enrolment.file_number}, {what}",
        body=render_to_string("emails/sublease_date.txt", words),
        to=[row.user.email],
        # The same for each try: a server that took it twice shows it once.
        headers={"Message-ID": f"<{row.pk}.echeance@{urlsplit(settings.PALIER_URL).hostname}>"},
    )
