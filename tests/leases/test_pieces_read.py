"""What the landlord did about pieces shows to it at once, though the snapshot that it reads is older."""

import pytest

from leases.models import AllocationFile, Piece
from leases.readings.content import PieceLine
from leases.readings.files import file_page
from leases.rules.piece_lists import piece_kinds_on
from leases.selectors.contents import content_of
from leases.services.files import take_snapshot
from leases.services.pieces import ask_piece, mark_unreadable
from tests.days import TODAY
from tests.factories.records import StoredFileFactory
from tests.leases import course
from tests.world import World, adult_of, reader_of

pytestmark = pytest.mark.django_db


def pieces_read(world: World, file: AllocationFile) -> list[PieceLine]:
    page = file_page(reader_of(world.correspondent_orange), file, None)
    assert page.content is not None
    return list(page.content.pieces)


@pytest.fixture
def dossier(world):
    course.parameters()
    return course.submitted(world)


def test_a_piece_asked_for_is_told_with_the_name_of_the_snapshot(world, dossier):
    adult, kind = adult_of(dossier.enrolment), next(row for row in piece_kinds_on(TODAY) if row.per == "ADULT")
    lines = len(pieces_read(world, dossier.file))
    ask_piece(by=world.correspondent_orange.pk, file=dossier.file, kind=kind.code, person=adult, today=TODAY)
    adult.last_name = "Autrement"
    adult.save()
    read = pieces_read(world, dossier.file)
    asked = [line for line in read if "demandée le" in line.detail]
    assert [(line.label, line.status) for line in asked] == [(kind.label, "MISSING")]
    assert len(read) in {lines, lines + 1}
    assert "Autrement" not in str(read)


def test_an_optional_piece_asked_for_is_a_line_of_its_own(world, dossier):
    kind = next(row for row in piece_kinds_on(TODAY) if row.per == "HOUSEHOLD" and not row.mandatory)
    assert kind.label not in {line.label for line in pieces_read(world, dossier.file)}
    ask_piece(by=world.correspondent_orange.pk, file=dossier.file, kind=kind.code, person=None, today=TODAY)
    assert kind.label in {line.label for line in pieces_read(world, dossier.file)}


def test_a_piece_to_be_done_again_is_told_then_taken_back(world, dossier):
    adult, kind = adult_of(dossier.enrolment), next(row for row in piece_kinds_on(TODAY) if row.per == "ADULT")
    piece = Piece.objects.create(
        file=dossier.file, kind=kind.code, person=adult, stored=StoredFileFactory.make(), received_on=TODAY
    )
    content = content_of(dossier.file, world.lead, TODAY, None)
    take_snapshot(by=world.lead.pk, file=dossier.file, content=content)

    def status() -> str:
        return next(line.status for line in pieces_read(world, dossier.file) if line.piece_id == str(piece.pk))

    assert status() == "RECEIVED"
    mark_unreadable(by=world.correspondent_orange.pk, piece=piece, is_unreadable=True)
    assert status() == "UNREADABLE"
    mark_unreadable(by=world.correspondent_orange.pk, piece=piece, is_unreadable=False)
    assert status() == "RECEIVED"
