"""Writes of partners: dated, refused with their reason, each with its event."""

import datetime as dt
import uuid

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command

from accompaniments.models import Accompaniment
from foundation.encryption import encrypt
from foundation.refusals import Refused
from partners.enums import Axis, CadenceKind, CadenceUnit, InvitationState, OrganisationKind, Role
from partners.models import Invitation, Membership, UnitCorrespondent, User
from partners.services import departures, invitations, organisations, people, programmes, territory
from partners.services.invitations import InvitationGone
from partners.tasks import mail_invitation
from records.models import Event
from tests.days import NOW, TODAY, after, before
from tests.factories import partners as p
from tests.factories.households import EnrolmentFactory

BY = uuid.uuid4()
LONG = "un escalier et trois marches"


@pytest.fixture(autouse=True)
def _database(db, frozen_day):
    """Every test here writes."""


def verbs() -> list[str]:
    return list(Event.objects.order_by("at").values_list("verb", flat=True))


class TestOrganisations:
    def test_its_name_is_taken_whatever_the_case(self):
        p.AssociationFactory.make(name="Soligone")
        with pytest.raises(Refused, match="déjà"):
            organisations.create_organisation(by=BY, name="soligone ", kind=OrganisationKind.OTHER, started_on=TODAY)

    def test_it_does_not_end_while_someone_works_there(self):
        membership = p.MembershipFactory.make()
        with pytest.raises(Refused, match="rôle"):
            organisations.end_organisation(by=BY, organisation=membership.organisation, ended_on=TODAY)
        Membership.objects.update(ended_on=TODAY)
        ended = organisations.end_organisation(by=BY, organisation=membership.organisation, ended_on=TODAY)
        assert ended.ended_on == TODAY
        assert organisations.reopen_organisation(by=BY, organisation=ended).ended_on is None
        assert verbs() == ["organisation.ended", "organisation.reopened"]

    def test_it_does_not_end_while_a_programme_counts_it(self):
        association = p.AssociationFactory.make()
        p.ProgrammeVersionFactory.make(associations=[association])
        with pytest.raises(Refused, match="programme"):
            organisations.end_organisation(by=BY, organisation=association, ended_on=TODAY)


class TestCorrespondents:
    @pytest.fixture
    def unit(self):
        return p.ManagementUnitFactory.make()

    def correspondent(self, unit) -> User:
        return p.MembershipFactory.make(organisation=unit.agency.landlord, role=Role.LANDLORD_CORRESPONDENT).user

    def test_a_new_one_from_a_day_closes_the_former_on_the_eve(self, unit):
        first, second = self.correspondent(unit), self.correspondent(unit)
        territory.name_correspondent(by=BY, unit=unit, user_id=first.pk, started_on=before(90))
        territory.name_correspondent(by=BY, unit=unit, user_id=second.pk, started_on=TODAY)
        rows = UnitCorrespondent.objects.order_by("started_on").values_list("user_id", "started_on", "ended_on")
        assert list(rows) == [(first.pk, before(90), before(1)), (second.pk, TODAY, None)]

    def test_undoing_gives_the_former_her_unit_back(self, unit):
        first, second = self.correspondent(unit), self.correspondent(unit)
        territory.name_correspondent(by=BY, unit=unit, user_id=first.pk, started_on=before(90))
        named = territory.name_correspondent(by=BY, unit=unit, user_id=second.pk, started_on=TODAY)
        territory.undo_correspondent(by=BY, named=named)
        assert UnitCorrespondent.objects.get().user_id == first.pk
        assert UnitCorrespondent.objects.get().ended_on is None

    @pytest.mark.parametrize("day", [before(90), before(91)])
    def test_it_never_starts_before_the_present_one(self, unit, day):
        first, second = self.correspondent(unit), self.correspondent(unit)
        territory.name_correspondent(by=BY, unit=unit, user_id=first.pk, started_on=before(90))
        with pytest.raises(Refused) as refused:
            territory.name_correspondent(by=BY, unit=unit, user_id=second.pk, started_on=day)
        assert refused.value.field == "started_on"

    def test_it_is_someone_of_that_landlord(self, unit):
        stranger = p.MembershipFactory.make(
            organisation=p.LandlordFactory.make(), role=Role.LANDLORD_CORRESPONDENT
        ).user
        for user_id in (stranger.pk, uuid.uuid4()):
            with pytest.raises(Refused):
                territory.name_correspondent(by=BY, unit=unit, user_id=user_id, started_on=TODAY)

    def test_her_units_end_with_her_role(self, unit):
        user = self.correspondent(unit)
        territory.name_correspondent(by=BY, unit=unit, user_id=user.pk, started_on=before(90))
        people.end_membership(by=BY, membership=Membership.objects.get(), ended_on=TODAY, today=TODAY)
        assert UnitCorrespondent.objects.get().ended_on == TODAY

    def test_a_unit_that_ends_names_the_one_that_takes_over(self, unit):
        successor = p.ManagementUnitFactory.make(agency=unit.agency)
        user = self.correspondent(unit)
        territory.name_correspondent(by=BY, unit=unit, user_id=user.pk, started_on=before(90))
        territory.edit_unit(
            by=BY, unit=unit, name=unit.name, started_on=unit.started_on, ended_on=TODAY, successor_id=successor.pk
        )
        unit.refresh_from_db()
        assert (unit.ended_on, unit.successor_id) == (TODAY, successor.pk)
        assert UnitCorrespondent.objects.get().ended_on == TODAY
        with pytest.raises(Refused):
            territory.edit_unit(
                by=BY, unit=unit, name=unit.name, started_on=unit.started_on, ended_on=TODAY, successor_id=unit.pk
            )


