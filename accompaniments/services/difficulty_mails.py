"""The mail that says a difficulty waits, or is answered: a link, no name, no object (domain.md §3.9)."""

import datetime as dt
import uuid

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from accompaniments.enums import DifficultyState, Side
from accompaniments.models import Difficulty
from foundation.periods import in_force
from households.enums import HolderRole, WorkerRole
from households.models import EnrolmentHolder, EnrolmentWorker
from households.selectors.named import people_named
from partners.enums import Role
from partners.models import Membership, User


def mail_difficulty(*, difficulty_id: uuid.UUID, today: dt.date) -> None:
    """Tell the side whose answer is awaited, or who reported it that it is answered; once closed, nobody."""
    row: Difficulty | None = Difficulty.objects.select_related("enrolment", "made_by").filter(pk=difficulty_id).first()
    if row is None or row.state == DifficultyState.CLOSED:
        return
    is_answered = row.state == DifficultyState.ANSWERED
    link = settings.PALIER_URL + reverse("accompaniments:difficulty", args=[row.enrolment_id, row.pk])
    body = render_to_string("emails/difficulty.txt", {"link": link, "is_answered": is_answered})
    subject = "une difficulté a sa réponse" if is_answered else "une difficulté attend votre réponse"
    if told := _answered_to(row) if is_answered else _asked(row, today):
        send_mail(f"Palier\u00a0: {subject}", body, None, told)


def _answered_to(row: Difficulty) -> list[str]:
    return [row.made_by.email] if row.made_by.is_active else []


def _asked(row: Difficulty, today: dt.date) -> list[str]:
    if row.awaits == Side.LANDLORD:
        return [user.email for user in people_named(row.enrolment, row.landlord_id, today)]
    return _team(row.enrolment_id, today)


def _team(enrolment_id: uuid.UUID, today: dt.date) -> list[str]:
    """Give the lead worker and her replacement, else the managers of the association that leads."""
    leads = EnrolmentWorker.objects.filter(
        in_force(today), enrolment=enrolment_id, role__in=(WorkerRole.LEAD, WorkerRole.REPLACEMENT)
    ).values("user")
    found = list(User.objects.filter(pk__in=leads, is_active=True).order_by("pk").values_list("email", flat=True))
    if found:
        return found
    holding = EnrolmentHolder.objects.filter(in_force(today), enrolment=enrolment_id, role=HolderRole.LEAD)
    managers = Membership.objects.filter(
        in_force(today), role=Role.ASSOCIATION_MANAGER, organisation__in=holding.values("association")
    )
    return list(
        User.objects.filter(pk__in=managers.values("user"), is_active=True)
        .order_by("pk")
        .values_list("email", flat=True)
    )
