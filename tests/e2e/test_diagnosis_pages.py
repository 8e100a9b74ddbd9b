"""The diagnosis and the grid, page by page: sound on a desk and on a telephone, for each of their hands."""

import pytest
from django.urls import reverse

from accompaniments.enums import DiagnosisSection, Passage, State, Subject
from accompaniments.models import Accompaniment, GridAssessment, GridScore
from accompaniments.services.diagnosis import Written, open_diagnosis, write_diagnosis
from foundation.timeline import Audience
from tests.days import TODAY, before
from tests.e2e.conftest import DESK, PHONE, signed_in, sound
from tests.world import World


@pytest.fixture
def met(world: World):
    """Give the shared diagnosis of « mine », written in, with two passages of the grid."""
    world.mine.version = world.securisation
    world.mine.save()
    course = Accompaniment.objects.get(enrolment=world.mine)
    course.changes.update(to_state=State.REVIEWING)
    course.state = State.REVIEWING
    course.save()
    for passage, day, shift in ((Passage.ENTRY, before(90), 0), (Passage.REVIEW, before(5), 1)):
        row = GridAssessment.objects.create(
            accompaniment=course, passage=passage, assessed_on=day, recorded_by=world.lead.pk
        )
        for rank, subject in enumerate(Subject):
            level = min(5, rank % 4 + 1 + shift)
            GridScore.objects.create(
                assessment=row, domain=subject, level=level, justification="Paie son loyer depuis deux mois."
            )
    diagnosis = open_diagnosis(
        by=world.lead.pk, accompaniment=course, landlord=world.landlord, interview_on=before(3), today=TODAY
    )
    return write_diagnosis(
        by=world.lead.pk,
        diagnosis=diagnosis,
        version=1,
        parts=[
            Written(DiagnosisSection.PATH, Audience.TEAM, "Hébergée chez une amie depuis mars."),
            Written(DiagnosisSection.NEEDS, Audience.LANDLORD, "Un appui pour les démarches d’entrée."),
        ],
        is_adviser=False,
        interview_on=before(3),
        proposes_support=True,
        today=TODAY,
    )


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("lead", ["", "diagnosis_write", "grid_new", "grid_correct", "file_support", "diagnosis_open"]),
        ("manager", ["", "diagnosis_validate", "diagnosis_send_back", "diagnosis_return"]),
        ("adviser", ["", "diagnosis_write", "file_support"]),
    ],
)
def test_the_pages_are_sound(world, met, open_page, who, names):
    page = signed_in(open_page(DESK), world.people[who])
    for name in names:
        own = [world.mine.pk]
        if name in {"grid_new", "diagnosis_open"}:
            path = reverse(f"accompaniments:{name}", args=own)
        elif name == "grid_correct":
            path = reverse("accompaniments:grid_correct", args=[*own, GridAssessment.objects.first().pk])
        elif name == "file_support":
            path = reverse("journeys:file_support", args=own)
        else:
            path = reverse(f"accompaniments:{name or 'diagnosis'}", args=[*own, met.pk])
        page.goto(path)
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            sound(page)