class TestRoles:
    @pytest.mark.parametrize(
        ("kind", "role"),
        [
            (OrganisationKind.LANDLORD, Role.SOCIAL_WORKER),
            (OrganisationKind.ASSOCIATION, Role.CAL_SECRETARY),
            (OrganisationKind.OTHER, Role.ASSOCIATION_MANAGER),
        ],
    )
    def test_a_role_exists_where_it_is_worked(self, kind, role):
        with pytest.raises(Refused) as refused:
            people.add_membership(
                by=BY,
                user=p.UserFactory.make(),
                organisation=p.OrganisationFactory.make(kind=kind),
                role=role,
                started_on=TODAY,
            )
        assert refused.value.field == "role"

    def test_a_role_is_held_once_at_a_time(self):
        row = p.MembershipFactory.make(ended_on=before(1))
        given = {"by": BY, "user": row.user, "organisation": row.organisation, "role": Role.SOCIAL_WORKER}
        with pytest.raises(Refused):
            people.add_membership(**given, started_on=before(1))
        people.add_membership(**given, started_on=TODAY)
        with pytest.raises(Refused):
            people.add_membership(**given, started_on=after(30))
        with pytest.raises(Refused, match="repris"):
            people.reopen_membership(by=BY, membership=row)

    def test_a_worker_leaves_by_the_journey_that_moves_her_files(self):
        row = p.MembershipFactory.make()
        with pytest.raises(Refused, match="dossiers d’abord"):
            people.end_membership(by=BY, membership=row, ended_on=TODAY, today=TODAY)
        departures.end_membership(by=BY, membership=row, ended_on=TODAY, today=TODAY)
        row.refresh_from_db()
        assert row.ended_on == TODAY

    def test_an_end_is_taken_back(self):
        row = p.MembershipFactory.make(role=Role.ASSOCIATION_MANAGER)
        people.end_membership(by=BY, membership=row, ended_on=TODAY, today=TODAY)
        assert people.reopen_membership(by=BY, membership=row).ended_on is None
        assert verbs() == ["membership.ended", "membership.reopened"]

    def test_someone_always_administers(self):
        row = p.MembershipFactory.make(role=Role.ADMINISTRATOR)
        with pytest.raises(Refused, match="dernière"):
            people.end_membership(by=BY, membership=row, ended_on=TODAY, today=TODAY)
        with pytest.raises(Refused, match="dernière"):
            people.suspend_user(by=BY, user=row.user, today=TODAY)
        p.MembershipFactory.make(role=Role.ADMINISTRATOR)
        people.suspend_user(by=BY, user=row.user, today=TODAY)
        assert not User.objects.get(pk=row.user_id).is_active

    def test_nobody_closes_her_own_access(self):
        user = p.MembershipFactory.make().user
        with pytest.raises(Refused, match="propre"):
            people.suspend_user(by=user.pk, user=user, today=TODAY)

    def test_an_address_is_one_person_whatever_the_case(self):
        user = p.UserFactory.make(email="claire@exemple.fr")
        other = p.UserFactory.make()
        with pytest.raises(Refused):
            people.edit_user(
                by=BY,
                user=other,
                email="CLAIRE@exemple.fr",
                first_name="A",
                last_name="B",
                telephone="",
                qualification="",
            )
        assert user.email == "claire@exemple.fr"


