"""The stories of the demonstration: what each household shows on a screen. Days are counted back from today."""

from dataclasses import replace
from random import Random

from accompaniments.enums import ExitReason, ReferralSource, State
from journeys.demo import people
from journeys.demo.stories_of_titles import TITLES
from journeys.demo.story import (
    ANCIENNE,
    CAP_HABITAT,
    COLLEGUE,
    GONE,
    NEVER,
    REFERENT,
    REFERENTE,
    SOLIGONE,
    SUPPORTED_ACCESS,
    SUPPORTED_MAINTENANCE,
    Story,
    marked,
)
from partners.enums import Axis

# The first ones are those that a small demonstration keeps: each shows what no other does.
SCRIPTED: tuple[Story, ...] = (
    Story(
        "un couple maintenu dans son logement, tout va son cours", people.FAMILY, Axis.MAINTENANCE, REFERENTE, 320,
        known=SUPPORTED_MAINTENANCE, unit="Orange", city="Orange",
        marks=marked("today", "accord", "dog", "correspondent", "fsl_granted", "litigation", "corrected",
                     "convention_amended", "review_awaited", "signal_answered"),
    ),
    Story(
        "une adresse protégée", people.LONE_MOTHER, Axis.ACCESS, REFERENTE, 250, known=SUPPORTED_ACCESS,
        city="Cavaillon", marks=marked("protected", "today", "call_first", "rights"),
    ),
    Story(
        "une orientation reçue, sans référent", people.LONE_MOTHER, Axis.ACCESS, "", 12, State.REFERRED,
        city="Carpentras", marks=marked(),
    ),
    Story(
        "une demande du contentieux, à l’étude", people.SINGLE_MAN, Axis.MAINTENANCE, COLLEGUE, 41, State.REVIEWING,
        unit="Orange", city="Orange", source=ReferralSource.LANDLORD_LITIGATION, quiet=33, marks=marked("unlogged"),
    ),
    Story(
        "deux associations, par accord écrit du ménage", people.COUPLE, Axis.ACCESS, REFERENTE, 290,
        known=SUPPORTED_ACCESS, city="Sorgues", marks=marked("two_holders", "tomorrow", "over_indebtedness", "contract_half"),
    ),
    Story(
        "un ménage suivi par l’autre association", people.FAMILY, Axis.MAINTENANCE, REFERENT, 300,
        known=SUPPORTED_MAINTENANCE, association=CAP_HABITAT, unit="Apt", city="Apt",
        marks=marked("correspondent", "today", "accord"),
    ),
    Story(
        "une séparation en cours de suivi", people.FAMILY, Axis.ACCESS, REFERENTE, 330, known=SUPPORTED_ACCESS,
        city="Monteux", marks=marked("split", "tomorrow"),
    ),
    Story(
        "un remplacement en cours", people.SINGLE_WOMAN, Axis.ACCESS, COLLEGUE, 240, known=SUPPORTED_ACCESS,
        city="Avignon", marks=marked("replaced", "contract_refused"),
    ),
    Story(
        "un suivi terminé, et un contact après la clôture", people.LONE_FATHER, Axis.ACCESS, REFERENTE, 300,
        State.READY, ((State.REFERRED, 390), (State.DIAGNOSED, 350), (State.READY, 310)), city="Bollène", closed=35,
        exit_reason=ExitReason.MOVED_TO_OTHER_SCHEME, marks=marked("after_closure"),
    ),
    Story(
        "une orientation non retenue, passée à l’autre association", people.COUPLE, Axis.ACCESS, REFERENT, 75,
        State.REVIEWING, association=CAP_HABITAT, city="Valréas", source=ReferralSource.LANDLORD_SOCIAL,
        rhythm=(18, 30), marks=marked("passed_on"),
    ),
    Story(
        "prêt, la demande de logement à renouveler", people.FAMILY, Axis.ACCESS, REFERENTE, 210, State.READY,
        ((State.REFERRED, 300), (State.REVIEWING, 290), (State.DIAGNOSED, 240), (State.READY, 120)),
        city="Pernes-les-Fontaines", marks=marked("nur_expiring", "loca_pass", "draft"),
    ),
    Story(
        "une personne sous curatelle, sans dette", people.ELDER, Axis.MAINTENANCE, COLLEGUE, 260,
        known=SUPPORTED_MAINTENANCE, unit="Carpentras", city="Carpentras", marks=marked("guardian", "correspondent"),
    ),
    Story(
        "personne ne répond depuis longtemps", people.SINGLE_MAN, Axis.MAINTENANCE, REFERENTE, 90, State.CONTACTING,
        ((State.REFERRED, 110), (State.CONTACTING, 88)), unit="Cavaillon", city="Cavaillon", quiet=52,
        source=ReferralSource.LANDLORD_RENTAL, rhythm=(20, 30), marks=marked("call_no_answer", "unlogged", "ladder_again"),
    ),
    Story(
        "des noms longs, aucun téléphone, une date de naissance inconnue", people.LONE_MOTHER, Axis.ACCESS, REFERENTE,
        160, State.DIAGNOSED, ((State.REFERRED, 200), (State.DIAGNOSED, 95)), city="L’Isle-sur-la-Sorgue",
        marks=marked("long_names", "no_phone", "missing", "interpreter"),
    ),
    Story(
        "un accord de partage refusé", people.SIBLINGS, Axis.ACCESS, COLLEGUE, 130, State.PROPOSED,
        ((State.REFERRED, 190), (State.DIAGNOSED, 120), (State.PROPOSED, 40)), city="Avignon",
        source=ReferralSource.LANDLORD_SOCIAL, marks=marked("accord_refused", "nur"),
    ),
    Story(
        "un accord de partage donné, puis retiré", people.LONE_FATHER, Axis.MAINTENANCE, REFERENTE, 220,
        known=SUPPORTED_MAINTENANCE, unit="Vedène", city="Vedène",
        marks=marked("accord_revoked", "correspondent", "fsl_refused"),
    ),
    Story(
        "en veille", people.COUPLE, Axis.ACCESS, REFERENTE, 300, State.WATCHED,
        ((State.REFERRED, 900), (State.SUPPORTED, 760), (State.WATCHED, 190)), unit="Orange", city="Orange",
        rhythm=(55, 80), marks=marked("correspondent", "watch_signal"),
    ),
    Story(
        "un contact infructueux", people.SINGLE_WOMAN, Axis.MAINTENANCE, REFERENT, 110, State.CONTACT_FAILED,
        ((State.REFERRED, 120), (State.CONTACTING, 105), (State.CONTACT_FAILED, 30)), association=CAP_HABITAT,
        unit="Bollène", city="Bollène", quiet=200, marks=marked("call_no_answer"),
    ),
    Story(
        "un ménage confié par une collègue partie", people.ADULT_CHILD, Axis.ACCESS, ANCIENNE, 380,
        known=SUPPORTED_ACCESS, city="Avignon", marks=marked("nur_odd", "housing_benefit", "papers_signed"),
    ),
    Story(
        "une orientation qui ne relevait pas du programme", people.SINGLE_MAN, Axis.ACCESS, COLLEGUE, 180,
        State.REVIEWING, closed=150, exit_reason=ExitReason.NOT_ELIGIBLE, city="Avignon", marks=marked(),
    ),
    Story(
        "une orientation toute fraîche, en retard d’affectation", people.SINGLE_WOMAN, Axis.ACCESS, "", 24,
        State.REFERRED, city="Apt", marks=marked("missing"),
    ),
    Story(
        "un suivi refusé", people.COUPLE, Axis.MAINTENANCE, REFERENT, 230, State.PROPOSED,
        ((State.REFERRED, 260), (State.DIAGNOSED, 220), (State.PROPOSED, 150)), association=CAP_HABITAT, unit="Apt",
        city="Apt", closed=90, exit_reason=ExitReason.REFUSED_SUPPORT, marks=marked("correspondent"),
    ),
    Story(
        "une visite à deux", people.SINGLE_MAN, Axis.MAINTENANCE, REFERENTE, 200, known=SUPPORTED_MAINTENANCE,
        unit="Avignon", city="Avignon", marks=marked("in_pairs", "correspondent", "fsl_missing", "co_worker"),
    ),
    Story(
        "un second dossier repris d’une collègue partie", people.FAMILY, Axis.MAINTENANCE, ANCIENNE, 370,
        known=SUPPORTED_MAINTENANCE, unit="Carpentras", city="Carpentras", marks=marked("correspondent"),
    ),
    Story(
        "une relance qui court, demandée par le contentieux", people.SINGLE_MAN, Axis.MAINTENANCE, REFERENTE, 60,
        State.CONTACTING, unit="Orange", city="Orange", source=ReferralSource.LANDLORD_LITIGATION, quiet=NEVER,
        marks=marked("ladder_running"),
    ),
    Story(
        "un diagnostic partagé, la part de la conseillère attendue", people.LONE_MOTHER, Axis.ACCESS, REFERENTE, 34,
        State.REVIEWING, city="Avignon", marks=marked("diagnosis_begun"),
    ),
    Story(
        "une convention à signer par le bailleur", people.COUPLE, Axis.MAINTENANCE, REFERENTE, 104, State.READY,
        unit="Orange", city="Orange", source=ReferralSource.LANDLORD_RENTAL, marks=marked("convention_half"),
    ),
    Story(
        "un diagnostic signé à deux mains, à valider", people.FAMILY, Axis.ACCESS, COLLEGUE, 52, State.REVIEWING,
        city="Sorgues", marks=marked("diagnosis_signed", "accord"),
    ),
    Story(
        "une relance épuisée, à confirmer", people.SINGLE_WOMAN, Axis.MAINTENANCE, COLLEGUE, 84, State.CONTACTING,
        unit="Cavaillon", city="Cavaillon", source=ReferralSource.LANDLORD_LITIGATION, quiet=NEVER,
        marks=marked("ladder_over"),
    ),
    Story(
        "une fin à valider", people.SINGLE_WOMAN, Axis.ACCESS, REFERENTE, 280, known=SUPPORTED_ACCESS, city="Vedène",
        rhythm=(20, 32), marks=marked("end_to_validate"),
    ),
    Story(
        "une convention en vigueur, qu’un des adultes n’a pas signée", people.COUPLE, Axis.MAINTENANCE, COLLEGUE, 150,
        unit="Carpentras", city="Carpentras", source=ReferralSource.LANDLORD_RENTAL,
        marks=marked("convention_refused"),
    ),
    Story(
        "une veille reprise après une réouverture", people.LONE_FATHER, Axis.ACCESS, REFERENTE, 300,
        known=SUPPORTED_ACCESS, unit="Orange", city="Orange", rhythm=(40, 60),
        marks=marked("correspondent", "watch_again"),
    ),
    Story(
        "un accompagnement arrivé à son terme", people.FAMILY, Axis.MAINTENANCE, REFERENT, 260,
        known=SUPPORTED_MAINTENANCE, association=CAP_HABITAT, unit="Apt", city="Apt", closed=60,
        marks=marked("correspondent", "ended"),
    ),
    Story(
        "une proposition qui attend sa réponse", people.SIBLINGS, Axis.MAINTENANCE, REFERENTE, 82, State.PROPOSED,
        unit="Vedène", city="Vedène", source=ReferralSource.LANDLORD_RENTAL, marks=marked("proposal_awaited"),
    ),
    Story(
        "un contact infructueux, la preuve gardée", people.SINGLE_MAN, Axis.MAINTENANCE, REFERENT, 104,
        State.CONTACT_FAILED, association=CAP_HABITAT, unit="Apt", city="Apt", source=ReferralSource.LANDLORD_RENTAL,
        quiet=NEVER, marks=marked("ladder_failed"),
    ),
    Story(
        "une évaluation transmise au bailleur", people.ELDER, Axis.MAINTENANCE, REFERENTE, 84, State.DIAGNOSED,
        unit="Orange", city="Orange", source=ReferralSource.LANDLORD_LITIGATION, marks=marked("diagnosis_returned"),
    ),
    Story(
        "une convention signée sur papier, enregistrée tard", people.LONE_MOTHER, Axis.MAINTENANCE, REFERENT, 172,
        association=CAP_HABITAT, unit="Bollène", city="Bollène", source=ReferralSource.LANDLORD_RENTAL,
        marks=marked("convention_late"),
    ),
    Story(
        "une proposition refusée", people.COUPLE, Axis.ACCESS, COLLEGUE, 100, State.DIAGNOSED, city="Monteux",
        marks=marked("proposal_refused"),
    ),
    Story(
        "une relance qui court, avant le diagnostic partagé", people.SINGLE_WOMAN, Axis.ACCESS, COLLEGUE, 61,
        State.CONTACTING, city="Orange", quiet=NEVER, marks=marked("ladder_running"),
    ),
    Story(
        "une relance épuisée, avant tout logement", people.SINGLE_MAN, Axis.ACCESS, REFERENT, 86, State.CONTACTING,
        association=CAP_HABITAT, city="Apt", source=ReferralSource.OTHER, quiet=NEVER, marks=marked("ladder_over"),
    ),
    Story(
        "un contact infructueux, avant tout logement", people.SINGLE_MAN, Axis.ACCESS, REFERENTE, 106,
        State.CONTACT_FAILED, city="Avignon", quiet=NEVER, marks=marked("ladder_failed"),
    ),
    Story(
        "prêt, sans dossier encore", people.COUPLE, Axis.ACCESS, COLLEGUE, 84, State.READY, city="Vedène",
        marks=marked("said_yes"),
    ),
    Story(
        "un accompagnement rouvert pendant la veille", people.LONE_MOTHER, Axis.ACCESS, COLLEGUE, 260,
        known=SUPPORTED_ACCESS, unit="Orange", city="Orange", rhythm=(30, 45),
        marks=marked("correspondent", "watch_interrupted"),
    ),
    Story(
        "une veille arrivée à son terme", people.LONE_FATHER, Axis.ACCESS, REFERENTE, 300, State.WATCHED,
        ((State.REFERRED, 1420), (State.SUPPORTED, 1250), (State.WATCHED, 745)), unit="Carpentras", city="Carpentras",
        rhythm=(60, 90), closed=16, marks=marked("correspondent", "watch_over"),
    ),
    Story(
        "une demande du contentieux, à affecter", people.COUPLE, Axis.MAINTENANCE, "", 5, State.REFERRED,
        unit="Orange", city="Orange", source=ReferralSource.LANDLORD_LITIGATION, marks=marked(),
    ),
    *TITLES,
)  # fmt: skip

