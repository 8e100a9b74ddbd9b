"""What a received file is, by its content and never by its name; what is active in it is refused."""

import io
from typing import TYPE_CHECKING

import puremagic

from foundation.refusals import Refused
from records.services.pictures import DAMAGED, FIELD, JPEG, PNG, check_picture, is_heic

if TYPE_CHECKING:
    from pikepdf import Pdf

PDF = "application/pdf"
MAX_PDF_OBJECTS = 200_000
MAX_PAGES = 200

_ACTIVE_KEYS = ("/JS", "/JavaScript", "/AA", "/EF", "/EmbeddedFiles", "/RichMedia", "/XFA", "/Launch")
_ACTIVE_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/GoToE",
    "/GoToR",
    "/Rendition",
    "/RichMediaExecute",
}
_ACTIVE_TYPES = {"/EmbeddedFile", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/FileAttachment"}

OTHER_KIND = "Envoyez un PDF, ou une image JPEG, PNG ou HEIC."
TOO_LONG = "Ce PDF compte plus de 200\u00a0pages. N’envoyez que celles de cette pièce."
LOCKED = "Ce PDF est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis renvoyez-le."
ACTIVE = "Ce PDF contient un programme, un formulaire actif ou un fichier joint. Imprimez-le en PDF, puis renvoyez-le."


def check(clear: bytes) -> str:
    """Give the content type of a file that may be kept.

    Raises Refused with its reason.
    """
    kinds = _kinds(clear)
    if clear.startswith(b"%PDF-"):
        _check_pdf(clear)
        return PDF
    if is_heic(clear) or kinds & {JPEG, PNG}:
        return check_picture(clear)
    raise Refused(OTHER_KIND, FIELD)


def _kinds(clear: bytes) -> set[str]:
    try:
        return {found.mime_type for found in puremagic.magic_string(clear)}
    except (puremagic.PureError, ValueError):
        return set()


def _check_pdf(clear: bytes) -> None:
    import pikepdf  # noqa: PLC0415 -- slow import

    try:
        with pikepdf.open(io.BytesIO(clear)) as pdf:
            _refuse_active(pdf)
    except Refused:
        raise
    except pikepdf.PasswordError as error:
        raise Refused(LOCKED, FIELD) from error
    except Exception as error:
        raise Refused(DAMAGED, FIELD) from error


def _refuse_active(pdf: "Pdf") -> None:
    if pdf.is_encrypted:
        raise Refused(LOCKED, FIELD)
    if len(pdf.objects) > MAX_PDF_OBJECTS or not pdf.pages:
        raise Refused(DAMAGED, FIELD)
    if len(pdf.pages) > MAX_PAGES:
        raise Refused(TOO_LONG, FIELD)
    if any(_is_active(item) for item in pdf.objects):
        raise Refused(ACTIVE, FIELD)


def _is_active(item: object, depth: int = 0) -> bool:
    """Tell whether an object, or what it holds directly, runs, sends, or carries another file."""
    import pikepdf  # noqa: PLC0415 -- slow import

    if depth > 20:  # noqa: PLR2004 -- no honest object nests so deep
        return True
    if isinstance(item, pikepdf.Array):
        return any(_is_active(part, depth + 1) for part in item if _is_direct(part))
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return False
    names = {str(item.get(key, "")) for key in ("/Type", "/Subtype", "/S")}
    if any(key in item for key in _ACTIVE_KEYS) or names & (_ACTIVE_TYPES | _ACTIVE_ACTIONS):
        return True
    return any(_is_active(value, depth + 1) for _, value in item.items() if _is_direct(value))


def _is_direct(value: object) -> bool:
    return not getattr(value, "is_indirect", False)
