"""What the tests of the pages of meetings share: addresses, and what a page or a row says."""

from django.urls import reverse

from accompaniments.models import Meeting
from accompaniments.readings.meetings import MeetingContent

FETCH = {"X-Requested-With": "fetch"}


def new(enrolment, query=""):
    return reverse("accompaniments:meeting_new", args=[enrolment.pk]) + query


def page(name, meeting):
    return reverse(f"accompaniments:{name}", args=[meeting.enrolment_id, meeting.pk])


def errors(response):
    return {name: list(said) for name, said in response.context["form"].errors.items()}


def content_of(meeting):
    return MeetingContent.of(Meeting.objects.prefetch_related("presences", "subjects", "parts").get(pk=meeting.pk))
