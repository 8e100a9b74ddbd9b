"""Pages that write in a file: done, refused beside the field with all that was typed, closed to whom they are."""

import datetime as dt
import uuid

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from households.models import (
    AddressProtection,
    Channel,
    CurrentHousing,
    Enrolment,
    EnrolmentWorker,
    Guardian,
    HouseholdMember,
    HousingRequest,
    InformationNotice,
    Person,
    ProtectedReader,
    Resource,
    SharingAgreement,
    VisitPrecaution,
)
from tests.days import TODAY, before
from tests.factories import households as h
from tests.world import adult_of

ISO = TODAY.isoformat()


def url(name, enrolment, **ids):
    return reverse(f"households:{name}", kwargs={"enrolment_id": enrolment.pk, **ids})


@pytest.fixture
def rows(world):
    """A row of each kind in `mine`, for the pages that change one."""
    mine, adult = world.mine, adult_of(world.mine)
    child = mine.household.members.get(kind="CHILD")
    return {
        "member_id": child.pk,
        "guardian_id": h.GuardianFactory.make(enrolment=mine, person=adult).pk,
        "request_id": h.HousingRequestFactory.make(enrolment=mine).pk,
        "housing_id": mine.housings.get().pk,
        "channel_id": mine.channels.get().pk,
        "precaution_id": h.VisitPrecautionFactory.make(enrolment=mine).pk,
        "agreement_id": h.SharingAgreementFactory.make(enrolment=mine, person=adult, started_on=before(9)).pk,
        "worker_id": mine.workers.get().pk,
    }


PAGES = {
    "person_add": (),
    "person_correct": ("member_id",),
    "member_change": ("member_id",),
    "member_end": ("member_id",),
    "guardian_add": (),
    "guardian_end": ("guardian_id",),
    "request_add": (),
    "request_correct": ("request_id",),
    "language_edit": (),
    "housing_move": (),
    "housing_correct": ("housing_id",),
    "channel_add": (),
    "channel_correct": ("channel_id",),
    "channel_end": ("channel_id",),
    "precaution_add": (),
    "precaution_end": ("precaution_id",),
    "finances_edit": (),
    "agreement_add": (),
    "agreement_revoke": ("agreement_id",),
    "notice_give": (),
    "protection_edit": (),
    "co_worker_add": (),
    "worker_end": ("worker_id",),
}
OF_MANAGERS = {"co_worker_add", "worker_end"}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_to_whom_may_write_and_to_no_one_else(world, rows, client_of, name):
    address = url(name, world.mine, **{key: rows[key] for key in PAGES[name]})
    writers = {"manager"} if name in OF_MANAGERS else {"lead", "manager"}
    told_why = {"lead", "colleague", "correspondent_orange", "adviser", "litigation"} - writers
    for who in ("lead", "manager", "colleague", "other_worker", "correspondent_orange", "admin"):
        expected = {200, 302} if who in writers else {403} if who in told_why else {404}
        client = client_of(getattr(world, who))
        for answer in (client.get(address), client.post(address, {})):
            assert answer.status_code in expected, who
            assert "Teinturiers" not in answer.content.decode() or who in writers


@pytest.mark.parametrize("name", [name for name, keys in PAGES.items() if keys])
def test_a_row_of_another_file_does_not_exist(world, rows, client_of, name):
    client = client_of(world.manager)
    for other in (world.colleagues, world.protected):
        address = url(name, other, **{key: rows[key] for key in PAGES[name]})
        assert client.get(address).status_code == 404
    assert client.get(url(name, world.mine, **{key: uuid.uuid4() for key in PAGES[name]})).status_code == 404


NASTY = [
    "\x00",
    "<script>alert(1)</script>",
    "x" * 10_000,
    "9999-99-99",
    "-1",
    "NaN",
    "1e400",
    "٣",
    "😀",
    str(uuid.UUID(int=7)),
    "0001-01-01",
    "9999-12-31",
]


