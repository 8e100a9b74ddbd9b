"""Papers of subleases, signed and half signed, and an état des lieux with its photographs."""

import io
from functools import partial

from PIL import Image, ImageDraw

from documents.enums import Capacity, DocumentKind, DocumentState
from documents.models import Document
from journeys.demo.course_papers import sign_adults, sign_organisations
from journeys.demo.course_path import Path
from journeys.demo.title_acts import title_of
from journeys.selectors.agreements import draft_page
from journeys.services import agreements
from leases.enums import InventoryKind
from leases.models import Inventory
from leases.services.inventories import Photo, Room, add_photos, make_inventory

CONTRACT, ANNEX = DocumentKind.SUBLEASE_CONTRACT, DocumentKind.SUBLEASE_ANNEX
ROOMS = (
    Room("Séjour", "Peinture blanche propre. Un éclat au sol près de la fenêtre."),
    Room("Cuisine", "Évier et robinet en bon état. Hotte nettoyée."),
    Room("Chambre", "Volet roulant à régler."),
)


def sign_contracts(path: Path) -> None:
    """Sign the contract of sublease and its annexed convention: both in force."""
    for kind in (CONTRACT, ANNEX):
        _offer(path, kind, 100)
    for kind in (CONTRACT, ANNEX):
        path.on(96, 16, partial(sign_adults, path, kind))
        path.on(92, 16, partial(sign_organisations, path, kind, Capacity.ASSOCIATION, Capacity.LANDLORD))


def half_sign_contract(path: Path) -> None:
    """Leave a contract of sublease that an adult and the association have still to sign."""
    _offer(path, CONTRACT, 14)
    path.on(11, 16, lambda: sign_adults(path, CONTRACT, how_many=1))


def _offer(path: Path, kind: DocumentKind, days_ago: int) -> None:
    path.on(days_ago, 15, lambda: _prepare(path, kind))
    path.on(days_ago - 1, 10, lambda: _propose(path, kind))


def _prepare(path: Path, kind: DocumentKind) -> None:
    page = draft_page(path.reader(path.by), path.case.enrolment, kind)
    agreements.prepare(enrolment=path.case.enrolment, kind=kind, terms=page.terms, by=path.by, today=path.today)


def _propose(path: Path, kind: DocumentKind) -> None:
    rows = Document.objects.filter(subject_id=path.case.enrolment.pk, kind=kind, state=DocumentState.DRAFT)
    for row in rows:
        agreements.propose(document=row, by=path.by, today=path.today)


def photograph(path: Path, days_ago: int) -> None:
    """Make an état des lieux on the spot, with two photographs."""
    path.on(days_ago, 14, lambda: _photograph(path))


def _photograph(path: Path) -> None:
    inventory: Inventory = make_inventory(
        by=path.by,
        lease=title_of(path),
        kind=InventoryKind.IN_SITU,
        made_on=path.today,
        worker_was_present=True,
        keys_handed=0,
        note="Fait avec le ménage et le correspondant, sans déménagement.",
        rooms=ROOMS,
        today=path.today,
    )
    for room, tint in (("Séjour", (196, 208, 214)), ("Cuisine", (222, 210, 190))):
        add_photos(by=path.by, inventory=inventory, photos=[Photo(f"{room.lower()}.png", _picture(tint))], room=room)


def _picture(tint: tuple[int, int, int]) -> io.BytesIO:
    """Draw a wall, a floor, a window: no real home is shown."""
    picture = Image.new("RGB", (480, 360), tint)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 270, 480, 360), fill=(150, 122, 92))
    pen.rectangle((170, 60, 310, 200), fill=(236, 244, 250), outline=(120, 120, 120), width=6)
    out = io.BytesIO()
    picture.save(out, "PNG")
    out.seek(0)
    return out
