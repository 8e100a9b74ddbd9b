"""Hostile files sent to the page of a piece: each is refused in a sentence beside the field, and nothing is kept."""

import io
import zlib

import pikepdf
import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from leases.models import Piece
from records.models import StoredFile
from records.services import files
from tests.leases import course
from tests.pdfs import one_page

pytestmark = pytest.mark.django_db


def scripted() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(one_page())) as document:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 60 000 points by 60 000."""
    out = io.BytesIO()
    Image.new("L", (1, 1)).save(out, "PNG")
    small = out.getvalue()
    head = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + small[24:29]
    return small[:12] + head + zlib.crc32(head).to_bytes(4, "big") + small[33:]


def photograph() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (300, 400), "white")).save(out)
    return out.getvalue()


@pytest.fixture
def dossier(world):
    course.parameters()
    return course.drafted(world)


def send(client_of, dossier, name: str, content: bytes, **values: str):
    url = reverse("journeys:cal_piece_new", args=[dossier.file.pk])
    upload = SimpleUploadedFile(name, content, content_type="application/pdf")
    return client_of(dossier.world.lead).post(url, {"piece": "family:", "upload": upload, **values})


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("avis.pdf", b"MZ\x90\x00" + b"\0" * 200, "Envoyez un PDF"),
        ("avis.pdf", b"\x7fELF" + b"\0" * 200, "Envoyez un PDF"),
        ("avis.pdf", b"<html><script>alert(1)</script></html>", "Envoyez un PDF"),
        ("avis.jpg", b"PK\x03\x04" + b"\0" * 200, "Envoyez un PDF"),
        ("avis.pdf", scripted(), "contient un programme"),
        ("avis.pdf", b"", "vide"),
        ("avis.pdf", one_page()[:150], "abîmé"),
        ("avis.pdf", one_page(201), "plus de 200 pages"),
        ("avis.png", bomb(), "trop grande"),
        ("avis.heic", photograph()[:120], "abîmé"),
    ],
    ids=["exe", "elf", "html", "zip", "script", "empty", "cut", "pages", "bomb", "cut heic"],
)
def test_a_hostile_file_is_refused_beside_its_field(client_of, dossier, name, content, said):
    answer = send(client_of, dossier, name, content)
    assert answer.status_code == 200
    [error] = answer.context["form"].errors["upload"]
    assert said in error.replace("\u00a0", " ")
    assert not Piece.objects.exists()
    assert not StoredFile.objects.exists()


def test_ten_thousand_pages_are_refused(client_of, dossier):
    answer = send(client_of, dossier, "avis.pdf", one_page(10_000))
    assert "plus de 200" in answer.context["form"].errors["upload"][0]


def test_a_file_too_large_is_refused(client_of, dossier):
    answer = send(client_of, dossier, "avis.pdf", b"%PDF-1.7" + b"0" * files.MAX_SIZE)
    assert "20" in answer.context["form"].errors["upload"][0]
    assert not StoredFile.objects.exists()


def test_a_telephone_s_photograph_becomes_a_picture_that_all_read(client_of, dossier):
    assert send(client_of, dossier, "IMG_0042.HEIC", photograph()).status_code == 302
    piece = Piece.objects.get()
    assert (piece.stored.name, piece.stored.content_type) == ("IMG_0042.jpg", "image/jpeg")
    answer = client_of(dossier.world.lead).get(reverse("journeys:cal_piece", args=[dossier.file.pk, piece.pk]))
    assert Image.open(io.BytesIO(b"".join(answer.streaming_content))).format == "JPEG"


@pytest.mark.parametrize(
    "values", [{"piece": "passport:"}, {"piece": "identity:"}, {"issued_on": "0001-01-01"}, {"issued_on": "2126-01-01"}]
)
def test_a_piece_off_the_list_or_of_an_absurd_day_keeps_no_file(client_of, dossier, values):
    answer = send(client_of, dossier, "avis.pdf", one_page(), **values)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not StoredFile.objects.exists()


def test_a_stranger_s_piece_is_not_taken(client_of, dossier):
    stranger = dossier.world.others.household.members.first().person
    answer = send(client_of, dossier, "avis.pdf", one_page(), piece=f"identity:{stranger.pk}")
    assert "piece" in answer.context["form"].errors
    assert not Piece.objects.exists()
