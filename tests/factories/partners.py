"""Builders of organisations, people and programmes."""

import datetime as dt
from functools import lru_cache

import factory
from django.contrib.auth.hashers import make_password

from partners.enums import Axis, CadenceKind, CadenceUnit, OrganisationKind, Role
from partners.models import (
    Agency,
    Cadence,
    Invitation,
    ManagementUnit,
    Membership,
    Organisation,
    Programme,
    ProgrammeVersion,
    UnitCorrespondent,
    User,
)
from tests.days import NOW
from tests.factories.base import RowFactory

LONG_AGO = dt.date(2024, 1, 1)
PASSWORD = "palier-exemple-2026"


@lru_cache(maxsize=1)
def hashed_password() -> str:
    """Hash PASSWORD once: Argon2 is slow, as it should be."""
    return make_password(PASSWORD)


class OrganisationFactory(RowFactory[Organisation]):
    """An association, unless told otherwise."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisme {n}")
    kind = OrganisationKind.ASSOCIATION
    started_on = LONG_AGO


class AssociationFactory(OrganisationFactory):
    """An association."""


class LandlordFactory(OrganisationFactory):
    """A landlord."""

    name = factory.Sequence(lambda n: f"Bailleur {n}")
    kind = OrganisationKind.LANDLORD


class AgencyFactory(RowFactory[Agency]):
    """A landlord's branch."""

    class Meta:
        model = Agency

    landlord = factory.SubFactory(LandlordFactory)
    name = factory.Sequence(lambda n: f"Agence {n}")
    started_on = LONG_AGO


class ManagementUnitFactory(RowFactory[ManagementUnit]):
    """A unit of a branch."""

    class Meta:
        model = ManagementUnit

    agency = factory.SubFactory(AgencyFactory)
    name = factory.Sequence(lambda n: f"Unité {n}")
    started_on = LONG_AGO


class UserFactory(RowFactory[User]):
    """A person who can sign in with PASSWORD; without a role until a membership is made."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"personne{n}@exemple.fr")
    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Essai{n}")
    password = factory.LazyFunction(hashed_password)


class MembershipFactory(RowFactory[Membership]):
    """A worker's role in an association, unless told otherwise."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(AssociationFactory)
    role = Role.SOCIAL_WORKER
    started_on = LONG_AGO


class UnitCorrespondentFactory(RowFactory[UnitCorrespondent]):
    """The contact person of a unit, with the role that goes with it."""

    class Meta:
        model = UnitCorrespondent

    unit = factory.SubFactory(ManagementUnitFactory)
    user = factory.SubFactory(UserFactory)
    started_on = LONG_AGO


class InvitationFactory(RowFactory[Invitation]):
    """An invitation still open."""

    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"invitation{n}@exemple.fr")
    first_name = "Camille"
    last_name = "Invité"
    organisation = factory.SubFactory(AssociationFactory)
    role = Role.SOCIAL_WORKER
    token_digest = factory.Sequence(lambda n: f"{n:064x}")
    invited_by = factory.Faker("uuid4", cast_to=None)
    invited_at = NOW
    expires_at = NOW + dt.timedelta(days=7)


class ProgrammeFactory(RowFactory[Programme]):
    """A programme on the way to a home."""

    class Meta:
        model = Programme

    slug = factory.Sequence(lambda n: f"programme-{n}")
    name = factory.Sequence(lambda n: f"Programme {n}")
    axis = Axis.ACCESS


class ProgrammeVersionFactory(RowFactory[ProgrammeVersion]):
    """A version in force; pass `landlords=[…]` and `associations=[…]`."""

    class Meta:
        model = ProgrammeVersion
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)
    lead = factory.SubFactory(LandlordFactory)
    started_on = LONG_AGO

    @factory.post_generation
    def landlords(self, create, extracted, **kwargs):
        """Name the landlords."""
        self.landlords.set(extracted if extracted is not None else [self.lead])

    @factory.post_generation
    def associations(self, create, extracted, **kwargs):
        """Name the associations."""
        self.associations.set(extracted or [])


class CadenceFactory(RowFactory[Cadence]):
    """A meeting with the household every fortnight."""

    class Meta:
        model = Cadence

    version = factory.SubFactory(ProgrammeVersionFactory)
    kind = CadenceKind.VISIT
    every = 14
    unit = CadenceUnit.DAYS
