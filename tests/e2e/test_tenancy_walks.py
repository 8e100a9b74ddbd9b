"""Both courses from the dwelling to their end, by the hands of their actors (domain.md §2.1 S9–S13, §2.2 V8–V11).

What comes before is walked in `test_cal_walk`, `test_securisation` and `test_course`. The worker has her telephone, the
others a desk; each page is sound.
"""

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accompaniments.enums import ExitReason, Passage, State
from accompaniments.models import Difficulty, FinalEvaluation
from documents.enums import DocumentKind, DocumentState
from documents.services.templates import load_reference
from journeys.services import allocation
from leases.enums import Answer, LeaseKind, SlideState
from leases.models import Inventory, Lease, PrefectNotice, RepaymentPlan, Slide, SlideExam, SlideProposal
from leases.selectors.rent import balance_on
from partners.models import ProgrammeVersion, User
from records.services import parameters
from records.services.events import CLOCK
from tests.days import TODAY, before
from tests.documents.scene import delegate
from tests.e2e.test_cal_walk import on, picture
from tests.e2e.test_course import Hands, draws
from tests.e2e.test_securisation import Play as Course
from tests.e2e.test_securisation import delegate_signs, proposed
from tests.factories import leases as lf
from tests.leases.course import decided
from tests.leases.subleases import sublet
from tests.world import World, enrol

pytestmark = pytest.mark.django_db(transaction=True)
D = dt.date
EXAM_CRITERIA = ("payment", "upkeep", "insurance", "neighbourhood", "steps")


class Play(Course):
    """The people, at a desk or on the worker's telephone, and what they do of a home."""

    def title(self, kind: LeaseKind) -> Lease:
        """Give the household's latest title of this kind."""
        return Lease.objects.filter(enrolment=self.file, kind=kind).latest("started_on")

    def looks_at(
        self, *people: User, name: str = "journeys:file_lease", args: tuple[object, ...] | None = None
    ) -> None:
        """Have each look at a page of the file, or at one of these arguments."""
        for user in people:
            self.desk.opens(user, name, *((self.file.pk,) if args is None else args))

    def ticks(self, hands: Hands, name: str) -> None:
        """Tick a box that is not."""
        box = hands.page.locator(f"[name='{name}']")
        if not box.is_checked():
            hands.page.locator(f"label[for='id_{name}']").first.click()

    def makes_inventory(self, lease: Lease, kind: str) -> None:
        """Note a room and the keys on the telephone, and add a photograph."""
        self.hand.opens(self.world.lead, "journeys:inventory_new", self.file.pk, lease.pk)
        self.hand.writes(kind=kind, room_0="Propre, peinture refaite", keys_handed="2" if kind == "MOVE_IN" else "0")
        self.hand.sends("Enregistrer l’état des lieux")
        row = Inventory.objects.get(lease=lease, kind=kind)
        self.hand.opens(self.world.lead, "journeys:inventory_photo_add", self.file.pk, lease.pk, row.pk)
        self.hand.page.locator("[name=photos]").set_input_files([picture()])
        self.hand.sends("Ajouter")
        assert row.photos.count() == 1

    def downloads(self, hands: Hands, name: str, *args: object) -> None:
        """Get a PDF as the person whose page it is."""
        answer = hands.page.request.get(reverse(name, args=args))
        assert answer.ok, f"{name}: {answer.status}"
        assert answer.body()[:4] == b"%PDF"

    def proposes_and_agrees(self, sublease: Lease, decider: User, planned_on: dt.date) -> None:
        """The association proposes, the landlord agrees to a day, the household accepts."""
        self.hand.opens(self.world.lead, "journeys:slide_propose", sublease.pk)
        self.hand.writes(reasons="Le loyer est payé, le logement est assuré.")
        self.hand.sends("Proposer le glissement")
        proposal = SlideProposal.objects.get(sublease=sublease)
        self.desk.opens(decider, "journeys:slide_decide", proposal.pk)
        self.desk.writes(state="AGREED", planned_on=planned_on.isoformat())
        self.desk.sends("Enregistrer la décision")
        self.hand.opens(self.world.lead, "journeys:slide_answer", proposal.pk)
        self.hand.writes(accepts="oui")
        self.hand.sends("Enregistrer la réponse")
        proposal.refresh_from_db()
        assert proposal.state == SlideState.ACCEPTED

    def slides(self, sublease: Lease, decider: User, slid_on: dt.date) -> None:
        """Record the slide: both contracts end on the eve, the household's lease begins."""
        self.desk.opens(decider, "journeys:title_slide", self.file.pk, sublease.pk)
        self.desk.writes(
            signed_on=slid_on.isoformat(),
            started_on=slid_on.isoformat(),
            has_inventory="YES",
            inventory_on=slid_on.isoformat(),
        )
        self.desk.sends("Enregistrer le glissement")
        slide = Slide.objects.get(sublease=sublease)
        sublease.refresh_from_db()
        assert sublease.head_lease is not None
        eve = slid_on - dt.timedelta(days=1)
        assert (slide.slid_on, sublease.ended_on, sublease.head_lease.ended_on) == (slid_on, eve, eve)
        assert self.title(LeaseKind.DIRECT).share_id == sublease.share_id

    def ends(self, ended_on: dt.date, reason: ExitReason) -> None:
        """Score the exit, write the final evaluation; the manager validates it."""
        self.scores(Passage.EXIT, ended_on)
        self.hand.opens(self.world.lead, "journeys:evaluation_open", self.file.pk)
        self.hand.writes(ended_on=ended_on.isoformat(), exit_reason=reason)
        self.hand.sends("Ouvrir l’évaluation finale")
        row = FinalEvaluation.objects.get(accompaniment__enrolment=self.file)
        self.hand.opens(self.world.lead, "journeys:evaluation_write", self.file.pk, row.pk)
        self.hand.writes(landlord_text="Le loyer est payé.", household_text="Merci.")
        self.hand.sends("Enregistrer")
        self.desk.opens(self.world.manager, "journeys:evaluation_validate", self.file.pk, row.pk)
        self.desk.sends("Valider la fin")