class TestInvitations:
    @pytest.fixture
    def landlord(self):
        return p.LandlordFactory.make()

    def invite(self, organisation, role=Role.LANDLORD_MANAGER, **values):
        given = {"email": "Nouvelle@Exemple.fr", "first_name": "Zoé", "last_name": "Blanc", **values}
        return invitations.invite(
            by=BY, organisation=organisation, role=role, now=NOW, base_url="https://palier.exemple", **given
        )

    def accept(self, token, password=LONG, now=NOW):
        return invitations.accept(token=token, password=password, telephone="", now=now, today=TODAY)

    def test_the_link_makes_an_account_and_its_role(self, landlord):
        invitation, token = self.invite(landlord)
        assert token not in str(vars(invitation))
        user = self.accept(token)
        assert user.email == "nouvelle@exemple.fr"
        assert check_password(LONG, user.password)
        membership = Membership.objects.get()
        assert (membership.user, membership.role, membership.started_on) == (user, Role.LANDLORD_MANAGER, TODAY)
        assert verbs() == ["invitation.sent", "user.created", "membership.started", "invitation.accepted"]
        assert Event.objects.exclude(verb="invitation.sent").values("act").distinct().count() == 1

    def test_it_serves_once(self, landlord):
        _, token = self.invite(landlord)
        self.accept(token)
        with pytest.raises(InvitationGone) as gone:
            self.accept(token)
        assert gone.value.state == InvitationState.ACCEPTED

    def test_it_lasts_seven_days(self, landlord):
        _, token = self.invite(landlord)
        with pytest.raises(InvitationGone) as gone:
            self.accept(token, now=NOW + dt.timedelta(days=7))
        assert gone.value.state == InvitationState.EXPIRED

    def test_a_cancelled_or_unknown_link_is_worth_nothing(self, landlord):
        invitation, token = self.invite(landlord)
        invitations.revoke(by=BY, invitation=invitation, now=NOW)
        for one in (token, "nimporte-quoi", ""):
            with pytest.raises(InvitationGone):
                self.accept(one)

    def test_sending_again_kills_the_former_link(self, landlord):
        invitation, token = self.invite(landlord)
        _, new = invitations.resend(by=BY, invitation=invitation, now=NOW, base_url="https://palier.exemple")
        with pytest.raises(InvitationGone):
            self.accept(token)
        assert self.accept(new).email == "nouvelle@exemple.fr"

    def test_a_weak_password_is_refused_with_its_reason(self, landlord):
        _, token = self.invite(landlord)
        with pytest.raises(Refused) as refused:
            self.accept(token, password="nouvelle")
        assert refused.value.field == "password"
        assert not User.objects.exists()

    def test_a_correspondent_gets_her_unit(self, landlord):
        unit = p.ManagementUnitFactory.make(agency__landlord=landlord)
        _, token = self.invite(landlord, Role.LANDLORD_CORRESPONDENT, unit=unit)
        assert UnitCorrespondent.objects.filter(unit=unit, user=self.accept(token), started_on=TODAY).exists()

    def test_a_unit_of_another_landlord_is_refused(self, landlord):
        with pytest.raises(Refused):
            self.invite(landlord, Role.LANDLORD_CORRESPONDENT, unit=p.ManagementUnitFactory.make())

    def test_an_address_that_has_an_account_or_waits_is_refused(self, landlord):
        self.invite(landlord)
        with pytest.raises(Refused, match="attend déjà"):
            self.invite(landlord, email="nouvelle@exemple.fr")
        p.UserFactory.make(email="autre@exemple.fr")
        with pytest.raises(Refused, match="compte"):
            self.invite(landlord, email="Autre@exemple.fr")

    def test_the_mail_holds_the_link_and_no_name(self, landlord, mailoutbox):
        invitation, token = self.invite(landlord)
        mail_invitation(invitation_id=str(invitation.pk), sealed=encrypt(token), base_url="https://palier.exemple")
        message = mailoutbox[0]
        assert f"https://palier.exemple/invitation/{token}/" in message.body
        assert message.to == ["nouvelle@exemple.fr"]
        assert "Blanc" not in message.body + message.subject

    def test_a_cancelled_one_is_not_mailed(self, landlord, mailoutbox):
        invitation, token = self.invite(landlord)
        Invitation.objects.update(revoked_at=NOW)
        mail_invitation(invitation_id=str(invitation.pk), sealed=encrypt(token), base_url="https://palier.exemple")
        assert not mailoutbox


