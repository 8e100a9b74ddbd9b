"""The procedure of an occupant: recorded, withdrawn, committed to hold, read by each as she may (domain.md §3.7, §3.9)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from accompaniments.enums import ReferralSource
from accompaniments.models import Accompaniment, Referral
from foundation.refusals import Refused
from households.enums import NamingCause
from households.models import EnrolmentNaming
from leases.enums import ProcedureStage
from leases.models import AccountBalance, ProcedureHold, ProcedureStep
from leases.permissions import procedure_standing
from leases.rules.procedures import Reached, present_stage, why_hold_is_refused, why_stage_is_refused
from leases.selectors.procedures import procedure
from leases.services import procedures
from records.models import Event
from tests.days import TODAY, after, before
from tests.world import reader_of

pytestmark = pytest.mark.django_db
TEAM_NOTE = "Apporté par le ménage, en larmes."
LANDLORD_NOTE = "Jugement du tribunal d’Orange."
CONDITIONS = "Le loyer courant est payé chaque mois."


def step(world, stage=ProcedureStage.SUMMONS, on=None, *, by=None, **values):
    return procedures.record_step(
        by=(by or world.litigation).pk,
        enrolment=world.mine,
        landlord=world.landlord,
        stage=stage,
        reached_on=on or before(10),
        today=TODAY,
        **values,
    )


def balance(world, amount, on=None, *, by=None):
    return procedures.record_balance(
        by=(by or world.litigation).pk,
        enrolment=world.mine,
        landlord=world.landlord,
        amount=Decimal(amount),
        stated_on=on or before(3),
        today=TODAY,
    )


def hold(world, started_on=None, ended_on=None, conditions=CONDITIONS):
    return procedures.record_hold(
        by=world.litigation.pk,
        enrolment=world.mine,
        landlord=world.landlord,
        conditions=conditions,
        started_on=started_on or before(10),
        ended_on=ended_on,
        today=TODAY,
    )


def read(world, who):
    reader = reader_of(world.people[who])
    return procedure(reader, world.mine, procedure_standing(reader, world.mine))


class TestRules:
    """Days, the stage of today, one commitment after another."""

    @pytest.mark.parametrize("stage", list(ProcedureStage))
    def test_only_a_hearing_may_be_to_come(self, stage):
        assert (why_stage_is_refused(stage, after(30), TODAY) is None) is (stage == ProcedureStage.HEARING)
        assert why_stage_is_refused(stage, TODAY, TODAY) is None
        assert why_stage_is_refused(stage, dt.date(1, 1, 1), TODAY)
        assert why_stage_is_refused(stage, dt.date(9999, 12, 31), TODAY)

    def test_the_present_stage_is_the_last_that_stands(self):
        known = [
            Reached(ProcedureStage.ARREARS, before(90)),
            Reached(ProcedureStage.SUMMONS, before(20)),
            Reached(ProcedureStage.PAID_OFF, before(10), is_withdrawn=True),
            Reached(ProcedureStage.HEARING, after(10)),
        ]
        found = present_stage(known, TODAY)
        assert found is not None
        assert found.stage == ProcedureStage.SUMMONS
        assert present_stage(known, after(10)) == known[-1]
        assert present_stage([], TODAY) is None

    def test_a_commitment_follows_the_one_before(self):
        assert why_hold_is_refused(TODAY, TODAY, last_started_on=None, today=TODAY) is None
        assert why_hold_is_refused(TODAY, None, last_started_on=TODAY, today=TODAY)
        assert why_hold_is_refused(TODAY, before(1), last_started_on=None, today=TODAY)


class TestServices:
    """What is written, once, and what is refused."""

    def test_a_stage_said_again_is_the_same_fact(self, world):
        assert step(world) == step(world)
        assert ProcedureStep.objects.count() == 1

    def test_withdrawn_it_stays_and_may_be_said_again(self, world):
        row = step(world, note=LANDLORD_NOTE)
        procedures.withdraw_step(by=world.litigation.pk, step=row)
        procedures.withdraw_step(by=world.litigation.pk, step=row)
        assert Event.objects.filter(verb="procedure_step.withdrawn").count() == 1
        assert step(world) != row
        lines = read(world, "lead").steps
        assert [line.is_struck for line in lines] == [True, False]

    def test_of_one_day_the_last_statement_stands(self, world):
        assert balance(world, "100") == balance(world, "100")
        balance(world, "250.40")
        lines = read(world, "litigation").balances
        assert [(line.amount, line.is_struck) for line in lines] == [(Decimal("250.40"), False), (Decimal(100), True)]
        assert AccountBalance.objects.count() == 2
        assert "250" not in str(list(Event.objects.values_list("details", flat=True)))

    def test_a_new_commitment_closes_the_former_on_the_eve(self, world):
        former = hold(world, before(40))
        hold(world, before(10), after(20))
        former.refresh_from_db()
        assert former.ended_on == before(11)
        assert [line.is_in_force for line in read(world, "lead").holds] == [True, False]

    def test_a_commitment_ends_on_a_day(self, world):
        row = hold(world)
        with pytest.raises(Refused):
            procedures.end_hold(by=world.litigation.pk, hold=row, ended_on=before(11), today=TODAY)
        procedures.end_hold(by=world.litigation.pk, hold=row, ended_on=TODAY, today=TODAY)
        assert ProcedureHold.objects.get().ended_on == TODAY
        assert read(world, "lead").holds[0].is_in_force

    def test_another_landlord_is_refused(self, world):
        with pytest.raises(Refused):
            procedures.record_step(
                by=world.litigation.pk,
                enrolment=world.mine,
                landlord=world.other_landlord,
                stage=ProcedureStage.ARREARS,
                reached_on=TODAY,
                today=TODAY,
            )


class TestReading:
    """Each reads what is hers."""

    def test_nothing_recorded_says_who_records(self, world, client_of):
        url = reverse("journeys:file_procedure", args=[world.mine.pk])
        assert "Le service du bailleur qui a demandé l’intervention" in client_of(world.lead).get(url).text
        assert "Votre service enregistre ici" in client_of(world.litigation).get(url).text
        assert "l’équipe du dossier" in client_of(world.adviser).get(url).text

    @pytest.mark.parametrize("who", ["litigation", "adviser", "correspondent_orange"])
    def test_the_landlord_never_reads_the_teams_note(self, world, client_of, who):
        step(world, by=world.lead, note=TEAM_NOTE)
        step(world, ProcedureStage.JUDGMENT_TERMINATION, before(5), note=LANDLORD_NOTE)
        client = client_of(world.people[who])
        page = client.get(reverse("journeys:file_procedure", args=[world.mine.pk])).text
        assert LANDLORD_NOTE in page
        for page_name in ("journeys:file_procedure", "journeys:file"):
            text = client.get(reverse(page_name, args=[world.mine.pk])).text
            assert TEAM_NOTE not in text
        assert TEAM_NOTE in client_of(world.lead).get(reverse("journeys:file_procedure", args=[world.mine.pk])).text

    def test_what_an_association_noted_of_a_request_is_its_teams(self, world, client_of):
        Referral.objects.create(
            enrolment=world.mine,
            accompaniment=Accompaniment.objects.get(enrolment=world.mine),
            source=ReferralSource.LANDLORD_LITIGATION,
            source_organisation=world.landlord,
            received_on=before(30),
            note=TEAM_NOTE,
            association=world.soligone,
            recorded_by=world.manager.pk,
        )
        page = client_of(world.litigation).get(reverse("journeys:file_procedure", args=[world.mine.pk])).text
        assert TEAM_NOTE not in page

    def test_a_submitted_dossier_tells_nothing_of_it(self, world, client_of):
        step(world, note=LANDLORD_NOTE)
        EnrolmentNaming.objects.filter(enrolment=world.mine).update(cause=NamingCause.DOSSIER_SUBMITTED)
        client = client_of(world.correspondent_orange)
        assert client.get(reverse("journeys:file_procedure", args=[world.mine.pk])).status_code == 403
        assert "Assignation" not in client.get(reverse("journeys:file", args=[world.mine.pk])).text

    def test_a_protected_household_is_for_its_list(self, world, client_of):
        step(world, note=LANDLORD_NOTE)
        world.mine.is_protected = True
        world.mine.save(update_fields=["is_protected"])
        url = reverse("journeys:file_procedure", args=[world.mine.pk])
        for who in ("litigation", "adviser", "correspondent_orange"):
            answer = client_of(world.people[who]).get(url)
            assert answer.status_code == 403
            assert LANDLORD_NOTE not in answer.text
        assert client_of(world.lead).get(url).status_code == 200

    def test_stages_come_in_the_order_of_their_days(self, world):
        for stage, on in (
            (ProcedureStage.HEARING, after(9)),
            (ProcedureStage.ARREARS, before(60)),
            (ProcedureStage.SUMMONS, before(9)),
        ):
            step(world, stage, on)
        page = read(world, "lead")
        assert [line.on for line in page.steps] == [before(60), before(9), after(9)]
        assert page.steps[-1].is_coming
        assert page.present is not None
        assert page.present.on == before(9)


class TestPages:
    """What each records, and what is refused."""

    def url(self, name, world, *args):
        return reverse(f"journeys:{name}", args=[world.mine.pk, *args])

    @pytest.mark.parametrize("who", ["litigation", "lead"])
    def test_the_service_and_the_team_record(self, world, client_of, who):
        client = client_of(world.people[who])
        sent = {"stage": "SUMMONS", "reached_on": before(3).isoformat(), "note": LANDLORD_NOTE}
        assert client.post(self.url("procedure_step", world), sent).status_code == 302
        sent = {"amount": "-12,30", "stated_on": before(3).isoformat()}
        assert client.post(self.url("procedure_balance", world), sent).status_code == 302
        page = client.get(self.url("file_procedure", world)).text
        assert "assignation" in page
        assert "12,30" in page
        assert "en crédit" in page
        assert ProcedureStep.objects.get().landlord == world.landlord

    def test_only_the_service_commits(self, world, client_of):
        sent = {"conditions": CONDITIONS, "started_on": TODAY.isoformat(), "ended_on": ""}
        assert client_of(world.lead).post(self.url("procedure_hold", world), sent).status_code == 403
        client = client_of(world.litigation)
        assert client.post(self.url("procedure_hold", world), sent).status_code == 302
        row = ProcedureHold.objects.get()
        assert CONDITIONS in client_of(world.lead).get(self.url("file_procedure", world)).text
        sent = {"ended_on": after(30).isoformat()}
        assert client_of(world.lead).post(self.url("procedure_hold_end", world, row.pk), sent).status_code == 403
        assert client.post(self.url("procedure_hold_end", world, row.pk), sent).status_code == 302

    def test_each_side_withdraws_its_own(self, world, client_of):
        hers, theirs = step(world), step(world, ProcedureStage.ARREARS, by=world.lead)
        lead, litigation = client_of(world.lead), client_of(world.litigation)
        assert lead.post(self.url("procedure_withdraw", world, hers.pk)).status_code == 403
        assert litigation.post(self.url("procedure_withdraw", world, theirs.pk)).status_code == 403
        assert litigation.post(self.url("procedure_withdraw", world, hers.pk)).status_code == 302
        assert lead.post(self.url("procedure_withdraw", world, theirs.pk)).status_code == 302
        assert not ProcedureStep.objects.filter(withdrawn_at__isnull=True).exists()

    def test_another_files_rows_are_not_found(self, world, client_of):
        row, engagement = step(world), hold(world)
        client = client_of(world.colleague)
        for name, pk in (("procedure_withdraw", row.pk), ("procedure_hold_end", engagement.pk)):
            assert client.post(reverse(f"journeys:{name}", args=[world.colleagues.pk, pk])).status_code == 404

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"stage": "OUPS", "reached_on": "0001-01-01", "amount": "NaN", "stated_on": "9999-12-31"},
            {"stage": "ARREARS", "reached_on": "9999-12-31", "amount": "1e400", "conditions": "\x00"},
            {"stage": "ARREARS", "reached_on": "x" * 10_000, "note": "x" * 10_001, "started_on": "2026-02-30"},
            {"conditions": "x" * 10_001, "started_on": TODAY.isoformat(), "ended_on": before(3).isoformat()},
        ],
    )
    def test_hostile_input_is_never_an_error_of_ours(self, world, client_of, sent):
        client = client_of(world.litigation)
        for name in ("procedure_step", "procedure_balance", "procedure_hold"):
            assert client.post(self.url(name, world), sent).status_code == 200