_UNITS = ("Orange", "Apt", "Carpentras", "Cavaillon", "Bollène", "Avignon", "Vedène")
_CITIES = ("Avignon", "Orange", "Carpentras", "Cavaillon", "Sorgues", "Monteux", "Vedène", "Apt")
_EXTRA_MARKS = (
    "today", "tomorrow", "soon", "soon", "soon", "nur", "rights", "fsl_filed", "housing_benefit", "dog", "accord", "",
    "unlogged", "fsl_granted",
)  # fmt: skip


def stories(random: Random, households: int, months: int) -> list[Story]:
    """Give as many stories as asked, the scripted ones first, none older than the programme's months."""
    told = list(SCRIPTED[:households])
    while len(told) < households:
        told.append(_drawn(random, len(told)))
    oldest = max(20, months * 30)
    return [_within(story, oldest) for story in told]


def _drawn(random: Random, rank: int) -> Story:
    """Draw an ordinary story."""
    axis = Axis.ACCESS if rank % 5 < 3 else Axis.MAINTENANCE  # noqa: PLR2004 -- three of five
    association, lead = random.choice(
        ((SOLIGONE, REFERENTE), (SOLIGONE, REFERENTE), (SOLIGONE, COLLEGUE), (CAP_HABITAT, REFERENT))
    )
    recorded = random.randint(45, 400)
    state, known = random.choice(
        (
            (State.SUPPORTED, ((State.REFERRED, 150), (State.DIAGNOSED, 110), (State.SUPPORTED, 20))),
            (State.SUPPORTED, ((State.REFERRED, 90), (State.SUPPORTED, 15))),
            (State.READY, ((State.REFERRED, 80), (State.DIAGNOSED, 45), (State.READY, 10))),
            (State.DIAGNOSED, ((State.REFERRED, 60), (State.REVIEWING, 50), (State.DIAGNOSED, 12))),
            (State.REVIEWING, ()),
        )
    )
    unit = random.choice(_UNITS) if axis == Axis.MAINTENANCE else ""
    marks = {random.choice(_EXTRA_MARKS), random.choice(_EXTRA_MARKS)} - {""}
    if axis == Axis.MAINTENANCE and known:
        marks.add("correspondent")
    return Story(
        "un suivi ordinaire",
        random.choice(people.SHAPES),
        axis,
        lead,
        recorded if known else random.randint(20, 70),
        state,
        tuple((entered, recorded + days) for entered, days in known),
        association=association,
        unit=unit,
        city=unit or random.choice(_CITIES),
        source=random.choice((ReferralSource.SIAO, ReferralSource.LANDLORD_SOCIAL, ReferralSource.OTHER))
        if axis == Axis.ACCESS
        else ReferralSource.LANDLORD_RENTAL,
        rhythm=random.choice(((12, 19), (14, 24), (20, 32))),
        marks=frozenset(marks),
    )


def _within(story: Story, oldest: int) -> Story:
    """Keep a story inside the months asked for; what a reprise knows came before Palier did."""
    if story.recorded > oldest:
        recorded = oldest - 1
        closed = story.closed if story.closed is None or story.closed < recorded - 10 else max(1, recorded - 12)
        story = replace(story, recorded=recorded, closed=closed, quiet=min(story.quiet, recorded))
        if story.lead == ANCIENNE and recorded < GONE:
            story = replace(story, lead=COLLEGUE)
    if story.known and (late := story.recorded + 3 - story.known[-1][1]) > 0:
        story = replace(story, known=tuple((state, days + late) for state, days in story.known))
    return story