@pytest.mark.parametrize("name", PAGES)
def test_hostile_input_is_never_a_fault(world, rows, client_of, name):
    client = client_of(world.manager)
    address = url(name, world.mine, **{key: rows[key] for key in PAGES[name]})
    fields = client.get(address).context["form"].fields
    for nasty in NASTY:
        for data in (dict.fromkeys(fields, nasty), {field: [nasty, nasty, ""] for field in fields}):
            assert client.post(address, data).status_code in {200, 302}, nasty


@pytest.mark.parametrize("typed", ["", "2026-13", "1000000-01", "\x00", "2026-10&mois=x"])
def test_an_odd_month_in_the_address_is_this_month(world, client_of, typed):
    answer = client_of(world.lead).get(url("finances_edit", world.mine), {"mois": typed})
    assert answer.status_code == 200
    assert 'value="2026-11"' in answer.content.decode()


def sent(client, address, data):
    """Post, and give the messages said when it is done."""
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer, [str(message) for message in get_messages(answer.wsgi_request)]


def refused(client, address, data):
    answer = client.post(address, data)
    assert answer.status_code == 200
    return answer.context["form"].errors


def test_adding_a_person(world, client_of):
    client = client_of(world.lead)
    data = {
        "civility": "MR",
        "first_name": "Karim",
        "last_name": "Zemmouri",
        "birth_on": "1985-02-28",
        "kind": "OTHER_ADULT",
        "presence": "PERMANENT",
        "started_on": ISO,
    }
    for field, value, said in (
        ("birth_on", "2026-11-22", "dans le futur"),
        ("birth_on", "1901-01-01", "125 ans"),
        ("birth_on", "1890-01-01", "trop ancienne"),
        ("started_on", "2026-11-22", "pas encore venue"),
        ("started_on", "1984-01-01", "trop ancienne"),
        ("started_on", "", "Indiquez la date"),
        ("last_name", " ", "Remplissez"),
        ("kind", "DOG", "Choisissez"),
    ):
        errors = refused(client, url("person_add", world.mine), {**data, field: value})
        assert said in errors[field][0]
    assert not Person.objects.filter(last_name="Zemmouri").exists()
    answer, said = sent(client, url("person_add", world.mine), data)
    assert answer["Location"] == reverse("journeys:file_people", args=[world.mine.pk])
    assert said == ["Personne ajoutée au ménage."]
    assert HouseholdMember.objects.filter(household=world.mine.household, person__last_name="Zemmouri").exists()


def test_what_was_typed_stays_when_it_is_refused(world, client_of):
    answer = client_of(world.lead).post(
        url("person_add", world.mine), {"first_name": "Karim", "last_name": "", "started_on": "hier"}
    )
    page = answer.content.decode()
    assert 'value="Karim"' in page
    assert 'value="hier"' in page
    assert "Ce n’est pas encore enregistré." in page


def test_correcting_leaving_and_changing(world, client_of):
    client, child = client_of(world.lead), world.mine.household.members.get(kind="CHILD")
    sent(
        client,
        url("person_correct", world.mine, member_id=child.pk),
        {"civility": "MRS", "first_name": "Lina-Rose", "last_name": "Bensaïd", "birth_on": "2017-09-02"},
    )
    child.person.refresh_from_db()
    assert child.person.first_name == "Lina-Rose"
    sent(
        client,
        url("member_change", world.mine, member_id=child.pk),
        {"kind": "CHILD", "presence": "SHARED_CUSTODY", "started_on": before(5).isoformat()},
    )
    later = world.mine.household.members.get(kind="CHILD", ended_on__isnull=True)
    errors = refused(client, url("member_end", world.mine, member_id=later.pk), {"ended_on": before(6).isoformat()})
    assert "précéder" in errors["ended_on"][0]
    sent(client, url("member_end", world.mine, member_id=later.pk), {"ended_on": ISO, "reason": "Chez son père"})
    later.refresh_from_db()
    assert (later.ended_on, later.end_reason) == (TODAY, "Chez son père")


