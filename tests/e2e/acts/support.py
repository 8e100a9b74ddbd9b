"""What is written of a household: criteria, diagnosis, grid, project, objectives, visits, reviews, the end and its watch."""

import datetime as dt

from accompaniments.enums import ExitReason, ObjectiveState, Passage, Progress, State, Subject
from accompaniments.models import Diagnosis, FinalEvaluation, Objective, StageReview
from households.enums import NamingService
from partners.models import EligibilityRule, User
from tests.days import TODAY
from tests.e2e.play import Hands, Play

DAY = TODAY.isoformat()


def meets_criteria(play: Play) -> None:
    """The worker checks the programme's criteria."""
    rule = EligibilityRule.objects.get(version=play.file.version)
    play.hand.opens(play.world.lead, "accompaniments:criteria", play.file.pk)
    play.hand.writes(**{f"rule_{rule.pk.hex}": "yes"})
    play.hand.sends("Enregistrer les critères")


def has_resources(play: Play) -> None:
    """The worker notes what the household lives on this month."""
    play.hand.opens(play.world.lead, "households:finances_edit", play.file.pk)
    play.hand.writes(resource_kind_0="RSA", resource_amount_0="635,71")
    play.hand.sends("Enregistrer le mois")


def is_diagnosed(play: Play, *, opens: str, is_shared: bool) -> None:
    """The worker writes, and the landlord's CESF when it is shared; each signs, the manager validates."""
    world, file, lead = play.world, play.file, play.world.lead
    play.hand.opens(lead, "accompaniments:diagnosis_open", file.pk)
    play.hand.writes(interview_on=DAY)
    play.hand.sends(opens)
    diagnosis = Diagnosis.objects.get(accompaniment=play.course)
    play.hand.opens(lead, "accompaniments:diagnosis_write", file.pk, diagnosis.pk)
    play.hand.writes(part_NEEDS_0_text="Un appui pour le premier budget", proposes_support="yes")
    play.hand.sends("Enregistrer")
    signing: list[tuple[Hands, User]] = [(play.hand, lead)]
    if is_shared:
        play.desk.opens(world.adviser, "accompaniments:diagnosis_write", file.pk, diagnosis.pk)
        play.desk.writes(part_LANDLORD_VIEW_0_text="Un projet réaliste à Orange")
        play.desk.sends("Enregistrer")
        signing.insert(0, (play.desk, world.adviser))
    for hands, user in signing:
        hands.opens(user, "accompaniments:diagnosis", file.pk, diagnosis.pk)
        hands.sends("Signer")
    play.desk.opens(world.manager, "accompaniments:diagnosis_validate", file.pk, diagnosis.pk)
    play.desk.sends("Valider")
    assert play.course.state == State.DIAGNOSED


def is_scored(play: Play, passage: Passage, day: dt.date) -> None:
    """The worker scores the twelve domains of the grid."""
    play.hand.opens(play.world.lead, "accompaniments:grid_new", play.file.pk)
    play.hand.writes(passage=passage, assessed_on=day.isoformat())
    for subject in Subject:
        play.hand.writes(**{f"level_{subject}": "3", f"why_{subject}": "Observé en visite."})
    play.hand.sends("Enregistrer la grille")


def is_proposed_support(play: Play) -> None:
    """The worker says what the association offers."""
    play.hand.opens(play.world.lead, "accompaniments:proposal_new", play.file.pk)
    play.hand.writes(proposed_on=DAY, offered="Une visite tous les quinze jours")
    play.hand.sends("Enregistrer la proposition")


def accepts_and_sets(play: Play, objective: str) -> None:
    """The household accepts what is proposed; an objective that the landlord may read is set."""
    assert play.course.state == State.PROPOSED
    play.hand.opens(play.world.lead, "accompaniments:proposal_answer", play.file.pk)
    play.hand.writes(answer="ACCEPTED", answered_on=DAY)
    play.hand.sends("Enregistrer la réponse")
    assert play.course.state == State.READY
    play.hand.opens(play.world.lead, "accompaniments:objective_new", play.file.pk)
    play.hand.writes(domain="BUDGET", title=objective, who="HOUSEHOLD", audience="LANDLORD")
    play.hand.sends("Enregistrer l’objectif")


