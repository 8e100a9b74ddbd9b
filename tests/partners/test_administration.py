"""The administrator's pages: for her alone, in French, with constant queries, and never a 500."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.enums import CadenceKind, Role
from partners.models import (
    Agency,
    Invitation,
    ManagementUnit,
    Membership,
    Organisation,
    Programme,
    ProgrammeVersion,
    UnitCorrespondent,
    User,
)
from records.models import Event
from tests.days import TODAY, before
from tests.factories import partners as p
from tests.factories.households import EnrolmentFactory

TODAY_TEXT = TODAY.isoformat()
HOSTILE = ["", "\x00", "x" * 10_000, "<script>alert(1)</script>", "9999-99-99", "0001-01-01", "-1", "1e309", "é" * 300]


@pytest.fixture
def admin(db, frozen_day) -> User:
    return p.MembershipFactory.make(role=Role.ADMINISTRATOR, organisation=p.LandlordFactory.make()).user


@pytest.fixture
def page(admin, client_of):
    return client_of(admin)


class Things:
    """One of each thing that an address names."""

    def __init__(self) -> None:
        self.unit = p.ManagementUnitFactory.make()
        self.agency = self.unit.agency
        self.landlord = self.agency.landlord
        self.correspondent = p.MembershipFactory.make(organisation=self.landlord, role=Role.LANDLORD_CORRESPONDENT)
        self.naming = p.UnitCorrespondentFactory.make(unit=self.unit, user=self.correspondent.user)
        self.worker = p.MembershipFactory.make()
        self.invitation = p.InvitationFactory.make()
        self.version = p.ProgrammeVersionFactory.make(
            lead=self.landlord, landlords=[self.landlord], associations=[self.worker.organisation]
        )
        p.CadenceFactory.make(version=self.version)

    def args(self, name: str) -> list[uuid.UUID]:
        by_prefix = {
            "organisation": self.landlord.pk,
            "agency_create": self.landlord.pk,
            "agency": self.agency.pk,
            "unit_create": self.agency.pk,
            "unit": self.unit.pk,
            "correspondent": self.naming.pk,
            "person": self.worker.user_id,
            "second": self.worker.user_id,
            "membership_create": self.worker.user_id,
            "membership": self.correspondent.pk,
            "invitation": self.invitation.pk,
            "programme": self.version.programme_id,
            "version_create": self.version.programme_id,
            "version": self.version.pk,
        }
        return [by_prefix.get(name) or by_prefix[name.split("_", maxsplit=1)[0]]]


LISTS = ["organisations", "people", "invitations", "programmes"]
NEW = ["organisation_create", "invitation_create", "programme_create"]
PAGES = ["organisation", "unit", "person", "programme"]
FORMS = [
    "organisation_edit",
    "organisation_end",
    "agency_create",
    "agency_edit",
    "unit_create",
    "unit_edit",
    "unit_correspondent",
    "person_edit",
    "membership_create",
    "membership_end",
    "programme_rename",
    "version_create",
    "version_edit",
]


def address(things: Things, name: str) -> str:
    return reverse(f"partners:{name}", args=[] if name in LISTS + NEW else things.args(name))


@pytest.mark.parametrize("name", LISTS + NEW + PAGES + FORMS + ["second_factor_reset"])
def test_every_page_opens(page, name):
    response = page.get(address(Things(), name))
    assert response.status_code == 200
    title = response.content.decode().split("</title>")[0]
    assert "Essai" not in title
    assert "Camille" not in title


@pytest.mark.parametrize("name", NEW + FORMS)
def test_a_form_sent_empty_says_what_is_missing(page, name):
    things = Things()
    response = page.post(address(things, name), {})
    assert response.status_code == 200
    assert response.context["form"].errors


@pytest.mark.parametrize("name", NEW + FORMS)
def test_hostile_input_is_never_a_500(page, name):
    url = address(Things(), name)
    fields = page.get(url).context["form"].fields
    for value in (*HOSTILE, str(uuid.uuid4())):
        assert page.post(url, {field: [value, value] for field in fields}).status_code in {200, 302}, value


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?nature=%00", "?situation=zz", "?organisme=1&role=X&acces=é"])
@pytest.mark.parametrize("name", ["organisations", "people"])
def test_a_list_takes_any_query(page, name, query):
    assert page.get(reverse(f"partners:{name}") + query).status_code == 200


def test_the_other_roles_are_told_why_not(client_of, admin):
    things = Things()
    for user in (things.worker.user, things.correspondent.user):
        client = client_of(user)
        for name in LISTS + NEW + PAGES + FORMS:
            assert client.get(address(things, name)).status_code == 403, name
            if name in NEW + FORMS:
                assert client.post(address(things, name), {}).status_code == 403, name


def test_what_does_not_exist_is_404(page):
    for name in PAGES + FORMS:
        assert page.get(reverse(f"partners:{name}", args=[uuid.uuid4()])).status_code == 404, name


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_as_many_queries_whatever_its_rows(page, name):
    counts = []
    for rows in (1, 2, 27):
        for _ in range(rows):
            Things()
        page.get(reverse(f"partners:{name}"))
        with CaptureQueriesContext(connection) as captured:
            assert page.get(reverse(f"partners:{name}")).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2], counts


@pytest.mark.parametrize("name", ["organisation", "person", "unit", "programme"])
def test_a_page_costs_as_many_queries_whatever_hangs_on_it(page, name):
    things = Things()
    counts = []
    for rows in (0, 3, 20):
        for _ in range(rows):
            unit = p.ManagementUnitFactory.make(agency=p.AgencyFactory.make(landlord=things.landlord))
            p.UnitCorrespondentFactory.make(unit=unit, user=things.correspondent.user)
            p.UnitCorrespondentFactory.make(unit=things.unit, ended_on=TODAY)
            p.MembershipFactory.make(organisation=things.landlord, role=Role.LANDLORD_MANAGER)
            p.MembershipFactory.make(user=things.worker.user)
            p.ProgrammeVersionFactory.make(
                programme=things.version.programme, number=100 + ProgrammeVersion.objects.count(), ended_on=TODAY
            )
        with CaptureQueriesContext(connection) as captured:
            page.get(address(things, name))
        counts.append(len(captured))
    assert counts[1] == counts[2], counts


def test_she_adds_a_landlord_its_agency_its_unit_and_its_correspondent(page):
    sent = {"name": "Vallis Habitat", "kind": "LANDLORD", "started_on": TODAY_TEXT, "totp_roles": ["CAL_SECRETARY"]}
    organisation_url = page.post(reverse("partners:organisation_create"), sent).url
    landlord = Organisation.objects.get(name="Vallis Habitat")
    assert organisation_url == reverse("partners:organisation", args=[landlord.pk])
    page.post(reverse("partners:agency_create", args=[landlord.pk]), {"name": "Pertuis", "started_on": TODAY_TEXT})
    agency = Agency.objects.get(landlord=landlord)
    page.post(reverse("partners:unit_create", args=[agency.pk]), {"name": "Pertuis sud", "started_on": TODAY_TEXT})
    unit = ManagementUnit.objects.get(agency=agency)
    user = p.MembershipFactory.make(organisation=landlord, role=Role.LANDLORD_CORRESPONDENT).user
    response = page.post(
        reverse("partners:unit_correspondent", args=[unit.pk]), {"user": user.pk, "started_on": TODAY_TEXT}, follow=True
    )
    named = UnitCorrespondent.objects.get(unit=unit)
    assert reverse("partners:correspondent_undo", args=[named.pk]) in response.content.decode()
    page.post(reverse("partners:correspondent_undo", args=[named.pk]))
    assert not UnitCorrespondent.objects.filter(unit=unit).exists()
    assert Event.objects.filter(subject_id=landlord.pk).count() == 5


def test_a_typed_name_is_looked_for_by_post_and_never_in_an_address(page):
    person = p.MembershipFactory.make(user__last_name="Vergès", user__first_name="Noé").user
    response = page.post(reverse("partners:people"), {"text": "vergès noé"})
    assert [line.id for line in response.context["lines"]] == [person.pk]
    assert page.post(reverse("partners:people"), {"text": "introuvable"}).context["lines"] == []
    everyone = page.get(reverse("partners:people") + "?text=Verg%C3%A8s&q=Verg%C3%A8s")
    assert len(everyone.context["lines"]) == User.objects.count()


def test_people_are_filtered_by_organisation_role_and_access(page):
    things = Things()
    p.UserFactory.make()
    url = reverse("partners:people")

    def found(query):
        return {line.id for line in page.get(url + query).context["lines"]}

    assert found(f"?organisme={things.worker.organisation_id}") == {things.worker.user_id}
    assert found("?role=LANDLORD_CORRESPONDENT") == {things.correspondent.user_id}
    assert len(found("?acces=none")) == 1
    User.objects.filter(pk=things.worker.user_id).update(is_active=False)
    assert found("?acces=closed") == {things.worker.user_id}


def test_she_closes_an_access_and_takes_it_back(page, client_of):
    user = p.MembershipFactory.make().user
    hers = client_of(user)
    assert hers.get(reverse("partners:account")).status_code == 200
    response = page.post(reverse("partners:person_suspend", args=[user.pk]), follow=True)
    assert reverse("partners:person_restore", args=[user.pk]) in response.content.decode()
    assert hers.get(reverse("partners:account")).status_code == 302
    page.post(reverse("partners:person_restore", args=[user.pk]))
    assert User.objects.get(pk=user.pk).is_active


def test_she_cannot_close_her_own_access(page, admin):
    page.post(reverse("partners:person_suspend", args=[admin.pk]))
    assert User.objects.get(pk=admin.pk).is_active


def test_she_gives_a_role_and_ends_it(page):
    user = p.UserFactory.make()
    landlord = p.LandlordFactory.make()
    sent = {"organisation": landlord.pk, "role": "LANDLORD_MANAGER", "started_on": TODAY_TEXT, "full_time_share": "1"}
    page.post(reverse("partners:membership_create", args=[user.pk]), sent)
    membership = Membership.objects.get(user=user)
    page.post(reverse("partners:membership_end", args=[membership.pk]), {"ended_on": TODAY_TEXT})
    membership.refresh_from_db()
    assert membership.ended_on == TODAY
    page.post(reverse("partners:membership_reopen", args=[membership.pk]))
    membership.refresh_from_db()
    assert membership.ended_on is None


def test_a_role_that_does_not_exist_there_is_refused_beside_its_field(page):
    user = p.UserFactory.make()
    sent = {"organisation": p.LandlordFactory.make().pk, "role": "SOCIAL_WORKER", "started_on": TODAY_TEXT}
    response = page.post(reverse("partners:membership_create", args=[user.pk]), sent)
    assert "role" in response.context["form"].errors
    assert response.context["form"]["organisation"].value() == str(sent["organisation"])


def test_a_worker_s_end_is_not_done_here(page):
    membership = p.MembershipFactory.make()
    page.post(reverse("partners:membership_end", args=[membership.pk]), {"ended_on": TODAY_TEXT})
    membership.refresh_from_db()
    assert membership.ended_on is None


def test_she_invites_sends_again_and_cancels(page):
    sent = {
        "first_name": "Zoé",
        "last_name": "Blanc",
        "email": "zoe@exemple.fr",
        "organisation": p.AssociationFactory.make().pk,
        "role": "SOCIAL_WORKER",
        "full_time_share": "0,5",
    }
    assert page.post(reverse("partners:invitation_create"), sent).status_code == 302
    invitation = Invitation.objects.get()
    assert str(invitation.full_time_share) == "0.50"
    digest = invitation.token_digest
    page.post(reverse("partners:invitation_resend", args=[invitation.pk]))
    invitation.refresh_from_db()
    assert invitation.token_digest != digest
    page.post(reverse("partners:invitation_revoke", args=[invitation.pk]))
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None
    assert page.get(reverse("partners:invitations")).status_code == 200


def version_form(things: Things, **values) -> dict:
    sent = {
        "started_on": before(100).isoformat(),
        "lead": things.landlord.pk,
        "landlords": [things.landlord.pk],
        "associations": [things.worker.organisation_id],
        "target_households": "20",
        "caseload_ratio": "20",
        "preparation_weight": "1",
        "watch_weight": "0",
        "watch_months": "24",
        "effort_amber": "25",
        "effort_red": "33",
        "to_confirm": ["watch_weight"],
        "outreach_last_wait": "10",
        "rung_1": "LETTER_SIMPLE",
        "rung_2": "SITE_VISIT",
        "wait_2": "12",
        "confirm_rung_2": "on",
        "every_VISIT": "15",
        "confirm_VISIT": "on",
    }
    sent |= {f"unit_{kind}": "DAYS" for kind in CadenceKind}
    return {**sent, **values}


def test_she_adds_a_programme_and_agrees_its_next_version(page):
    things = Things()
    sent = version_form(things, name="Bail d’essai", axis="ACCESS")
    assert page.post(reverse("partners:programme_create"), sent).status_code == 302
    programme = Programme.objects.get(name="Bail d’essai")
    version = programme.versions.get()
    assert (version.target_households, version.to_confirm) == (20, "watch_weight")
    assert version.cadences.get().is_to_confirm
    assert list(version.ladder.values_list("position", "kind", "wait_days", "is_to_confirm")) == [
        (1, "LETTER_SIMPLE", 0, False),
        (2, "SITE_VISIT", 12, True),
    ]
    shown = page.get(reverse("partners:programme", args=[programme.pk])).content.decode()
    assert "Visite sur site, 12\u00a0jours après l’étape d’avant" in shown
    edit = reverse("partners:version_edit", args=[version.pk])
    page.post(edit, version_form(things, target_households="22"))
    version.refresh_from_db()
    assert version.target_households == 22
    EnrolmentFactory.make(version=version)
    refused = page.post(edit, version_form(things, target_households="23"))
    assert "nouvelle version" in str(refused.context["form"].errors)
    create = reverse("partners:version_create", args=[programme.pk])
    assert page.get(create).context["form"]["target_households"].value() == 22
    assert page.get(create).context["form"]["rung_2"].value() == "SITE_VISIT"
    hole = page.post(create, version_form(things, rung_1=""))
    assert "rung_1" in hole.context["form"].errors
    page.post(create, version_form(things, started_on=TODAY_TEXT, target_households="30"))
    version.refresh_from_db()
    assert version.ended_on == before(1)
    new = programme.versions.get(number=2)
    assert new.target_households == 30
    page.post(reverse("partners:version_undo", args=[new.pk]))
    assert programme.versions.count() == 1


def test_bands_of_effort_rate_that_cross_are_refused(page):
    things = Things()
    url = reverse("partners:version_edit", args=[things.version.pk])
    response = page.post(url, version_form(things, effort_amber="40"))
    assert "effort_red" in response.context["form"].errors


class TestAccount:
    def test_anyone_corrects_her_own_name_and_telephone(self, client_of, db, frozen_day):
        user = p.MembershipFactory.make().user
        client = client_of(user)
        assert client.get(reverse("partners:account")).status_code == 200
        sent = {"first_name": "Inès", "last_name": "Roche", "telephone": "0490123456", "email": "autre@exemple.fr"}
        assert client.post(reverse("partners:account"), sent).status_code == 302
        before_email = user.email
        user.refresh_from_db()
        assert (user.full_name, user.telephone, user.email) == ("Inès Roche", "+33490123456", before_email)

    def test_hostile_input_is_said_beside_the_field(self, client_of, db, frozen_day):
        client = client_of(p.MembershipFactory.make().user)
        for value in HOSTILE:
            sent = {"first_name": value, "last_name": value, "telephone": value}
            assert client.post(reverse("partners:account"), sent).status_code in {200, 302}, value