def test_guardians_and_requests(world, client_of):
    client, adult = client_of(world.lead), adult_of(world.mine)
    data = {"person": str(adult.pk), "kind": "GUARDIANSHIP", "name": "UDAF 84", "started_on": ISO}
    errors = refused(client, url("guardian_add", world.mine), {**data, "telephone": "12"})
    assert "Écrivez un numéro" in errors["telephone"][0]
    errors = refused(client, url("guardian_add", world.mine), {**data, "person": str(adult_of(world.others).pk)})
    assert "person" in errors
    sent(client, url("guardian_add", world.mine), {**data, "telephone": "04 90 12 34 56"})
    guardian = Guardian.objects.get(enrolment=world.mine)
    sent(client, url("guardian_end", world.mine, guardian_id=guardian.pk), {"ended_on": ISO})

    _, said = sent(client, url("request_add", world.mine), {"number": "084 2610 123", "applicant": str(adult.pk)})
    assert said[-2] == "Demande enregistrée."
    assert "en compte 10" in said[-1]
    request = HousingRequest.objects.get(enrolment=world.mine)
    data = {"number": "084261012345678901", "filed_on": "2026-10-01"}
    errors = refused(
        client, url("request_correct", world.mine, request_id=request.pk), {**data, "renewed_on": "2026-09-01"}
    )
    assert "dépôt" in errors["renewed_on"][0]
    _, said = sent(client, url("request_correct", world.mine, request_id=request.pk), data)
    assert said[-1] == "Demande enregistrée."
    sent(client, url("language_edit", world.mine), {"language": "portugais", "needs_interpreter": "on"})
    assert Enrolment.objects.get(pk=world.mine.pk).needs_interpreter


def test_moving(world, client_of):
    client, unit = client_of(world.lead), world.units["Apt"]
    data = {
        "situation": "TENANT",
        "owner": f"unit:{unit.pk}",
        "address": "3 rue Droite",
        "postcode": "84400",
        "city": "Apt",
        "host": "laissé d’un autre choix",
        "started_on": ISO,
    }
    assert (
        "cinq chiffres"
        in refused(client, url("housing_move", world.mine), {**data, "postcode": "8440A"})["postcode"][0]
    )
    assert "owner" in refused(client, url("housing_move", world.mine), {**data, "owner": f"unit:{world.other_unit.pk}"})
    errors = refused(client, url("housing_move", world.mine), {**data, "started_on": "2026-06-01"})
    assert "01/06/2026" in errors["started_on"][0]
    sent(client, url("housing_move", world.mine), data)
    home = CurrentHousing.objects.get(enrolment=world.mine, ended_on__isnull=True)
    assert (home.unit, home.landlord, home.host) == (unit, world.landlord, "")
    page = client.get(url("housing_correct", world.mine, housing_id=home.pk)).content.decode()
    assert "3 rue Droite" in page
    sent(
        client,
        url("housing_correct", world.mine, housing_id=home.pk),
        {**data, "situation": "SHELTER", "host": "CHRS", "owner": ""},
    )
    home.refresh_from_db()
    assert (home.unit, home.host) == (None, "CHRS")


def test_channels_and_precautions(world, client_of):
    client = client_of(world.lead)
    data = {"kind": "PHONE", "value": "06 98 76 54 32", "started_on": ISO}
    for value in ("12", "abc", ""):
        assert "value" in refused(client, url("channel_add", world.mine), {**data, "value": value})
    sent(client, url("channel_add", world.mine), data)
    channel = Channel.objects.get(enrolment=world.mine, started_on=TODAY)
    assert (channel.value, channel.is_safe) == ("+33698765432", False)
    page = client.get(url("channel_correct", world.mine, channel_id=channel.pk)).content.decode()
    assert "+33698765432" in page
    sent(
        client,
        url("channel_correct", world.mine, channel_id=channel.pk),
        {"kind": "EMAIL", "value": "nadia@exemple.fr", "is_safe": "on", "started_on": ISO},
    )
    sent(client, url("channel_end", world.mine, channel_id=channel.pk), {"ended_on": ISO})
    channel.refresh_from_db()
    assert (channel.value, channel.is_safe, channel.ended_on) == ("nadia@exemple.fr", True, TODAY)
    assert "note" in refused(client, url("precaution_add", world.mine), {"flag": "OTHER", "started_on": ISO})
    sent(client, url("precaution_add", world.mine), {"flag": "DOG", "started_on": ISO})
    precaution = VisitPrecaution.objects.get(enrolment=world.mine)
    sent(client, url("precaution_end", world.mine, precaution_id=precaution.pk), {"ended_on": ISO})


