"""A lease said, a stage ended or put back, a protocole signed, extended, broken, kept, followed: what is written and refused."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.refusals import Refused
from leases.enums import LeaseEnd, LeaseKind, ProcedureStage, ProtocolState
from leases.models import ProcedureStep, SocialCohesionProtocol, StatedLease
from leases.rules.clocks import ClockKind
from leases.selectors.situations import StageOn, procedures_of, stage_on, stages_on
from leases.services import procedures, protocols
from leases.services.leases import end_lease
from leases.services.procedures import LeaseSaid
from leases.services.protocols import ProtocolTerms
from records.models import Event
from records.services.parameters import load_reference
from tests.days import TODAY, after, before
from tests.factories import leases as f

pytestmark = pytest.mark.django_db
D = Decimal
S = ProcedureStage


@pytest.fixture(autouse=True)
def the_law(db):
    load_reference(by=uuid.uuid4())


def step(world, stage, on, until=None):
    return procedures.record_step(
        by=world.litigation.pk,
        enrolment=world.mine,
        landlord=world.landlord,
        stage=stage,
        reached_on=on,
        until_on=until,
        today=TODAY,
    )


def terms(**values):
    said = {
        "decided_on": before(120),
        "started_on": before(60),
        "ends_on": after(300),
        "indemnity": D(480),
        "debt": D(1200),
        "instalment": D(50),
        "court": "Orange",
        **values,
    }
    return ProtocolTerms(**said)


def sign(world, **values):
    return protocols.sign_protocol(
        by=world.lead.pk, enrolment=world.mine, landlord=world.landlord, terms=terms(**values), today=TODAY
    )


def now(world, day=TODAY):
    return procedures_of([world.mine.pk], day)[world.mine.pk]


@pytest.fixture
def terminated(world):
    step(world, S.JUDGMENT_TERMINATION, before(120))
    return world


class TestLease:
    """The day that a payment order counts from: kept, said, or asked for."""

    def test_said_it_gives_the_clock_its_day(self, world):
        step(world, S.PAYMENT_ORDER, before(10))
        assert now(world).clocks[0].on is None
        said = LeaseSaid(before(2000), D(430), D(90), D(200))
        for _ in range(2):
            procedures.state_lease(
                by=world.lead.pk, enrolment=world.mine, landlord=world.landlord, said=said, today=TODAY
            )
        assert StatedLease.objects.count() == 1
        assert now(world).clocks[0].on == dt_months(before(10), 2)
        assert now(world).lease.dues.rent == D(430)

    def test_the_chain_is_believed_first(self, world):
        procedures.state_lease(
            by=world.lead.pk,
            enrolment=world.mine,
            landlord=world.landlord,
            said=LeaseSaid(before(3000), benefit=D(150)),
            today=TODAY,
        )
        dwelling = f.DwellingFactory.make(landlord=world.landlord, unit=world.units["Orange"])
        lease = f.LeaseFactory.make(enrolment=world.mine, share__dwelling=dwelling)
        known = now(world).lease
        assert known.is_kept
        assert known.signed_on == lease.signed_on
        assert known.dues.benefit == D(150)

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            (LeaseSaid(after(1)), "signed_on"),
            (LeaseSaid(), "signed_on"),
            (LeaseSaid(before(9), D(300), D(50), D(351)), "benefit"),
        ],
    )
    def test_what_cannot_be_is_refused(self, world, said, field):
        with pytest.raises(Refused) as refused:
            procedures.state_lease(
                by=world.lead.pk, enrolment=world.mine, landlord=world.landlord, said=said, today=TODAY
            )
        assert refused.value.field == field


class TestStages:
    """Terms and suspensions end; what is withdrawn is put back."""

    def test_the_judges_terms_are_three_years_at_most(self, world):
        with pytest.raises(Refused, match="au-delà"):
            step(world, S.JUDGMENT_TERMS, before(5), after(1200))
        assert step(world, S.JUDGMENT_TERMS, before(5), after(900)).until_on == after(900)
        with pytest.raises(Refused):
            step(world, S.SUMMONS, before(5), after(9))

    def test_the_judge_of_enforcement_puts_the_first_day_of_an_eviction_off(self, terminated):
        step(terminated, S.VACATE_ORDER, before(100))
        for until, words in ((None, "dernier jour"), (after(360), "au-delà"), (before(1), "au moins")):
            with pytest.raises(Refused, match=words) as refused:
                step(terminated, S.COURT_DELAYS, before(20), until)
            assert refused.value.field == "until_on"
        last = dt_months(before(20), 8)
        step(terminated, S.COURT_DELAYS, before(20), last)
        here = now(terminated)
        assert here.eviction_from == last + timedelta(days=1)
        assert "Le juge de l’exécution accorde du temps" in here.meaning.sentence
        assert {one.on for one in here.clocks if one.kind == ClockKind.COURT_DELAYS} == {last}
        assert now(terminated, last + timedelta(days=1)).position.shown.stage == S.VACATE_ORDER
        with pytest.raises(Refused, match="juge de l’exécution"):
            step(terminated, S.EVICTED, before(20))

    def test_a_suspension_ended_gives_the_stage_back(self, terminated):
        row = step(terminated, S.OVERINDEBTEDNESS, before(50))
        assert now(terminated).position.shown.stage == S.OVERINDEBTEDNESS
        procedures.end_step(by=terminated.litigation.pk, step=row, until_on=before(2))
        assert now(terminated).position.shown.stage == S.JUDGMENT_TERMINATION
        assert now(terminated, before(2)).position.shown.stage == S.OVERINDEBTEDNESS

    def test_put_back_once(self, world):
        row = step(world, S.SUMMONS, before(5))
        procedures.withdraw_step(by=world.litigation.pk, step=row)
        for _ in range(2):
            procedures.restore_step(by=world.litigation.pk, step=row)
        assert Event.objects.filter(verb="procedure_step.restored").count() == 1
        procedures.withdraw_step(by=world.litigation.pk, step=row)
        step(world, S.SUMMONS, before(5))
        procedures.restore_step(by=world.litigation.pk, step=row)
        assert ProcedureStep.objects.filter(withdrawn_at__isnull=True).count() == 1


class TestProtocol:
    """After the judge, two years at most; broken it gives the stage back, kept it leads to a lease."""

    def test_it_needs_the_judgment(self, world):
        step(world, S.SUMMONS, before(130))
        with pytest.raises(Refused, match="résiliation"):
            sign(world)
        assert not SocialCohesionProtocol.objects.exists()

    def test_signed_twice_it_is_one(self, terminated):
        assert sign(terminated) == sign(terminated)
        assert ProcedureStep.objects.filter(stage=S.PCS_ACTIVE).count() == 1
        assert now(terminated).position.beside.stage == S.PCS_ACTIVE
        assert now(terminated).eviction_from is None
        with pytest.raises(Refused):
            sign(terminated, started_on=before(20), debt=D(900))

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"ends_on": after(700)}, "ends_on"),
            ({"indemnity": D(0)}, "indemnity"),
            ({"instalment": D(0)}, "instalment"),
            ({"started_on": before(121)}, "started_on"),
        ],
    )
    def test_refused_beside_its_field(self, terminated, values, field):
        with pytest.raises(Refused) as refused:
            sign(terminated, **values)
        assert refused.value.field == field

    def test_broken_the_procedure_is_back_at_its_stage(self, terminated):
        row = sign(terminated)
        end = {"by": terminated.litigation.pk, "protocol": row, "today": TODAY}
        with pytest.raises(Refused, match="pas été respecté"):
            protocols.end_protocol(**end, state=ProtocolState.BROKEN, ended_on=before(1))
        protocols.end_protocol(**end, state=ProtocolState.BROKEN, ended_on=before(1), reason="Deux échéances manquent.")
        assert now(terminated).position.shown.stage == S.JUDGMENT_TERMINATION
        assert now(terminated, before(1)).position.beside.stage == S.PCS_ACTIVE
        with pytest.raises(Refused):
            protocols.end_protocol(**end, state=ProtocolState.HONOURED, ended_on=TODAY)

    def test_extended_by_three_years_at_most(self, terminated):
        row = sign(terminated)
        with pytest.raises(Refused):
            protocols.extend_protocol(by=terminated.lead.pk, protocol=row, extended_to=after(300))
        assert protocols.extend_protocol(by=terminated.lead.pk, protocol=row, extended_to=after(900)).last_day == after(
            900
        )
        with pytest.raises(Refused, match="36"):
            protocols.extend_protocol(by=terminated.lead.pk, protocol=row, extended_to=after(1500))

    def test_kept_it_protects_until_the_lease_and_the_lease_ends_the_procedure(self, terminated):
        row = sign(terminated)
        protocols.end_protocol(
            by=terminated.litigation.pk, protocol=row, state=ProtocolState.HONOURED, ended_on=before(20), today=TODAY
        )
        here = now(terminated)
        assert here.position.beside.stage == S.PCS_ACTIVE
        assert "nouveau bail" in here.meaning.sentence
        dwelling = f.DwellingFactory.make(landlord=terminated.landlord, unit=terminated.units["Orange"])
        lease = f.LeaseFactory.make(enrolment=terminated.mine, started_on=before(5), share__dwelling=dwelling)
        for _ in range(2):
            protocols.follow_with_lease(by=terminated.lead.pk, protocol=row, lease=lease)
        assert now(terminated, before(6)).position.beside.stage == S.PCS_ACTIVE
        assert now(terminated, before(5)).position.is_set_aside
        assert lease.kind == LeaseKind.DIRECT

    def test_recorded_in_error_it_goes_with_its_stage(self, terminated):
        row = sign(terminated)
        procedures.withdraw_step(by=terminated.lead.pk, step=row.step)
        row.refresh_from_db()
        assert row.state == ProtocolState.ANNULLED
        assert sign(terminated) != row
        with pytest.raises(Refused):
            procedures.restore_step(by=terminated.lead.pk, step=row.step)
        with pytest.raises(Refused):
            procedures.end_step(
                by=terminated.lead.pk, step=SocialCohesionProtocol.objects.get(state="RUNNING").step, until_on=TODAY
            )


class TestEviction:
    """Nobody is put out in the winter truce, nor while something suspends the procedure, unless a motive is written."""

    def test_as_a_stage_and_as_the_end_of_a_title(self, terminated):
        dwelling = f.DwellingFactory.make(landlord=terminated.landlord, unit=terminated.units["Orange"])
        lease = f.LeaseFactory.make(enrolment=terminated.mine, share__dwelling=dwelling, started_on=before(900))
        in_truce, out_of_it = before(10), before(30)
        with pytest.raises(Refused, match="trêve hivernale, du 1er novembre") as refused:
            step(terminated, S.EVICTED, in_truce)
        assert (refused.value.field, "L. 412-6" in refused.value.reason) == ("reached_on", True)
        end = {"by": terminated.lead.pk, "lease": lease, "reason": LeaseEnd.EVICTED, "today": TODAY}
        with pytest.raises(Refused, match="trêve hivernale") as refused:
            end_lease(ended_on=in_truce, **end)
        assert refused.value.field == "ended_on"
        step(terminated, S.VACATE_ORDER, before(80))  # 2 September: its two months run until 2 November
        with pytest.raises(Refused, match=r"pas d’expulsion avant le 1er avril 2027 .*L\. 412-1"):
            step(terminated, S.EVICTED, out_of_it)
        step(terminated, S.OVERINDEBTEDNESS, out_of_it)
        with pytest.raises(Refused, match="surendettement"):
            step(terminated, S.EVICTED, out_of_it)
        end_lease(ended_on=in_truce, note="Relogé avec sa famille le jour même.", **end)
        here = now(terminated)
        assert here.position.is_evicted
        assert "n’habite plus ce logement" in here.meaning.sentence


class TestTitleSince:
    """A title signed once the judge has ended the lease: the household is never told that it lives there without one."""

    def test_a_sublease_then_its_slide_close_the_round_until_the_law_reaches_the_new_lease(self, world):
        step(world, S.JUDGMENT_TERMINATION, before(130))
        step(world, S.VACATE_ORDER, before(110))
        dwelling = f.DwellingFactory.make(landlord=world.landlord, unit=world.units["Orange"])
        former = f.LeaseFactory.make(
            enrolment=world.mine, share__dwelling=dwelling, started_on=before(900), ended_on=before(130)
        )
        head = f.HeadLeaseFactory.make(share=former.share, started_on=before(90), ended_on=before(11))
        f.SubleaseFactory.make(
            head_lease=head, share=former.share, enrolment=world.mine, started_on=before(90), ended_on=before(11)
        )
        f.LeaseFactory.make(enrolment=world.mine, share=former.share, started_on=before(10))
        assert now(world, before(91)).eviction_from is not None
        for day, words in ((before(90), "sous-locataire de l’association"), (TODAY, "locataire par un nouveau bail")):
            here = now(world, day)
            assert here.position.is_over
            assert (here.eviction_from, here.clocks, here.warning) == (None, (), "")
            assert words in here.meaning.sentence
            assert "sans bail" not in here.meaning.sentence
            assert not any("bail de l’association" in one.what for one in here.meaning.steps)
        step(world, S.PAYMENT_ORDER, before(3))
        assert now(world).position.shown.stage == S.PAYMENT_ORDER
        assert now(world).clocks[0].started_on == before(3)


class TestStageOnADay:
    """At the request, the entry, the exit: by dated facts, whatever the order they came in."""

    @settings(max_examples=12)
    @given(st.permutations([(S.ARREARS, 90), (S.PAYMENT_ORDER, 60), (S.SUMMONS, 30), (S.JUDGMENT_TERMINATION, 10)]))
    def test_facts_recorded_late_give_the_same_history(self, world, order):
        ProcedureStep.objects.all().delete()
        for stage, days in order:
            step(world, stage, before(days))
        pk = world.mine.pk
        assert [stage_on([pk], before(days))[pk].stage for days in (91, 90, 60, 31, 30, 10, 0)] == [
            None,
            S.ARREARS,
            S.PAYMENT_ORDER,
            S.PAYMENT_ORDER,
            S.SUMMONS,
            S.JUDGMENT_TERMINATION,
            S.JUDGMENT_TERMINATION,
        ]

    def test_each_on_its_own_day_in_one_query(self, world, django_assert_num_queries):
        step(world, S.SUMMONS, before(30))
        step(world, S.PAID_OFF, before(3))
        with django_assert_num_queries(1):
            found = stages_on({world.mine.pk: before(4), world.others.pk: TODAY})
        assert found == {world.mine.pk: StageOn(S.SUMMONS), world.others.pk: StageOn()}
        with django_assert_num_queries(1):
            assert stage_on([world.mine.pk], TODAY)[world.mine.pk].shown == S.PAID_OFF

    @pytest.mark.parametrize("count", [1, 3, 30])
    def test_many_files_cost_no_more_queries(self, world, django_assert_num_queries, count):
        step(world, S.PAYMENT_ORDER, before(30))
        files = [world.mine.pk, *(uuid.uuid4() for _ in range(count - 1))]
        with django_assert_num_queries(7):
            assert len(procedures_of(files, TODAY)) == count


def dt_months(day, months):
    return day + relativedelta(months=months)
