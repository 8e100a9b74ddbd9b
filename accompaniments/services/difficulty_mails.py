"""The mail that says a difficulty waits, or is answered: a link, no name, no object (domain.md §3.9)."""

import datetime as dt
import uuid

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from accompaniments.enums import DifficultyState, Side
from accompaniments.models import Difficulty
from households.selectors.named import leading_people, people_named


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
    return [user.email for user in leading_people(row.enrolment_id, today)]