def test_a_month(world, client_of):
    client, adult = client_of(world.lead), adult_of(world.mine)
    page = client.get(url("finances_edit", world.mine))
    assert "Repris du dernier mois connu, octobre 2026" in page.content.decode()
    assert page.context["form"].initial["resource_kind_0"] == "RSA"
    data = {
        "month": "2026-11",
        "resource_kind_0": "WAGE",
        "resource_person_0": str(adult.pk),
        "resource_amount_0": "1 412,30 €",
        "resource_kind_1": "FAMILY",
        "resource_amount_1": "0",
        "charge_RENT": "412,5",
    }
    for field, value, where in (
        ("resource_amount_0", "", "resource_amount_0"),
        ("resource_amount_0", "-5", "resource_amount_0"),
        ("resource_amount_0", "beaucoup", "resource_amount_0"),
        ("resource_kind_0", "", "resource_kind_0"),
        ("resource_person_0", str(adult_of(world.others).pk), "resource_person_0"),
        ("charge_RENT", "100000000", "charge_RENT"),
        ("month", "2027-01", "month"),
        ("month", "", "month"),
    ):
        assert where in refused(client, url("finances_edit", world.mine), {**data, field: value}), field
    assert not Resource.objects.filter(enrolment=world.mine, month_on=dt.date(2026, 11, 1)).exists()
    sent(client, url("finances_edit", world.mine), data)
    written = Resource.objects.filter(enrolment=world.mine, month_on=dt.date(2026, 11, 1))
    assert [str(amount) for amount in written.order_by("-amount").values_list("amount", flat=True)] == [
        "1412.30",
        "0.00",
    ]
    assert world.mine.charges.get().amount == 412.5
    page = client.get(url("finances_edit", world.mine)).content.decode()
    assert "1412,30" in page
    assert "Repris" not in page


def test_more_lines_than_a_page_offers_are_bounded(world, client_of):
    data = {"month": "2026-11"}
    for number in range(99):
        data |= {f"resource_kind_{number}": "OTHER", f"resource_amount_{number}": "1"}
    sent(client_of(world.lead), url("finances_edit", world.mine), data)
    assert Resource.objects.filter(enrolment=world.mine, month_on=dt.date(2026, 11, 1)).count() == 40


def test_accords_and_notice(world, client_of):
    client, adult = client_of(world.lead), adult_of(world.mine)
    data = {"person": str(adult.pk), "scope": "COORDINATION", "answer": "oui", "started_on": before(2).isoformat()}
    child = world.mine.household.members.get(kind="CHILD").person
    assert "person" in refused(client, url("agreement_add", world.mine), {**data, "person": str(child.pk)})
    sent(client, url("agreement_add", world.mine), data)
    agreement = SharingAgreement.objects.get(enrolment=world.mine)
    assert agreement.is_granted
    assert "started_on" in refused(client, url("agreement_add", world.mine), data)
    sent(client, url("agreement_revoke", world.mine, agreement_id=agreement.pk), {"revoked_on": ISO})
    agreement.refresh_from_db()
    assert agreement.ended_on == before(1)
    sent(client, url("notice_give", world.mine), {"given_on": ISO, "means": "LETTER"})
    assert InformationNotice.objects.get(enrolment=world.mine).given_by == world.lead.pk