def _ready(world: World) -> None:
    parameters.load_reference(by=CLOCK)
    world.soligone.subletting_approved_on = D(2010, 12, 22)
    world.soligone.save()


def test_a_sublease_is_signed_examined_and_slides(world: World, walk: Page, phone: Page) -> None:
    """From the accepted offer to the household's own lease, six months later, by seven people."""
    _ready(world)
    dossier, decision = decided(world)
    made = allocation.notify_offer(by=world.cal_secretary.pk, decision=decision, notified_on=before(15), today=TODAY)
    allocation.answer_offer(
        by=world.lead.pk, offer=made, answer=Answer.ACCEPTED, answered_on=before(10), reason="", today=TODAY
    )
    play = Play(world, Hands(walk), Hands(phone), dossier.enrolment)
    signed_on, slid_on = D(2026, 12, 1), D(2027, 6, 1)
    with on(signed_on):
        _sublets(play, dossier.file.pk)
    sublease = play.title(LeaseKind.SUBLEASE)
    assert (sublease.signed_on, sublease.expects_slide) == (signed_on, True)
    with on(D(2027, 1, 5)):
        _keeps_the_account(play, sublease)
    _examines(play, sublease)
    with on(D(2027, 3, 24)):
        play.proposes_and_agrees(sublease, world.correspondent_orange, slid_on)
    with on(slid_on):
        play.slides(sublease, world.correspondent_orange, slid_on)
        play.looks_at(world.lead, world.manager, world.correspondent_orange, world.adviser)
        play.looks_at(world.lead, world.correspondent_orange, name="journeys:file")


