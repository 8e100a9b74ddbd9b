"""Pictures received: upright, bounded, silent about where they were taken, and readable everywhere."""

import io

import pillow_heif
import pytest
from PIL import Image, ImageFile

from foundation.refusals import Refused
from records.services import pictures
from records.services.contents import check
from records.services.pictures import readable_picture

ORIENTATION, GPS = 0x0112, 0x8825


def picture(kind: str, size: tuple[int, int], *, orientation: int = 1, mode: str = "RGB") -> bytes:
    image = Image.new(mode, size, "white")
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[GPS] = {1: "N", 2: (44.0, 8.0, 10.0)}
    out = io.BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(image).save(out, exif=exif.tobytes())
    else:
        image.save(out, kind, exif=exif.tobytes())
    return out.getvalue()


@pytest.mark.parametrize(("kind", "kept"), [("JPEG", "JPEG"), ("PNG", "PNG"), ("HEIF", "JPEG")])
def test_a_photograph_is_kept_upright_bounded_and_without_its_place(kind, kept):
    received = picture(kind, (3200, 1600), orientation=1 if kind == "HEIF" else 6)
    assert check(received) in {"image/jpeg", "image/png", "image/heic"}
    clear, content_type = readable_picture(received)
    image = Image.open(io.BytesIO(clear))
    assert (image.format, content_type) == (kept, f"image/{kept.lower()}")
    assert image.size == ((2500, 1250) if kind == "HEIF" else (1250, 2500))
    assert not image.getexif()


def test_a_small_picture_is_not_enlarged_and_keeps_its_transparency():
    image = Image.open(io.BytesIO(readable_picture(picture("PNG", (20, 10), mode="RGBA"))[0]))
    assert (image.size, image.mode) == ((20, 10), "RGBA")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_what_follows_a_picture_is_left_out(kind):
    clear, _ = readable_picture(picture(kind, (40, 30)) + b"PK\x03\x04<script>alert(1)</script>")
    assert b"<script>" not in clear


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_a_cut_picture_is_refused(kind, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    whole = picture(kind, (400, 300))
    with pytest.raises(Refused, match="abîmé"):
        readable_picture(whole[: len(whole) // 2])


def test_a_picture_of_too_many_points_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr(pictures, "MAX_PIXELS", 100)
    for kind in ("JPEG", "PNG", "HEIF"):
        with pytest.raises(Refused, match="trop grande"):
            check(picture(kind, (64, 64)))
