"""Conventions and contracts: half signed, refused by an adult, in force, amended, recorded late."""

import datetime as dt
import io
import uuid
from collections.abc import Collection
from functools import partial

from PIL import Image, ImageDraw

from accompaniments.enums import State
from documents.enums import Capacity, DocumentKind, DocumentState, SignatureMeans, SignatureState
from documents.models import Document, Signatory
from documents.services.signing import Upload
from foundation.periods import Month
from journeys.demo.course_diagnosis import make_ready
from journeys.demo.course_path import Path
from journeys.demo.course_support import set_objectives
from journeys.selectors.agreement_content import AgreementTerms, facts_of, first_texts, usual_end
from journeys.services import agreements
from partners.enums import Axis

CONVENTION, CONTRACT = DocumentKind.TRIPARTITE_AGREEMENT, DocumentKind.SUPPORT_CONTRACT
ADHESION = DocumentKind.ADHESION
SITUATIONS = {
    Axis.ACCESS: "Le ménage est hébergé depuis deux ans et cherche un logement à lui, proche de l’école et du travail.",
    Axis.MAINTENANCE: "Le ménage vit dans ce logement et veut le garder. Un retard de loyer est à rembourser.",
}
MEANS = "Des visites au domicile, un appui pour les démarches, un point régulier avec le bailleur."
PROJECT = "Un logement proche de l’école, 450 € de loyer au plus."
ANEW = "Un objectif a été ajouté à la demande du ménage."
NO = "Ne souhaite pas signer pour le moment, sans s’opposer aux visites."
AMENDED = {
    "raison": "Le ménage et le bailleur conviennent d’espacer les rencontres.",
    "changements": "Les rencontres ont lieu une fois par mois jusqu’à la fin de la convention.",
}


def leave_to_landlord(path: Path) -> None:
    """Leave a convention that the landlord alone has still to sign."""
    make_ready(path, 78)
    path.on(40, 15, lambda: set_objectives(path))
    path.on(21, 15, lambda: _prepare(path, CONVENTION))
    path.on(19, 10, lambda: _propose(path, CONVENTION))
    path.on(14, 16, lambda: sign_adults(path, CONVENTION))
    path.on(9, 17, lambda: sign_organisations(path, CONVENTION, Capacity.ASSOCIATION))


def begin_by_convention(path: Path) -> None:
    """Put a convention in force, though one of two adults does not sign: it begins the accompaniment."""
    _begin(path, 122, refuses=True)
    path.on(60, 10, lambda: sign_organisations(path, CONVENTION, Capacity.LANDLORD))


def begin_late(path: Path) -> None:
    """Begin one whose last paper, of the month before last, is recorded when that month is frozen: a correction."""
    last = Month.of(path.stage.today).plus(-1).first
    signed_on, told_on = path.day((path.stage.today - last).days + 3), last + dt.timedelta(days=11)
    since = (path.stage.today - signed_on).days
    make_ready(path, since + 78)
    path.on(since + 40, 15, lambda: set_objectives(path))
    path.on(since + 21, 15, lambda: _prepare(path, CONVENTION))
    path.on(since + 19, 10, lambda: _propose(path, CONVENTION))
    path.on(since + 9, 17, lambda: sign_organisations(path, CONVENTION, Capacity.ASSOCIATION, Capacity.LANDLORD))
    path.on((path.stage.today - told_on).days, 11, lambda: _on_paper(path, signed_on))


def take_over_convention(path: Path) -> None:
    """Renew on Palier the convention of a household that came by reprise, then amend it."""
    path.on(150, 15, lambda: _prepare(path, CONVENTION))
    path.on(149, 10, lambda: _propose(path, CONVENTION))
    path.on(146, 16, lambda: sign_adults(path, CONVENTION))
    path.on(143, 17, lambda: sign_organisations(path, CONVENTION, Capacity.ASSOCIATION, Capacity.LANDLORD))
    path.on(52, 15, lambda: _amend(path))
    path.on(51, 10, lambda: _propose(path, DocumentKind.AMENDMENT))
    path.on(45, 16, lambda: sign_adults(path, DocumentKind.AMENDMENT))
    path.on(43, 17, lambda: sign_organisations(path, DocumentKind.AMENDMENT, Capacity.ASSOCIATION, Capacity.LANDLORD))