class TestProgrammes:
    def terms(self, **values) -> programmes.Terms:
        landlord = p.LandlordFactory.make()
        given = {
            "lead": landlord,
            "landlords": [landlord],
            "associations": [p.AssociationFactory.make()],
            "started_on": before(300),
            "cadences": [programmes.CadenceTerms(CadenceKind.VISIT, 15, CadenceUnit.DAYS)],
        }
        return programmes.Terms(**{**given, **values})

    def test_an_open_version_is_corrected_while_no_file_holds_it(self):
        version = programmes.create_programme(by=BY, name="Bail d’essai", axis=Axis.ACCESS, terms=self.terms())
        programmes.edit_version(by=BY, version=version, terms=self.terms(target_households=12, started_on=before(200)))
        version.refresh_from_db()
        assert (version.target_households, version.started_on) == (12, before(200))
        EnrolmentFactory.make(version=version)
        with pytest.raises(Refused, match="nouvelle version"):
            programmes.edit_version(by=BY, version=version, terms=self.terms())

    def test_a_new_version_closes_the_former_on_the_eve(self):
        version = programmes.create_programme(by=BY, name="Bail d’essai", axis=Axis.ACCESS, terms=self.terms())
        EnrolmentFactory.make(version=version)
        new = programmes.add_version(by=BY, programme=version.programme, terms=self.terms(started_on=TODAY))
        version.refresh_from_db()
        assert (version.ended_on, new.number, new.ended_on) == (before(1), 2, None)
        programmes.undo_version(by=BY, version=new)
        version.refresh_from_db()
        assert version.ended_on is None

    def test_a_version_with_files_is_not_withdrawn(self):
        version = programmes.create_programme(by=BY, name="Bail d’essai", axis=Axis.ACCESS, terms=self.terms())
        new = programmes.add_version(by=BY, programme=version.programme, terms=self.terms(started_on=TODAY))
        EnrolmentFactory.make(version=new)
        with pytest.raises(Refused):
            programmes.undo_version(by=BY, version=new)
        with pytest.raises(Refused):
            programmes.undo_version(by=BY, version=version)
        assert not Accompaniment.objects.exists()

    def test_a_new_version_follows_the_former(self):
        version = programmes.create_programme(by=BY, name="Bail d’essai", axis=Axis.ACCESS, terms=self.terms())
        with pytest.raises(Refused) as refused:
            programmes.add_version(by=BY, programme=version.programme, terms=self.terms(started_on=before(300)))
        assert refused.value.field == "started_on"

    def test_a_name_is_taken_once(self):
        programmes.create_programme(by=BY, name="Bail d’essai", axis=Axis.ACCESS, terms=self.terms())
        for name in ("bail d’essai", "!!!"):
            with pytest.raises(Refused):
                programmes.create_programme(by=BY, name=name, axis=Axis.ACCESS, terms=self.terms())


def test_the_first_administrator_is_invited_from_the_command_line(capsys):
    p.LandlordFactory.make(name="Mistral Habitat")
    given = {"email": "a@b.fr", "first_name": "A", "last_name": "B", "base_url": "https://palier.exemple/"}
    with pytest.raises(CommandError, match="Mistral Habitat"):
        call_command("invite_administrator", organisation="Autre", **given)
    call_command("invite_administrator", organisation="mistral habitat", **given)
    token = capsys.readouterr().out.strip().removeprefix("https://palier.exemple/invitation/").removesuffix("/")
    invitations.accept(token=token, password=LONG, telephone="", now=NOW, today=TODAY)
    assert Membership.objects.get().role == Role.ADMINISTRATOR
