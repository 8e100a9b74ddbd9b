"""A household arrives: referred or asked for, given to a worker, reached."""

from accompaniments.enums import State
from households.models import Enrolment
from leases.models import Dwelling
from tests.days import TODAY
from tests.e2e.play import Hands, Play
from tests.world import World

DAY = TODAY.isoformat()


def is_referred(world: World, desk: Hands, hand: Hands, last_name: str) -> Play:
    """The association's manager records the SIAO's referral."""
    known = _files()
    desk.opens(world.manager, "journeys:referral_new")
    desk.writes(
        offer=f"{world.securisation.pk}:{world.soligone.pk}",
        source="SIAO",
        received_on=DAY,
        **{
            "people-0-civility": "MRS",
            "people-0-first_name": "Alma",
            "people-0-last_name": last_name,
            "people-0-birth_on": "1991-03-08",
        },
    )
    desk.sends("Enregistrer l’orientation")
    return _begun(Play(world, desk, hand, Enrolment.objects.exclude(pk__in=known).get()))


def is_asked_for(world: World, desk: Hands, hand: Hands, dwelling: Dwelling) -> Play:
    """The litigation service asks for an intervention for the occupant of a dwelling."""
    known = _files()
    desk.opens(world.litigation, "journeys:request_new", dwelling.pk)
    desk.writes(
        offer=f"{world.sauvegarde.pk}:{world.soligone.pk}",
        lease="held",
        debt="2140,50",
        stated_on=DAY,
        tried="Trois courriers",
        risk="Une expulsion",
        **{"people-0-first_name": "Rosa", "people-0-last_name": "Delmas", "people-0-birth_on": "1961-04-02"},
    )
    desk.sends("Envoyer la demande")
    return _begun(Play(world, desk, hand, Enrolment.objects.exclude(pk__in=known).get()))


def _files() -> set[object]:
    return set(Enrolment.objects.values_list("pk", flat=True))


def _begun(play: Play) -> Play:
    assert play.course.state == State.REFERRED
    return play


def is_assigned(play: Play) -> None:
    """The manager names the lead worker."""
    play.desk.opens(play.world.manager, "accompaniments:assign", play.file.pk)
    play.desk.page.locator("label", has_text="Fabre").first.click()
    play.desk.writes(started_on=DAY)
    play.desk.sends("Nommer le référent")
    assert play.course.state == State.REVIEWING


def is_written_to(play: Play) -> None:
    """The worker climbs the first step of the programme's ladder."""
    play.hand.opens(play.world.lead, "accompaniments:outreach_new", play.file.pk)
    play.hand.writes(kind="LETTER_SIMPLE", sent_on=DAY)
    play.hand.sends("Enregistrer la relance")
    assert play.course.state == State.CONTACTING