def test_protecting_naming_and_lifting(world, client_of):
    client = client_of(world.lead)
    stranger = {"started_on": ISO, "reason": "Menaces", "readers": [str(world.other_worker.pk)]}
    assert "readers" in refused(client, url("protection_edit", world.mine), stranger)
    sent(
        client,
        url("protection_edit", world.mine),
        {"started_on": ISO, "reason": "Menaces", "readers": [str(world.colleague.pk)]},
    )
    page = client.get(url("protection_edit", world.mine)).content.decode()
    assert "Menaces" in page
    assert client_of(world.manager).get(url("protection_edit", world.mine)).status_code == 200
    listed = ProtectedReader.objects.get(user=world.colleague)
    remove = url("protection_remove", world.mine, listed_id=listed.pk)
    assert client_of(world.colleague).post(remove).status_code == 403
    assert "Youssef Amrani" in client.get(remove).content.decode()
    sent(client, remove, {})
    assert not ProtectedReader.objects.filter(user=world.colleague).exists()
    sent(client, url("protection_name", world.mine), {"user": str(world.colleague.pk)})
    errors = refused(client, url("protection_lift", world.mine), {"ended_on": before(1).isoformat()})
    assert "précéder" in errors["ended_on"][0]
    sent(client, url("protection_lift", world.mine), {"ended_on": ISO})
    assert not Enrolment.objects.get(pk=world.mine.pk).is_protected
    assert AddressProtection.objects.get(enrolment=world.mine).ended_on == TODAY
    for name in ("protection_name", "protection_lift"):
        assert client.get(url(name, world.mine)).status_code == 404


def test_the_lead_and_the_manager_alone_protect(world, client_of):
    h.EnrolmentWorkerFactory.make(
        enrolment=world.mine, user=world.colleague, association=world.soligone, role="CO_WORKER"
    )
    client = client_of(world.colleague)
    assert client.get(url("notice_give", world.mine)).status_code == 200
    answer = client.get(url("protection_edit", world.mine))
    assert answer.status_code == 403
    assert "Seule la référente" in answer.content.decode()


def test_the_team(world, client_of):
    client = client_of(world.manager)
    value = f"{world.colleague.pk}:{world.soligone.pk}"
    data = {"worker": value, "started_on": ISO}
    other = f"{world.other_worker.pk}:{world.cap_habitat.pk}"
    assert "worker" in refused(client, url("co_worker_add", world.mine), {**data, "worker": other})
    assert "started_on" in refused(client, url("co_worker_add", world.mine), {**data, "started_on": "2030-01-01"})
    sent(client, url("co_worker_add", world.mine), data)
    worker = EnrolmentWorker.objects.get(enrolment=world.mine, role="CO_WORKER")
    assert refused(client, url("co_worker_add", world.mine), data)
    sent(client, url("worker_end", world.mine, worker_id=worker.pk), {"ended_on": ISO})


def test_a_manager_does_not_end_the_other_associations_people(world, client_of):
    h.EnrolmentHolderFactory.make(enrolment=world.mine, association=world.cap_habitat, role="ASSOCIATE")
    worker = world.mine.workers.get()
    answer = client_of(world.other_manager).post(url("worker_end", world.mine, worker_id=worker.pk), {"ended_on": ISO})
    assert answer.status_code == 403
    assert client_of(world.other_manager).get(url("co_worker_add", world.mine)).status_code == 200


def test_no_title_holds_a_name(world, rows, client_of):
    client = client_of(world.manager)
    for name, keys in PAGES.items():
        page = client.get(url(name, world.mine, **{key: rows[key] for key in keys})).content.decode()
        title = page.split("<title>")[1].split("</title>")[0]
        assert "Bensaïd" not in title
        assert "Nadia" not in title


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_cost_a_bounded_number_of_queries(world, rows, client_of, name, django_assert_max_num_queries):
    client = client_of(world.manager)
    address = url(name, world.mine, **{key: rows[key] for key in PAGES[name]})
    client.get(address)
    with django_assert_max_num_queries(32):
        client.get(address)
