"""A photograph received, made into the picture that is kept: upright, of a size to print on a page, without where it was taken."""

import io
from typing import TYPE_CHECKING

from foundation.refusals import Refused

if TYPE_CHECKING:
    from PIL.Image import Image

JPEG, PNG, HEIC = "image/jpeg", "image/png", "image/heic"
FORMATS = {"JPEG": JPEG, "PNG": PNG, "HEIF": HEIC}
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 2500  # points: an A4 page at about 210 a inch, legible when printed
QUALITY = 85
FIELD = "file"
DAMAGED = "Ce fichier est abîmé\u00a0: ouvrez-le sur votre poste pour vérifier, puis renvoyez-le."
TOO_WIDE = "Cette image est trop grande (50\u00a0millions de points au plus). Réduisez-la, puis renvoyez-la."


def is_heic(clear: bytes) -> bool:
    """Tell a telephone's HEIC by its first box."""
    return clear[4:8] == b"ftyp" and clear[8:12] in HEIF_BRANDS


def check_picture(clear: bytes) -> str:
    """Give the content type of a picture that may be kept, its size read before anything is decoded.

    Raises Refused.
    """
    from PIL import Image  # noqa: PLC0415 -- slow import

    try:
        with _open(clear) as image:
            content_type = FORMATS[str(image.format)]
            if content_type != HEIC:  # libheif verifies when it decodes
                image.verify()
            return content_type
    except Refused:
        raise
    except Image.DecompressionBombError as error:
        raise Refused(TOO_WIDE, FIELD) from error
    except Exception as error:  # whatever a hostile picture breaks, its sender reads why
        raise Refused(DAMAGED, FIELD) from error


def readable_picture(clear: bytes) -> tuple[bytes, str]:
    """Give the picture that is kept and its type: turned upright, bounded, its own data (place, camera) left out.

    A HEIC becomes a JPEG, which every browser and every printer reads. Raises Refused.
    """
    try:
        with _open(clear) as image:
            kept = FORMATS[str(image.format)]
            if kept == JPEG:
                image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = _upright(image, with_transparency=kept == PNG)
    except Refused:
        raise
    except Exception as error:
        raise Refused(DAMAGED, FIELD) from error
    out = io.BytesIO()
    if kept == PNG:
        upright.save(out, "PNG")
        return out.getvalue(), PNG
    upright.save(out, "JPEG", quality=QUALITY)
    return out.getvalue(), JPEG


def _upright(image: "Image", *, with_transparency: bool) -> "Image":
    from PIL import ImageOps  # noqa: PLC0415 -- slow import

    turned = ImageOps.exif_transpose(image)
    clear = with_transparency and ("A" in turned.getbands() or "transparency" in turned.info)
    plain = turned.convert("RGBA" if clear else "RGB")
    plain.info.clear()
    plain.getexif().clear()
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return plain


def _open(clear: bytes) -> "Image":
    import warnings  # noqa: PLC0415 -- beside what it silences

    from PIL import Image, ImageFile  # noqa: PLC0415 -- slow import

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # a process that has made a PDF accepts cut pictures: WeasyPrint says so
    if is_heic(clear):
        import pillow_heif  # noqa: PLC0415 -- slow import

        pillow_heif.register_heif_opener(thumbnails=False)
        formats = ["HEIF"]
    else:
        formats = ["JPEG", "PNG"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = Image.open(io.BytesIO(clear), formats=formats)
    if image.size[0] * image.size[1] > MAX_PIXELS:
        image.close()
        raise Refused(TOO_WIDE, FIELD)
    return image
