"""What a letter of the ladder says, in plain and neutral words: nothing of it tells why, and the window shows an address alone.

The association's name stands in the letter, out of the window's reach, and nowhere on a notice left at the door: what a
neighbour may read names nobody but the worker. Who gave the address is told at the first exchange, or when asked: named in a
letter that others may open, it would tell why (domain.md §6; GDPR art. 14).
"""

import datetime as dt
import re
from dataclasses import dataclass

from accompaniments.enums import AttemptKind
from foundation.periods import in_force
from foundation.words import clock, long_date, phone
from households.enums import HolderRole, HousingSituation
from households.models import Enrolment, EnrolmentHolder, InformationNotice
from households.readings import card, housing
from partners.reader import Reader
from partners.selectors import person_cards

NO_ADDRESS = "Aucune adresse n’est connue pour ce ménage\u00a0: enregistrez d’abord son lieu de vie."
NO_SAFE_ADDRESS = (
    "L’adresse de ce ménage est protégée et aucune adresse sûre n’est enregistrée\u00a0: un courrier la mettrait en danger. "
    "Enregistrez une adresse sûre, ou joignez la personne autrement."
)
_MOST_LINES = 5


@dataclass(frozen=True)
class Recipient:
    """Where a letter goes: the window's block, or why no letter may leave."""

    lines: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True)
class Letter:
    """A letter, or a notice of passage, ready to be drawn."""

    recipient: Recipient
    association: str
    sender: tuple[str, ...]  # the association's postal address
    worker: str
    telephone: str
    email: str
    on: dt.date
    is_registered: bool
    tracking_number: str
    appointment: str  # « mardi 24 novembre 2026 à 14 h, au 12 rue des Lices »
    follow: str  # what comes next without an answer
    carries_notice: bool


def recipient(reader: Reader, enrolment: Enrolment) -> Recipient:
    """Give where letters go: the safe address of a protected household and no other, else its present address."""
    place = housing(reader, enrolment)
    if enrolment.is_protected:
        lines = [line.strip() for line in re.split(r"[\n,]", place.safe_address)]
        return _to(reader, enrolment, lines) if any(lines) else Recipient(refusal=NO_SAFE_ADDRESS)
    home = place.current
    if home is None or not home.address or not home.city:
        return Recipient(refusal=NO_ADDRESS)
    host = f"Chez {home.host}" if home.host and home.situation == HousingSituation.WITH_SOMEONE else ""
    return _to(reader, enrolment, [host, *home.address.splitlines(), f"{home.postcode} {home.city}"])


def _to(reader: Reader, enrolment: Enrolment, lines: list[str]) -> Recipient:
    kept = [line.strip() for line in lines if line.strip()]
    return Recipient(lines=(card(reader, enrolment).title, *kept[:_MOST_LINES]))


def letter(
    reader: Reader,
    enrolment: Enrolment,
    *,
    kind: AttemptKind,
    on: dt.date,
    tracking_number: str = "",
    proposed_on: dt.date | None = None,
    proposed_time: dt.time | None = None,
    place: str = "",
    follow: str = "",
) -> Letter:
    """Give a letter signed by its reader, with the information notice when the household has not had it yet."""
    hers = person_cards([reader.user_id], reader.today)[reader.user_id]
    lead = EnrolmentHolder.objects.filter(in_force(reader.today), enrolment=enrolment, role=HolderRole.LEAD)
    holder = lead.select_related("association").first()
    return Letter(
        recipient=recipient(reader, enrolment),
        association=card(reader, enrolment).lead_association,
        sender=holder.association.address_lines if holder else (),
        worker=hers.name,
        telephone=phone(hers.telephone) if hers.telephone else "",
        email=hers.email,
        on=on,
        is_registered=kind == AttemptKind.LETTER_REGISTERED,
        tracking_number=tracking_number,
        appointment=appointment_said(proposed_on, proposed_time, place),
        follow=follow,
        carries_notice=kind in AttemptKind.LETTERS
        and not InformationNotice.objects.filter(enrolment=enrolment).exists(),
    )


def appointment_said(on: dt.date | None, time: dt.time | None, place: str) -> str:
    """Say a proposed meeting, as much as is known of it; nothing without its day."""
    if on is None:
        return ""
    said = long_date(on)
    if time is not None:
        said += f" à {clock(time)}"
    return f"{said}, {place.strip()}" if place.strip() else said


FOLLOWS = {
    AttemptKind.LETTER_SIMPLE: "Sans nouvelles de vous, je vous écrirai de nouveau.",
    AttemptKind.LETTER_REGISTERED: "Sans nouvelles de vous, je vous écrirai de nouveau.",
    AttemptKind.SITE_VISIT: "Sans nouvelles de vous, je passerai vous voir.",
}
