"""The pages of the clocks and of the protocole: each side records, the title follows, the stranger finds nothing."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from accompaniments.enums import ReferralSource
from accompaniments.models import Accompaniment, Referral
from households.enums import NamingCause
from households.models import CurrentHousing, EnrolmentNaming
from journeys.selectors.dues import dues
from leases.enums import LeaseKind, ProcedureStage, ProtocolState
from leases.models import AccountBalance, Lease, ProcedureStep, SocialCohesionProtocol, StatedLease
from leases.rules.plans import even_instalments
from leases.services import plans, procedures
from leases.services.plans import PlanTerms
from records.services.parameters import load_reference
from tests.days import NOW, TODAY, after, at, before
from tests.factories import leases as f
from tests.world import reader_of

pytestmark = pytest.mark.django_db
S = ProcedureStage
SENT = {
    "decided_on": before(120).isoformat(),
    "court": "Tribunal judiciaire d’Orange",
    "started_on": before(30).isoformat(),
    "ends_on": after(300).isoformat(),
    "indemnity": "480",
    "debt": "1200",
    "instalment": "50",
    "payer_approved_on": "",
}


@pytest.fixture(autouse=True)
def the_law(db):
    load_reference(by=uuid.uuid4())


def step(world, stage, on, **values):
    return procedures.record_step(
        by=world.litigation.pk,
        enrolment=world.mine,
        landlord=world.landlord,
        stage=stage,
        reached_on=on,
        today=TODAY,
        **values,
    )


def url(world, name, *args):
    return reverse(f"journeys:{name}", args=[world.mine.pk, *args])


def page(world, client_of, who):
    return client_of(world.people[who]).get(url(world, "file_procedure")).text


def titles_due(world, day=TODAY):
    with time_machine.travel(at(day), tick=False):
        return {due.title: due for due in dues(reader_of(world.lead, day), [world.mine.pk])}


class TestNow:
    """The sentence, the clocks and their texts, for each reader."""

    @pytest.mark.parametrize("who", ["lead", "manager", "litigation", "adviser", "correspondent_orange"])
    def test_each_reads_what_it_means(self, world, client_of, who):
        step(world, S.JUDGMENT_TERMINATION, before(60))
        step(world, S.VACATE_ORDER, before(10))
        text = page(world, client_of, who)
        assert "aucune expulsion n’est possible avant le 1er avril 2027" in text
        assert "trêve hivernale" in text
        assert "L. 412-1" in text.replace("\u00a0", " ")
        assert "Bail résilié, aucune expulsion avant le 1er avril 2027" in text

    def test_a_lease_is_asked_for_then_counted_from(self, world, client_of):
        step(world, S.PAYMENT_ORDER, before(10))
        assert "à calculer" in page(world, client_of, "lead")
        client = client_of(world.lead)
        refused = client.post(url(world, "procedure_lease"), {"signed_on": after(3).isoformat(), "rent": "abc"})
        assert refused.status_code == 200
        assert after(3).isoformat() in refused.text
        sent = {
            "signed_on": "2024-02-01",
            "rent": "430",
            "charges": "90",
            "benefit": "200",
            "is_paid_to_landlord": "on",
        }
        assert client.post(url(world, "procedure_lease"), sent).status_code == 302
        assert StatedLease.objects.get().rent == Decimal(430)
        text = page(world, client_of, "litigation")
        assert "délai de 6\u00a0semaines" in text
        assert "24-70.002" in text

    def test_the_change_of_title_is_proposed_and_never_done(self, world, client_of):
        dwelling = f.DwellingFactory.make(landlord=world.landlord, unit=world.units["Orange"])
        lease = f.LeaseFactory.make(enrolment=world.mine, share__dwelling=dwelling)
        step(world, S.JUDGMENT_TERMINATION, before(5))
        lease.refresh_from_db()
        assert lease.ended_on is None
        assert "enregistrez son occupation sans titre" in page(world, client_of, "lead")

    def test_a_stage_is_undone_then_put_back(self, world, client_of):
        client = client_of(world.lead)
        sent = {"stage": "JUDGMENT_TERMS", "reached_on": before(3).isoformat(), "until_on": after(300).isoformat()}
        done = client.post(url(world, "procedure_step"), sent, follow=True)
        row = ProcedureStep.objects.get()
        assert row.until_on == after(300)
        assert url(world, "procedure_withdraw", row.pk) in done.text
        undone = client.post(url(world, "procedure_withdraw", row.pk), follow=True)
        assert url(world, "procedure_restore", row.pk) in undone.text
        client.post(url(world, "procedure_restore", row.pk))
        row.refresh_from_db()
        assert row.withdrawn_at is None
        client.post(url(world, "procedure_step_end", row.pk), {"until_on": after(200).isoformat()})
        row.refresh_from_db()
        assert row.until_on == after(200)

    def test_the_prefet_is_awaited_until_somebody_says_he_was_told(self, world, client_of):
        """A hearing in 40 days: the landlord had to tell the préfet six weeks before, two days ago."""
        summons = step(world, S.SUMMONS, before(20))
        step(world, S.HEARING, after(40))
        step(world, S.CCAPEX_REFERRED, before(1))  # beside the stages: it hides no date
        late = titles_due(world)["Dernier jour pour prévenir le préfet de l’audience"]
        assert (late.due_on, late.act) == (before(2), "Noter que le préfet est prévenu")
        assert "Transmettre l’assignation au préfet" in page(world, client_of, "litigation")
        homes = {who: client_of(world.people[who]).get(reverse("home")).text for who in ("litigation", "adviser")}
        assert "Dernier jour pour prévenir le préfet de l’audience" in homes["litigation"]
        assert "Dernier jour pour prévenir" not in homes["adviser"]
        tell = url(world, "procedure_prefect", summons.pk)
        assert tell in page(world, client_of, "litigation")
        assert tell not in page(world, client_of, "adviser")
        client = client_of(world.litigation)
        for day, words in ((before(21), "au plus tôt"), (after(1), "pas encore")):
            refused = client.post(tell, {"told_on": day.isoformat()})
            assert words in refused.text
            assert day.isoformat() in refused.text
        assert client.post(tell, {"told_on": before(1).isoformat()}).status_code == 302
        assert "Dernier jour pour prévenir le préfet de l’audience" not in titles_due(world)
        text = page(world, client_of, "lead")
        assert "après ce jour" in text
        assert "Transmettre l’assignation au préfet" not in text

    def test_only_a_summons_is_told_to_the_prefet(self, world, client_of):
        ordered = step(world, S.PAYMENT_ORDER, before(10))
        sent = client_of(world.litigation).post(
            url(world, "procedure_prefect", ordered.pk), {"told_on": before(1).isoformat()}
        )
        assert "Le préfet est prévenu d’une assignation." in sent.text

    def test_a_services_list_says_it_and_its_step(self, world, client_of, request_of):
        request_of(world)
        step(world, S.JUDGMENT_TERMINATION, before(5))
        text = client_of(world.litigation).get(reverse("journeys:requests")).text
        assert "Le juge a résilié le bail" in text
        assert "Dire s’il signe un protocole" in text


class TestDue:
    """What is near or late on a team's files."""

    def test_the_lease_to_say_then_the_last_day_to_pay(self, world):
        step(world, S.PAYMENT_ORDER, before(30))
        assert "Date de signature du bail à indiquer" in titles_due(world)
        procedures.state_lease(
            by=world.lead.pk,
            enrolment=world.mine,
            landlord=world.landlord,
            said=procedures.LeaseSaid(dt.date(2024, 1, 1), Decimal(430)),
            today=TODAY,
        )
        line = titles_due(world)["Dernier jour pour payer ou s’accorder"]
        assert line.due_on == after(12)
        assert "24-70.002" in line.why

    def test_a_threshold_reached_until_it_is_told(self, world):
        step(world, S.ARREARS, before(30))
        procedures.state_lease(
            by=world.lead.pk,
            enrolment=world.mine,
            landlord=world.landlord,
            said=procedures.LeaseSaid(dt.date(2024, 1, 1), Decimal(430), is_paid_to_landlord=False),
            today=TODAY,
        )
        AccountBalance.objects.create(
            enrolment=world.mine,
            landlord=world.landlord,
            stated_on=before(20),
            amount=Decimal(900),
            recorded_by=world.litigation.pk,
        )
        assert titles_due(world)["Impayé à signaler à la caisse d’allocations"].due_on == before(20)
        step(world, S.CAF_REPORTED, before(3))
        assert "Impayé à signaler à la caisse d’allocations" not in titles_due(world)

    @pytest.mark.parametrize(
        ("stage", "day", "is_said"),
        [
            (S.VACATE_ORDER, dt.date(2027, 1, 29), False),
            (S.VACATE_ORDER, dt.date(2027, 1, 30), True),
            (S.VACATE_ORDER, dt.date(2027, 3, 31), True),
            (S.VACATE_ORDER, dt.date(2027, 4, 1), False),
            (S.JUDGMENT_TERMINATION, dt.date(2027, 3, 1), False),
        ],
    )
    def test_the_end_of_the_truce_is_said_to_whom_an_order_told_to_leave(self, world, stage, day, is_said):
        step(world, stage, before(10))
        assert ("Fin de la trêve hivernale" in titles_due(world, day)) is is_said

    def test_a_colleague_of_another_file_is_told_nothing(self, world):
        step(world, S.PAYMENT_ORDER, before(30))
        lines = dues(reader_of(world.colleague), [world.mine.pk])
        assert not [line for line in lines if "bail" in line.title]


