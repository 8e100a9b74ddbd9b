"""A debt and what follows: the account, the procedure, the plan, a difficulty treated together, the lease lost, the debt paid."""

import datetime as dt

from playwright.sync_api import expect

from accompaniments.models import Difficulty
from leases.enums import LeaseKind
from leases.models import RepaymentPlan
from tests.e2e.play import Play


def is_owed(play: Play, amount: str, day: dt.date) -> None:
    """The litigation service records what is owed on a day."""
    play.desk.opens(play.world.litigation, "journeys:procedure_balance", play.file.pk)
    play.desk.writes(amount=amount, stated_on=day.isoformat())
    play.desk.sends("Enregistrer le relevé")


def reaches(play: Play, stage: str, day: dt.date) -> None:
    """It records a stage of the procedure."""
    play.desk.opens(play.world.litigation, "journeys:procedure_step", play.file.pk)
    play.desk.writes(stage=stage, reached_on=day.isoformat())
    play.desk.sends("Enregistrer le stade")


def reads_delay(play: Play, last_day: str) -> None:
    """Each of those who follow the procedure reads by when the order is to be paid."""
    world = play.world
    for user in (world.lead, world.litigation, world.correspondent_orange):
        play.looks_at("journeys:file_procedure", user)
        expect(play.desk.page.get_by_role("main")).to_contain_text(last_day)


def plans(play: Play, debt: str, stated_on: dt.date, first_on: dt.date) -> None:
    """A plan of five equal instalments is agreed, and the first is paid in advance."""
    world, desk, file = play.world, play.desk, play.file.pk
    desk.opens(world.litigation, "journeys:plan_landlord_new", file)
    desk.writes(debt=debt, stated_on=stated_on.isoformat(), how="EVEN", count="5", first_on=first_on.isoformat())
    desk.sends("Enregistrer le plan")
    plan = RepaymentPlan.objects.get(enrolment=play.file)
    assert plan.instalments.count() == 5
    desk.opens(world.litigation, "journeys:plan_pay", file, plan.pk)
    desk.writes(amount="428.10", paid_on=stated_on.isoformat())
    desk.sends("Enregistrer le paiement")
    play.looks_at("journeys:plan", world.lead, world.litigation, world.correspondent_orange, args=(file, plan.pk))


def is_treated_together(play: Play) -> None:
    """The correspondent reports a difficulty, the worker answers, the correspondent closes it."""
    world, desk, file = play.world, play.desk, play.file.pk
    desk.opens(world.correspondent_orange, "accompaniments:difficulty_new", file)
    desk.writes(kind="COMPLAINT", text="Du bruit le soir, deux fois en novembre.")
    desk.sends("Envoyer")
    row = Difficulty.objects.get(enrolment=play.file)
    play.hand.opens(world.lead, "accompaniments:difficulty_answer", file, row.pk)
    play.hand.writes(text="Le ménage en a parlé avec ses voisins.")
    play.hand.sends("Répondre")
    desk.opens(world.correspondent_orange, "accompaniments:difficulty_close", file, row.pk)
    desk.writes(text="Plus rien depuis.")
    desk.sends("Clore la difficulté")
    row.refresh_from_db()
    assert row.state == "CLOSED"
    play.looks_at("journeys:difficulties", world.lead, world.correspondent_orange, args=())


def loses_its_lease(play: Play, day: dt.date) -> None:
    """The judge ends the lease: nothing changes by itself; the service says it."""
    world = play.world
    reaches(play, "JUDGMENT_TERMINATION", day)
    own = play.title(LeaseKind.DIRECT)
    assert own.ended_on is None
    play.desk.opens(world.litigation, "journeys:title_end", play.file.pk, own.pk)
    play.desk.writes(reason="TERMINATED", ended_on=day.isoformat())
    play.desk.sends("Enregistrer la fin")
    for name in ("journeys:file_procedure", "journeys:file_lease"):
        play.looks_at(name, world.lead, world.litigation, world.correspondent_orange)
