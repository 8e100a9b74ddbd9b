"""After submission only what was asked may come."""

import datetime as dt
import io

import pytest
from PIL import Image

from foundation.refusals import Refused
from journeys.services import allocation
from leases.services.pieces import ask_piece, mark_unreadable
from tests.days import TODAY, before
from tests.leases import course
from tests.world import adult_of

pytestmark = pytest.mark.django_db


def photograph() -> io.BytesIO:
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    picture.seek(0)
    return picture


def send(world, dossier, kind, *, issued_on: dt.date | None = None, person=None):
    return allocation.add_piece(
        by=world.lead.pk,
        file=dossier.file,
        kind=kind,
        person=person,
        content=photograph(),
        name="piece.png",
        issued_on=issued_on,
        today=TODAY,
    )


def test_a_complementary_piece_waits_to_be_asked(world):
    course.parameters()
    dossier = course.submitted(world)
    with pytest.raises(Refused, match="demandées par le correspondant"):
        send(world, dossier, "present_home")
    ask_piece(by=world.correspondent_orange.pk, file=dossier.file, kind="present_home", person=None, today=TODAY)
    piece = send(world, dossier, "present_home", issued_on=before(5))
    with pytest.raises(Refused, match="demandées par le correspondant"):
        send(world, dossier, "present_home", issued_on=before(5))
    mark_unreadable(by=world.correspondent_orange.pk, piece=piece, is_unreadable=True)
    again = send(world, dossier, "present_home", issued_on=before(3))
    piece.refresh_from_db()
    assert piece.replaced_by == again


def test_a_mandatory_piece_still_missing_is_asked_by_the_law(world):
    course.parameters()
    dossier = course.submitted(world)
    assert send(world, dossier, "identity", person=adult_of(dossier.enrolment)).received_on == TODAY


def test_a_piece_no_longer_valid_may_be_replaced(world):
    course.parameters()
    dossier = course.submitted(world)
    ask_piece(by=world.correspondent_orange.pk, file=dossier.file, kind="benefits", person=None, today=TODAY)
    send(world, dossier, "benefits", issued_on=before(200))
    assert send(world, dossier, "benefits", issued_on=before(2)).issued_on == before(2)