def test_the_papers_of_a_sublease_are_signed(world: World, walk: Page, phone: Page) -> None:
    """The contract and its annexed convention: drawn on the telephone, signed by the association, the annex by the landlord too."""
    _ready(world)
    load_reference(by=CLOCK)
    delegate(world.manager, world.soligone)
    delegate(world.landlord_manager, world.landlord)
    file = enrol(world.securisation, world.soligone, world.lead, last_name="Lamartine", unit=world.units["Orange"])
    sublet(file, world.units["Orange"])
    play = Play(world, Hands(walk), Hands(phone), file)
    associations = [(world.manager, "Soligone")]
    for slug, kind, delegates in (
        ("sous-location", DocumentKind.SUBLEASE_CONTRACT, associations),
        (
            "convention-de-sous-location",
            DocumentKind.SUBLEASE_ANNEX,
            [*associations, (world.landlord_manager, "Mistral Habitat")],
        ),
    ):
        paper = proposed(play, slug, kind)
        draws(play.hand.page)
        for user, name in delegates:
            delegate_signs(play, user, paper, name)
        paper.refresh_from_db()
        assert (paper.state, paper.in_force_on) == (DocumentState.IN_FORCE, TODAY)


def _sublets(play: Play, dossier_id: object) -> None:
    """The secretary records both leases; the worker makes the état des lieux on her telephone."""
    world, desk = play.world, play.desk
    desk.opens(world.cal_secretary, "journeys:cal_lease", dossier_id)
    desk.writes(mode="SUBLET", signed_on="2026-12-01", started_on="2026-12-01", deposit="412")
    play.ticks(desk, "expects_slide")
    play.ticks(desk, "is_third_party_paid")
    desk.sends("Enregistrer le bail")
    play.makes_inventory(play.title(LeaseKind.SUBLEASE), "MOVE_IN")
    play.looks_at(world.lead, world.manager, world.correspondent_orange)


def _keeps_the_account(play: Play, sublease: Lease) -> None:
    """Two months are called, one is paid: the statement says what is left."""
    world, hand, args = play.world, play.hand, (play.file.pk, sublease.pk)
    hand.opens(world.lead, "journeys:rent_account", *args)
    hand.sends("Appeler le loyer")
    hand.opens(world.lead, "journeys:rent_entry", *args)
    hand.writes(kind="PAYMENT", amount="500", dated_on="2027-01-04")
    hand.sends("Enregistrer")
    assert balance_on([sublease.pk], D(2027, 1, 5)) == {sublease.pk: 500}
    play.downloads(hand, "journeys:rent_statement", *args)
    hand.opens(world.lead, "journeys:insurance_new", *args)
    hand.writes(insurer="MAIF", started_on="2026-12-01", ended_on="2027-11-30")
    hand.sends("Enregistrer l’attestation")


def _examines(play: Play, sublease: Lease) -> None:
    """Period of 1 December to 31 May: exam due on 16 March, notice on 31 March."""
    world, hand, desk = play.world, play.hand, play.desk
    with on(D(2027, 2, 22)):
        hand.opens(world.lead, "journeys:exam_convene", sublease.pk)
        hand.writes(on="2027-03-10", time="14:00", place="à l’association, 3 rue des Lices", convened_on="2027-02-22")
        hand.sends("Convoquer l’examen")
        exam = SlideExam.objects.get(sublease=sublease)
        for whom, to in (("household", "menage"), ("landlord", "bailleur")):
            play.downloads(hand, "journeys:exam_letter", exam.pk, to)
            hand.opens(world.lead, "journeys:exam_told", exam.pk)
            hand.writes(whom=whom, told_on="2027-02-22", means="HANDED")
            hand.sends("Enregistrer la remise")
        play.looks_at(world.manager, world.lead, world.correspondent_orange, name="journeys:subleases", args=())
    with on(D(2027, 3, 10)):
        hand.opens(world.lead, "journeys:exam_record", exam.pk)
        hand.writes(present="Mme Lamartine, Claire Fabre, Marc Delorme", words="Je me sens prête.")
        for box in hand.page.locator("[name^=level_][value=MET]").all():
            hand.page.locator(f"label[for='{box.get_attribute('id')}']").first.click()
        hand.sends("Enregistrer l’examen")
    with on(D(2027, 3, 12)):
        desk.opens(world.correspondent_orange, "journeys:exam_position", exam.pk)
        desk.writes(position="FAVOURABLE")
        desk.sends("Donner cette position")
    with on(D(2027, 3, 22)):
        desk.opens(world.correspondent_orange, "journeys:notice_prepare", sublease.pk, 1)
        desk.writes(is_offered="oui")
        desk.sends("Préparer l’avis")
        notice = PrefectNotice.objects.get(sublease=sublease)
        play.downloads(desk, "journeys:notice_letter", notice.pk)
        desk.opens(world.correspondent_orange, "journeys:notice_send", notice.pk)
        desk.writes(means="HANDED", sent_on="2027-03-22")
        desk.sends("Enregistrer l’envoi")
        play.looks_at(world.lead, world.correspondent_orange, name="journeys:exam", args=(exam.pk,))
        play.looks_at(world.lead, world.correspondent_orange, name="journeys:notice", args=(notice.pk,))