def half_sign_contract(path: Path) -> None:
    """Leave a contract that one adult and the association have still to sign."""
    path.on(12, 15, lambda: _prepare(path, CONTRACT))
    path.on(10, 10, lambda: _propose(path, CONTRACT))
    path.on(8, 16, lambda: sign_adults(path, CONTRACT, how_many=1))


def refuse_contract(path: Path) -> None:
    """Leave a contract that the household did not want to sign."""
    path.on(30, 15, lambda: _prepare(path, CONTRACT))
    path.on(29, 10, lambda: _propose(path, CONTRACT))
    path.on(24, 16, lambda: sign_adults(path, CONTRACT, refuses=True))


def sign_papers(path: Path) -> None:
    """Sign the adhesion and the convention of an access; the contract, half signed, is written anew, then signed."""
    path.on(100, 15, lambda: _prepare(path, ADHESION))
    path.on(100, 16, lambda: _propose(path, ADHESION))
    path.on(96, 16, lambda: sign_adults(path, ADHESION))
    path.on(92, 15, lambda: _prepare(path, CONVENTION))
    path.on(92, 16, lambda: _prepare(path, CONTRACT))
    path.on(90, 10, lambda: _propose(path, CONVENTION))
    path.on(90, 11, lambda: _propose(path, CONTRACT))
    path.on(84, 16, lambda: sign_adults(path, CONVENTION))
    path.on(84, 17, lambda: sign_adults(path, CONTRACT, how_many=1))
    path.on(80, 11, lambda: _write_anew(path))
    path.on(79, 10, lambda: _propose(path, CONTRACT))
    path.on(77, 16, lambda: sign_adults(path, CONTRACT))
    for kind in (ADHESION, CONVENTION, CONTRACT):
        path.on(74, 17, partial(sign_organisations, path, kind, Capacity.ASSOCIATION, Capacity.LANDLORD))


def _begin(path: Path, opened: int, *, refuses: bool) -> None:
    make_ready(path, opened)
    path.on(opened - 38, 15, lambda: set_objectives(path))
    path.on(opened - 45, 15, lambda: _prepare(path, CONVENTION))
    path.on(opened - 47, 10, lambda: _propose(path, CONVENTION))
    path.on(opened - 52, 16, lambda: sign_adults(path, CONVENTION, refuses=refuses))
    path.on(opened - 58, 17, lambda: sign_organisations(path, CONVENTION, Capacity.ASSOCIATION))


def _prepare(path: Path, kind: DocumentKind) -> None:
    if State(path.course.state) not in {State.READY, State.SUPPORTED}:
        return
    enrolment, today = path.case.enrolment, path.today
    agreements.prepare(enrolment=enrolment, kind=kind, terms=_terms(path, kind), by=path.by, today=today)


def _terms(path: Path, kind: DocumentKind) -> AgreementTerms:
    today = path.today
    texts = first_texts(facts_of(path.case.enrolment, today))
    texts |= {"situation": SITUATIONS[path.case.story.axis], "moyens": MEANS}
    texts["rythme_bilans"] = texts["rythme_bilans"] or "tous les six mois"
    if kind == CONTRACT:
        texts["projet"] = PROJECT
    if path.case.story.axis == Axis.MAINTENANCE:
        texts["bail"] = texts["bail"] or "bail en cours à la date de la convention"
    return AgreementTerms(
        texts={key: text for key, text in texts.items() if text},
        starts_on=today,
        ends_on=usual_end(today),
        association_ids=(path.case.association.pk,),
        landlord_id=path.landlord.pk,
    )


