"""What the tests of pages send, and the strings and days that hurt."""

import uuid

from accompaniments.enums import State
from tests.days import TODAY, before

HOSTILE = (
    "\x00",
    "x" * 10_000,
    "<script>alert(1)</script>",
    "'; DROP TABLE accompaniments_contact; --",
    "9999999999999999999",
    "-1",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "25:61",
    "00000000-0000-4000-8000-000000000001",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
)


def people(*rows, total=None):
    """Give the rows of people as the page sends them."""
    sent = {
        "people-TOTAL_FORMS": str(total if total is not None else max(3, len(rows))),
        "people-INITIAL_FORMS": "0",
        "people-MIN_NUM_FORMS": "0",
        "people-MAX_NUM_FORMS": "12",
    }
    for number in range(int(sent["people-TOTAL_FORMS"])):
        row = rows[number] if number < len(rows) else {}
        for name, usual in (("civility", "UNKNOWN"), ("kind", "ADULT"), ("first_name", ""), ("last_name", "")):
            sent[f"people-{number}-{name}"] = row.get(name, usual)
        sent[f"people-{number}-birth_on"] = row.get("birth_on", "")
    return sent


INES = {"civility": "MRS", "first_name": "Inès", "last_name": "Carvalho", "birth_on": "1990-05-04"}


def referral(world, *rows, **values):
    """Give a whole referral."""
    return {
        "offer": f"{world.securisation.pk}:{world.soligone.pk}",
        "source": "SIAO",
        "received_on": before(3).isoformat(),
        "note": "Sortie de CHRS",
        "sending_key": str(uuid.uuid4()),
        **people(*(rows or (INES,))),
        **values,
    }


def takeover(world, **values):
    """Give a whole reprise."""
    return {
        "offer": f"{world.sauvegarde.pk}:{world.soligone.pk}",
        "started_on": before(200).isoformat(),
        "lead": f"{world.soligone.pk}:{world.lead.pk}",
        "state": State.SUPPORTED.value,
        "state_on": before(100).isoformat(),
        "on_diagnosed": before(150).isoformat(),
        "reason": "Suivi commencé avant Palier",
        "sending_key": str(uuid.uuid4()),
        **people(INES),
        **values,
    }


def contact(**values):
    """Give a whole contact."""
    return {
        "kind": "MESSAGE_SENT",
        "person_answered": "on",
        "day": before(1).isoformat(),
        "time": "14:30",
        "text": "Rappel du rendez-vous",
        "audience": "TEAM",
        "sending_key": str(uuid.uuid4()),
        **values,
    }


def claim(**values):
    """Give a whole démarche."""
    return {
        "kind": "FSL_ACCESS",
        "label": "Dépôt de garantie",
        "audience": "ASSOCIATIONS",
        "step": "FILED",
        "happened_on": TODAY.isoformat(),
        "note": "Envoyé par courriel",
        "sending_key": str(uuid.uuid4()),
        **values,
    }