def is_visited(play: Play, day: dt.date) -> None:
    """A visit ticks what was worked on; the objective is achieved."""
    objective = Objective.objects.get(accompaniment=play.course)
    play.hand.opens(play.world.lead, "accompaniments:meeting_new", play.file.pk)
    play.hand.page.locator("label.choice", has_text="1 h").first.click()
    play.hand.page.locator("label.choice", has_text="Budget et dettes").click()
    play.hand.writes(**{f"progress_{objective.pk.hex}": Progress.ACHIEVED, "part_0_text": "Premier loyer payé."})
    play.hand.sends("Enregistrer la rencontre")
    play.hand.opens(play.world.lead, "accompaniments:objective_close", play.file.pk, objective.pk)
    play.hand.writes(state=ObjectiveState.ACHIEVED, effective_on=day.isoformat())
    play.hand.sends("Enregistrer")


def is_reviewed(play: Play) -> None:
    """The stage review, with the correspondent's part, validated by the manager."""
    world, file, hand, desk = play.world, play.file.pk, play.hand, play.desk
    hand.opens(world.lead, "journeys:review_new", file)
    hand.sends("Ouvrir le bilan")
    row = StageReview.objects.get(accompaniment=play.course)
    hand.opens(world.lead, "journeys:review_write", file, row.pk)
    hand.writes(worker_text="Le loyer est payé.", household_text="Nous sommes bien ici.")
    hand.sends("Enregistrer le bilan")
    hand.opens(world.lead, "journeys:review_ask", file, row.pk)
    hand.writes(service=NamingService.CORRESPONDENT)
    hand.sends("Demander sa part")
    desk.opens(world.correspondent_orange, "journeys:review_landlord", file, row.pk)
    desk.writes(landlord_text="Aucun incident.")
    desk.sends("Envoyer notre part")
    desk.opens(world.manager, "journeys:review_validate", file, row.pk)
    desk.sends("Valider le bilan")
    row.refresh_from_db()
    assert (row.state, row.landlord_text) == ("VALIDATED", "Aucun incident.")


def is_evaluated(play: Play, ended_on: dt.date, reason: ExitReason) -> None:
    """The exit grid, and the final evaluation as the worker writes it."""
    lead, file, hand = play.world.lead, play.file.pk, play.hand
    is_scored(play, Passage.EXIT, ended_on)
    hand.opens(lead, "journeys:evaluation_open", file)
    hand.writes(ended_on=ended_on.isoformat(), exit_reason=reason)
    hand.sends("Ouvrir l’évaluation finale")
    row = FinalEvaluation.objects.get(accompaniment=play.course)
    hand.opens(lead, "journeys:evaluation_write", file, row.pk)
    hand.writes(landlord_text="Le loyer est payé.", household_text="Merci.")
    hand.sends("Enregistrer")


def ends(play: Play) -> None:
    """The manager validates the end, and the landlord is informed."""
    row = FinalEvaluation.objects.get(accompaniment=play.course)
    for name, button in (("validate", "Valider la fin"), ("inform", "Informer le bailleur")):
        play.desk.opens(play.world.manager, f"journeys:evaluation_{name}", play.file.pk, row.pk)
        play.desk.sends(button)
    row.refresh_from_db()
    assert row.informed_file is not None


def is_checked_on(play: Play) -> None:
    """During the watch the worker says where the household lives."""
    play.hand.opens(play.world.lead, "accompaniments:watch_check_in", play.file.pk)
    play.hand.writes(status="TENANT", horizon="6")
    play.hand.sends("Enregistrer le point")


def leaves_watch(play: Play, ended_on: dt.date) -> None:
    """The manager's note closes the file."""
    play.desk.opens(play.world.manager, "journeys:watch_end", play.file.pk)
    play.desk.writes(status="TENANT", ended_on=ended_on.isoformat())
    play.desk.sends("Clore le dossier")
    play.looks_at("journeys:file", play.world.lead)