def test_a_procedure_a_lost_lease_a_sublease_in_the_same_home_and_its_slide_back(
    world: World, walk: Page, phone: Page
) -> None:
    """V8 to V11: plan, termination, V9b, difficulty treated together, slide back, closure, by six people."""
    _ready(world)
    load_reference(by=CLOCK)
    ProgrammeVersion.objects.filter(pk=world.sauvegarde.pk).update(watch_months=0)
    share = lf.DwellingShareFactory.make(
        dwelling__unit=world.units["Orange"], dwelling__reference="ORA-0417", started_on=D(2015, 1, 1)
    )
    assert share.dwelling.landlord == world.landlord
    play = Play(world, Hands(walk), Hands(phone), world.mine)
    hand = play.hand
    hand.opens(world.lead, "journeys:title_take_over", world.mine.pk)
    hand.writes(
        kind="DIRECT", reference="ORA-0417", signed_on="2019-03-10", started_on="2019-03-10", rent="412", charges="88"
    )
    hand.sends("Reprendre ce titre")
    _owes(play)
    _treats_a_difficulty(play)
    _loses_its_lease(play)
    with on(D(2026, 12, 1)):
        _takes_the_occupied_home(play)
    sublease = play.title(LeaseKind.SUBLEASE)
    with on(D(2027, 1, 18)):
        play.proposes_and_agrees(sublease, world.correspondent_orange, D(2027, 3, 1))
    with on(D(2027, 3, 1)):
        play.slides(sublease, world.litigation, D(2027, 3, 1))
    with on(D(2027, 4, 30)):
        _is_paid_off(play)
        play.ends(D(2027, 4, 30), ExitReason.MAINTAINED_LEASE_RESTORED)
        course = play.course
        assert (course.state, course.closed_on) == (State.CLOSED, D(2027, 4, 30))
        play.looks_at(world.lead, world.manager, world.litigation, name="journeys:file")


def _owes(play: Play) -> None:
    """The litigation service records the account and the procedure; a plan is agreed and its first instalment paid."""
    world, desk, file = play.world, play.desk, play.file.pk
    desk.opens(world.litigation, "journeys:procedure_balance", file)
    desk.writes(amount="2140.50", stated_on="2026-11-16")
    desk.sends("Enregistrer le relevé")
    for stage, day in (("PAYMENT_ORDER", "2026-03-02"), ("SUMMONS", "2026-06-01"), ("HEARING", "2026-09-15")):
        _reaches(play, stage, day)
    for user in (world.lead, world.litigation, world.correspondent_orange):
        desk.opens(user, "journeys:file_procedure", file)
        expect(desk.page.get_by_role("main")).to_contain_text("2 mai 2026")  # two months: the lease is of 2019
    desk.opens(world.litigation, "journeys:plan_landlord_new", file)
    desk.writes(debt="2140.50", stated_on="2026-11-16", how="EVEN", count="5", first_on="2026-12-05")
    desk.sends("Enregistrer le plan")
    plan = RepaymentPlan.objects.get(enrolment=play.file)
    assert plan.instalments.count() == 5
    desk.opens(world.litigation, "journeys:plan_pay", file, plan.pk)
    desk.writes(amount="428.10", paid_on=TODAY.isoformat())
    desk.sends("Enregistrer le paiement")
    play.looks_at(world.lead, world.litigation, world.correspondent_orange, name="journeys:plan", args=(file, plan.pk))