class TestProtocol:
    """Signed on its page by either side, its title follows, it is undone whole."""

    @pytest.mark.parametrize("who", ["lead", "litigation"])
    def test_signed_said_kept(self, world, client_of, who):
        step(world, S.JUDGMENT_TERMINATION, before(120))
        AccountBalance.objects.create(
            enrolment=world.mine,
            landlord=world.landlord,
            stated_on=before(20),
            amount=Decimal("2310.20"),
            recorded_by=world.litigation.pk,
        )
        client = client_of(world.people[who])
        assert 'value="2310,20"' in client.get(url(world, "protocol_new")).text
        sent = {**SENT, "started_on": before(40).isoformat(), "debt": "2310,20"}
        short = client.post(url(world, "protocol_new"), {**sent, "instalment": "10"}).text
        assert "Même prolongé jusqu’au" in short
        assert client.post(url(world, "protocol_new"), sent).status_code == 302
        row = SocialCohesionProtocol.objects.get()
        text = page(world, client_of, who).replace("\u202f", "\u00a0")
        assert "il restera 1\u00a0710,20\u00a0€ à la fin du protocole" in text  # twelve months, the last begun
        assert "enregistrez-le dans ses titres" in text
        early = client.post(url(world, "protocol_end", row.pk), {"state": "HONOURED", "ended_on": row.started_on})
        assert "Aucun mois entier" in early.text
        assert "Tribunal judiciaire d’Orange" in page(world, client_of, "adviser")
        sent = {"extended_to": after(400).isoformat()}
        assert client.post(url(world, "protocol_extend", row.pk), sent).status_code == 302
        sent = {"state": "HONOURED", "ended_on": before(1).isoformat(), "reason": ""}
        assert client.post(url(world, "protocol_end", row.pk), sent).status_code == 302
        row.refresh_from_db()
        assert (row.state, row.extended_to) == (ProtocolState.HONOURED, after(400))
        assert "Dernier jour pour signer le nouveau bail" in page(world, client_of, who)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("ends_on", after(900).isoformat()),
            ("ends_on", "0001-01-01"),
            ("indemnity", "-3"),
            ("indemnity", "1e400"),
            ("instalment", "0"),
            ("debt", "NaN"),
            ("started_on", "9999-12-31"),
            ("court", "x" * 300),
        ],
    )
    def test_what_is_refused_is_said_and_nothing_is_lost(self, world, client_of, name, value):
        step(world, S.JUDGMENT_TERMINATION, before(120))
        answer = client_of(world.lead).post(url(world, "protocol_new"), {**SENT, name: value})
        assert answer.status_code == 200
        assert "Tribunal judiciaire" in answer.text or name == "court"
        assert not SocialCohesionProtocol.objects.exists()

    def test_a_household_with_no_title_at_all_gets_it_where_it_lives(self, world, client_of):
        step(world, S.JUDGMENT_TERMINATION, before(120))
        dwelling = f.DwellingFactory.make(landlord=world.landlord, unit=world.units["Orange"])
        CurrentHousing.objects.filter(enrolment=world.mine).update(dwelling_id=dwelling.pk)
        client_of(world.litigation).post(url(world, "protocol_new"), SENT)
        row = SocialCohesionProtocol.objects.get()
        assert (row.title.kind, row.title.share.dwelling) == (LeaseKind.PCS, dwelling)
        assert row.title.started_on == before(30)
        assert "enregistrez-le dans ses titres" not in page(world, client_of, "lead")
        client_of(world.litigation).post(url(world, "procedure_withdraw", row.step_id))
        assert not Lease.objects.exists()

    def test_the_title_follows_both_ways(self, world, client_of):
        step(world, S.JUDGMENT_TERMINATION, before(120))
        dwelling = f.DwellingFactory.make(landlord=world.landlord, unit=world.units["Orange"])
        f.LeaseFactory.make(
            enrolment=world.mine,
            kind=LeaseKind.NO_TITLE,
            share__dwelling=dwelling,
            signed_on=before(120),
            started_on=before(120),
        )
        client = client_of(world.lead)
        client.post(url(world, "protocol_new"), SENT)
        row = SocialCohesionProtocol.objects.get()
        assert row.title.kind == LeaseKind.PCS
        assert Lease.objects.get(kind=LeaseKind.NO_TITLE).ended_on == before(31)
        sent = {"state": "BROKEN", "ended_on": before(2).isoformat(), "reason": "Deux échéances manquent."}
        assert client.post(url(world, "protocol_end", row.pk), sent).status_code == 302
        assert Lease.objects.get(kind=LeaseKind.PCS).ended_on == before(2)
        assert Lease.objects.filter(kind=LeaseKind.NO_TITLE, ended_on__isnull=True).get().started_on == before(1)

    def test_its_plan_is_tied_and_followed(self, world, client_of):
        step(world, S.JUDGMENT_TERMINATION, before(120))
        client = client_of(world.lead)
        client.post(url(world, "protocol_new"), SENT)
        row = SocialCohesionProtocol.objects.get()
        tie = url(world, "protocol_plan", row.pk)
        assert tie not in page(world, client_of, "lead")
        assert "enregistrez-le d’abord" in client.post(tie, follow=True).text
        plan = plans.agree_with_landlord(
            by=world.litigation.pk,
            enrolment=world.mine,
            landlord=world.landlord,
            terms=PlanTerms(Decimal(1200), before(40), even_instalments(Decimal(1200), 24, after(5))),
            today=TODAY,
        )
        assert tie in page(world, client_of, "litigation")
        assert tie not in page(world, client_of, "adviser")
        client.post(tie)
        row.refresh_from_db()
        assert row.plan_id == plan.pk
        text = page(world, client_of, "lead")
        assert url(world, "plan", plan.pk) in text
        assert tie not in text

    def test_undone_the_title_before_comes_back(self, world, client_of):
        step(world, S.JUDGMENT_TERMINATION, before(120))
        dwelling = f.DwellingFactory.make(landlord=world.landlord, unit=world.units["Orange"])
        f.LeaseFactory.make(
            enrolment=world.mine,
            kind=LeaseKind.NO_TITLE,
            share__dwelling=dwelling,
            signed_on=before(120),
            started_on=before(120),
        )
        client = client_of(world.lead)
        client.post(url(world, "protocol_new"), SENT)
        row = SocialCohesionProtocol.objects.get()
        client.post(url(world, "procedure_withdraw", row.step_id))
        row.refresh_from_db()
        assert row.state == ProtocolState.ANNULLED
        assert Lease.objects.get(enrolment=world.mine).kind == LeaseKind.NO_TITLE

    @pytest.mark.parametrize(
        ("who", "status"), [("other_worker", 404), ("colleague", 403), ("adviser", 403), ("rental", 404)]
    )
    def test_strangers_and_other_services(self, world, client_of, who, status):
        step(world, S.JUDGMENT_TERMINATION, before(120))
        client_of(world.lead).post(url(world, "protocol_new"), SENT)
        row = SocialCohesionProtocol.objects.get()
        client = client_of(world.people[who])
        for name, args in (
            ("protocol_new", ()),
            ("protocol_end", (row.pk,)),
            ("protocol_extend", (row.pk,)),
            ("procedure_lease", ()),
        ):
            answer = client.get(url(world, name, *args))
            assert answer.status_code == status
            assert "Tribunal judiciaire" not in answer.text

    def test_a_submitted_dossier_tells_nothing_of_it(self, world, client_of):
        step(world, S.JUDGMENT_TERMINATION, before(120))
        EnrolmentNaming.objects.filter(enrolment=world.mine).update(cause=NamingCause.DOSSIER_SUBMITTED)
        text = client_of(world.correspondent_orange).get(url(world, "file")).text
        assert "résilié" not in text


@pytest.fixture
def request_of():
    """Give what records that the litigation service asked for a file."""

    def ask(world):
        return Referral.objects.create(
            enrolment=world.mine,
            accompaniment=Accompaniment.objects.get(enrolment=world.mine),
            source=ReferralSource.LANDLORD_LITIGATION,
            source_organisation=world.landlord,
            received_on=before(30),
            association=world.soligone,
            recorded_by=world.litigation.pk,
            recorded_at=NOW,
        )

    return ask