def _write_anew(path: Path) -> None:
    """Make the next version of a contract: the signatures that it already had are void."""
    row = _latest(path, CONTRACT)
    if row is not None and row.state == DocumentState.TO_SIGN:
        terms = _terms(path, CONTRACT)
        agreements.make_version(
            enrolment=path.case.enrolment, document=row, reason=ANEW, terms=terms, by=path.by, today=path.today
        )


def _amend(path: Path) -> None:
    base = _latest(path, CONVENTION)
    if base is None or base.state != DocumentState.IN_FORCE:
        return
    terms = AgreementTerms(
        texts=AMENDED,
        starts_on=path.today,
        ends_on=base.ends_on,
        association_ids=(path.case.association.pk,),
        landlord_id=path.landlord.pk,
        landlord_signs=True,
    )
    agreements.amend(enrolment=path.case.enrolment, document=base, terms=terms, by=path.by, today=path.today)


def _latest(path: Path, kind: DocumentKind) -> Document | None:
    rows = Document.objects.filter(subject_id=path.case.enrolment.pk, kind=kind)
    return rows.order_by("drafted_on", "number").last()


def _propose(path: Path, kind: DocumentKind) -> None:
    row = _latest(path, kind)
    if row is not None and row.state == DocumentState.DRAFT:
        agreements.propose(document=row, by=path.by, today=path.today)


def _awaited(path: Path, kind: DocumentKind, capacities: Collection[str]) -> list[Signatory]:
    row = _latest(path, kind)
    if row is None or row.state != DocumentState.TO_SIGN:
        return []
    rows = row.signatories.select_related("document").filter(state=SignatureState.TO_SIGN, capacity__in=capacities)
    return list(rows.order_by("position"))


def sign_adults(path: Path, kind: DocumentKind, *, how_many: int | None = None, refuses: bool = False) -> None:
    """Let the household sign in presence; the last adult refuses when that is the story."""
    rows = _awaited(path, kind, Capacity.OF_HOUSEHOLD)[:how_many]
    for rank, row in enumerate(rows, 1):
        if refuses and rank == len(rows):
            agreements.refuse(signatory=row, reason=NO, on=path.today, by=path.by, today=path.today)
            continue
        agreements.sign(
            signatory=row,
            means=SignatureMeans.DRAWN,
            signed_on=path.today,
            read_digest=row.document.digest,
            place=path.case.story.city,
            drawing=_drawn(path.dice(f"hand-{rank}").randint(10, 60)),
            by=path.by,
            today=path.today,
        )


def _on_paper(path: Path, signed_on: dt.date) -> None:
    """Record the household's signatures, made on paper some days before."""
    for row in _awaited(path, CONVENTION, Capacity.OF_HOUSEHOLD):
        agreements.sign(
            signatory=row,
            means=SignatureMeans.SCAN,
            signed_on=signed_on,
            read_digest=row.document.digest,
            scan=Upload(_drawn(30), "exemplaire-signe.png"),
            by=path.by,
            today=path.today,
        )


def sign_organisations(path: Path, kind: DocumentKind, *capacities: Capacity) -> None:
    """Let those who hold a delegation sign for their organisations."""
    for row in _awaited(path, kind, capacities):
        agreements.sign(
            signatory=row,
            means=SignatureMeans.SESSION,
            signed_on=path.today,
            read_digest=row.document.digest,
            by=_delegate(path, row),
            today=path.today,
        )


def _delegate(path: Path, row: Signatory) -> uuid.UUID:
    found: uuid.UUID = path.user("responsable").pk if row.capacity == Capacity.LANDLORD else path.case.manager
    return found


def _drawn(height: int) -> bytes:
    """Draw a hand's stroke, as the signing page sends one."""
    picture = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    stroke = [(12, 70), (60, height), (110, 82), (170, 24), (220, 76), (288, height)]
    ImageDraw.Draw(picture).line(stroke, fill=(24, 32, 64, 255), width=4)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