def _reaches(play: Play, stage: str, day: str) -> None:
    play.desk.opens(play.world.litigation, "journeys:procedure_step", play.file.pk)
    play.desk.writes(stage=stage, reached_on=day)
    play.desk.sends("Enregistrer le stade")


def _treats_a_difficulty(play: Play) -> None:
    """The correspondent reports, the worker answers, the correspondent closes."""
    world, file = play.world, play.file.pk
    play.desk.opens(world.correspondent_orange, "accompaniments:difficulty_new", file)
    play.desk.writes(kind="COMPLAINT", text="Du bruit le soir, deux fois en novembre.")
    play.desk.sends("Envoyer")
    row = Difficulty.objects.get(enrolment=play.file)
    play.hand.opens(world.lead, "accompaniments:difficulty_answer", file, row.pk)
    play.hand.writes(text="Le ménage en a parlé avec ses voisins.")
    play.hand.sends("Répondre")
    play.desk.opens(world.correspondent_orange, "accompaniments:difficulty_close", file, row.pk)
    play.desk.writes(text="Plus rien depuis.")
    play.desk.page.locator("main form button[type=submit]").last.click()
    expect(play.desk.page.get_by_role("heading", level=1)).to_be_visible()
    row.refresh_from_db()
    assert row.state == "CLOSED"
    play.looks_at(world.lead, world.correspondent_orange, name="journeys:difficulties", args=())


def _loses_its_lease(play: Play) -> None:
    """The judge ends the lease: nothing changes by itself; the service says it."""
    world, file = play.world, play.file.pk
    _reaches(play, "JUDGMENT_TERMINATION", "2026-11-20")
    own = play.title(LeaseKind.DIRECT)
    assert own.ended_on is None
    play.desk.opens(world.litigation, "journeys:title_end", file, own.pk)
    play.desk.writes(reason="TERMINATED", ended_on="2026-11-20")
    play.desk.sends("Enregistrer la fin")
    assert play.title(LeaseKind.NO_TITLE).started_on == D(2026, 11, 21)
    play.looks_at(world.lead, world.litigation, world.correspondent_orange, name="journeys:file_procedure")
    play.looks_at(world.lead, world.litigation, world.correspondent_orange)


def _takes_the_occupied_home(play: Play) -> None:
    """V9b: the association takes the lease of the occupied home and sublets it; nobody moves."""
    world, hand, file = play.world, play.hand, play.file.pk
    hand.opens(world.lead, "journeys:title_change", file, play.title(LeaseKind.NO_TITLE).pk)
    hand.writes(kind="SUBLEASE", signed_on="2026-12-01", started_on="2026-12-01")
    play.ticks(hand, "expects_slide")
    hand.sends("Enregistrer le nouveau titre")
    play.makes_inventory(play.title(LeaseKind.SUBLEASE), "IN_SITU")
    play.looks_at(world.lead, world.manager, world.litigation, world.correspondent_orange)


def _is_paid_off(play: Play) -> None:
    """Two debts: the landlord's is paid off; the association's account is its own."""
    world, desk, file = play.world, play.desk, play.file.pk
    desk.opens(world.litigation, "journeys:procedure_balance", file)
    desk.writes(amount="0", stated_on="2027-04-30")
    desk.sends("Enregistrer le relevé")
    _reaches(play, "PAID_OFF", "2027-04-30")
    play.looks_at(world.lead, world.litigation, name="journeys:file_procedure")
    play.looks_at(world.lead, world.litigation)
