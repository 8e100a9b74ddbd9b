"""What the tests of entries send to the services."""

import datetime as dt
import uuid

from accompaniments.enums import ReferralSource, State
from accompaniments.services.referrals import record_referral
from accompaniments.services.takeovers import take_over
from households.enums import Civility, HousingSituation
from households.services.enrolments import NewPerson
from households.services.housing import Place
from tests.days import TODAY, before

NADIA = NewPerson("Inès", "Carvalho", civility=Civility.MRS, birth_on=dt.date(1990, 5, 4))


def refer(world, **values):
    """Record a referral of twelve days ago, for Soligone, by its manager."""
    said = {
        "by": world.manager.pk,
        "version": world.securisation,
        "association": world.soligone,
        "source": ReferralSource.SIAO,
        "received_on": before(12),
        "people": [NADIA],
        "today": TODAY,
    } | values
    return record_referral(**said)


def reprise(world, **values):
    """Take over a supported household, led by `lead`."""
    said = {
        "by": world.manager.pk,
        "version": world.sauvegarde,
        "association": world.soligone,
        "lead": world.lead,
        "started_on": before(200),
        "known": [(State.DIAGNOSED, before(180)), (State.SUPPORTED, before(100))],
        "reason": "Suivi commencé avant Palier",
        "people": [NADIA],
        "today": TODAY,
    } | values
    return take_over(**said)


def tenant_of(unit):
    """Give a dwelling of a unit."""
    return Place(
        situation=HousingSituation.TENANT,
        address="3 place des Carmes",
        city="Orange",
        landlord=unit.agency.landlord,
        unit=unit,
    )


def key():
    """Give a new key of sending."""
    return uuid.uuid4()
