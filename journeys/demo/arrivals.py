"""How a household comes: a referral, or a reprise of what was followed on paper; then what is known of it at first."""

import datetime as dt
import uuid

from accompaniments.enums import ExitReason, ReferralSource, State
from accompaniments.services import assignment, endings, referrals, takeovers
from accompaniments.services.entries import NamingFact
from households.enums import (
    ChannelKind,
    GuardianshipKind,
    HousingSituation,
    NamingCause,
    NamingService,
    NoticeMeans,
    PrecautionFlag,
)
from households.services import channels, guardians, housing_requests, precautions, protection, sharing, workers
from households.services.enrolments import NewPerson, describe_language
from households.services.housing import Place
from journeys.demo import names, texts
from journeys.demo.admission import admit, has_procedure, tell_procedure
from journeys.demo.case import Case
from journeys.demo.course_requests import ask, is_asked_by_litigation
from journeys.demo.people import often
from journeys.demo.story import CAP_HABITAT, COLLEGUE, REFERENTE
from partners.enums import Axis

_REFERRERS = {ReferralSource.SIAO: "SIAO de Vaucluse", ReferralSource.CTPE: "CCAPEX de Vaucluse"}
_FLAGS = {
    "dog": (PrecautionFlag.DOG, "Chien dans la cour, prévenir en arrivant."),
    "in_pairs": (PrecautionFlag.IN_PAIRS, "Visite à deux, à la demande de l’équipe."),
    "call_first": (PrecautionFlag.CALL_FIRST, "Appeler en bas de l’immeuble, ne pas sonner."),
}


def arrive(case: Case) -> None:
    """Put a household's entry and first days on the calendar."""
    stage, story = case.stage, case.story
    day = stage.diary.working_day(stage.ago(story.recorded))
    minute = case.rank % 50
    if story.is_taken_over:
        stage.at(day, 9, minute, lambda: _take_over(case))
        stage.at(day, 10, minute, lambda: _describe(case))
        stage.at(day, 15, minute, lambda: admit(case))
    else:
        stage.at(day, 9, minute, lambda: _refer(case))
        _review(case, day, minute)
    if has_procedure(case):
        told = stage.diary.working_day(max(stage.ago(21), day + dt.timedelta(days=7)))
        stage.at(told, 16, minute, lambda: tell_procedure(case))
    if story.closed is not None and story.exit_reason is not None:
        last, why = stage.ago(story.closed), story.exit_reason
        stage.at(last + dt.timedelta(days=1), 17, minute, lambda: _end(case, last, why))


def _review(case: Case, day: dt.date, minute: int) -> None:
    """Name the lead some days after the referral, having passed it on when that is the story."""
    stage, story = case.stage, case.story
    if story.state == State.REFERRED:
        return
    if "passed_on" in story.marks:
        day = stage.diary.working_day(day + dt.timedelta(days=4))
        stage.at(day, 11, minute, lambda: _pass_on(case))
    day = stage.diary.working_day(day + dt.timedelta(days=case.random.randint(1, 5)))
    stage.at(day, 11, minute, lambda: _assign(case))
    stage.at(day, 14, minute, lambda: _describe(case))
    stage.at(day, 15, minute, lambda: admit(case))


def _new_people(case: Case) -> list[NewPerson]:
    return [
        NewPerson(
            first_name=plan.first_name,
            last_name=plan.last_name,
            civility=plan.civility,
            birth_name=plan.birth_name,
            birth_on=plan.birth_on,
            kind=plan.kind,
            presence=plan.presence,
            started_on=max(plan.birth_on, _first_day(case)) if plan.birth_on else None,
        )
        for plan in case.plans
        if plan.birth_on is None or plan.birth_on <= case.stage.clock.today
    ]


def _first_day(case: Case) -> dt.date:
    known = case.story.known
    return case.stage.ago(known[0][1]) if known else case.stage.clock.today


def _place(case: Case) -> Place | None:
    story, town, draw = case.story, case.stage.town, case.random
    if "missing" in story.marks and not story.unit:
        return None
    postcode = names.CITIES.get(story.city, "84000")
    if story.unit:
        unit = case.stage.cast.units[story.unit]
        return Place(
            HousingSituation.NO_TITLE if "litigation" in story.marks else HousingSituation.TENANT,
            address=town.address(),
            city=story.city,
            postcode=postcode,
            access_notes=draw.choice(("Bâtiment B, 2e étage", "Code 84A12, 3e à gauche", "Rez-de-chaussée, côté cour")),
            landlord=unit.agency.landlord,
            unit=unit,
        )
    situation = draw.choice((HousingSituation.SHELTER, HousingSituation.SHELTER, HousingSituation.WITH_SOMEONE))
    host = draw.choice(names.SHELTERS if situation == HousingSituation.SHELTER else names.HOSTS)
    return Place(situation, address=town.address(), city=story.city, postcode=postcode, host=host)


def _take_over(case: Case) -> None:
    story, stage = case.story, case.stage
    facts = []
    supported_on = next((stage.ago(days) for state, days in story.known if state == State.SUPPORTED), None)
    entered_on = stage.ago(story.known[0][1])
    if "correspondent" in story.marks:
        cause = NamingCause.CONVENTION_SIGNED if supported_on else NamingCause.REQUESTED
        facts.append(NamingFact(NamingService.CORRESPONDENT, cause, supported_on or entered_on))
    if story.marks & {"litigation", "in_procedure"}:
        facts.append(NamingFact(NamingService.LITIGATION, NamingCause.REQUESTED, entered_on))
    case.accompaniment = takeovers.take_over(
        by=case.manager,
        version=stage.cast.versions[story.axis],
        association=case.association,
        lead=stage.cast.people[story.lead],
        started_on=entered_on,
        known=[(state, stage.ago(days)) for state, days in story.known],
        reason=case.random.choice(texts.TAKE_OVER_REASONS),
        people=_new_people(case),
        today=stage.clock.today,
        place=_place(case),
        telephone=case.telephone,
        facts=facts,
        sending_key=case.key("entry"),
    )


def _refer(case: Case) -> None:
    story, stage = case.story, case.stage
    organisations = stage.cast.organisations
    association = organisations["soligone"] if "passed_on" in story.marks else case.association
    manager = stage.cast.manager_of("soligone") if "passed_on" in story.marks else case.manager
    axis_notes = texts.REFERRAL_NOTES[:3] if story.axis == Axis.ACCESS else texts.REFERRAL_NOTES[3:]
    if is_asked_by_litigation(case):
        case.accompaniment = ask(case, _new_people(case))
        return
    case.accompaniment = referrals.record_referral(
        by=manager,
        version=stage.cast.versions[story.axis],
        association=association,
        source=story.source,
        received_on=stage.clock.today,
        people=_new_people(case),
        today=stage.clock.today,
        source_organisation=organisations.get(_REFERRERS.get(story.source, "")),
        referrer_name=case.random.choice(names.REFERRERS),
        wished_sectors=story.city if story.axis == Axis.ACCESS else "",
        note=case.random.choice(axis_notes),
        place=_place(case),
        telephone=case.telephone,
        sending_key=case.key("entry"),
    )


def _pass_on(case: Case) -> None:
    stage = case.stage
    referrals.refuse_and_pass_on(
        by=stage.cast.manager_of("soligone"),
        enrolment=case.enrolment,
        association=stage.cast.organisations[CAP_HABITAT],
        reason="L’équipe du secteur est au complet jusqu’au printemps.",
        today=stage.clock.today,
    )


def _assign(case: Case) -> None:
    today = case.stage.clock.today
    assignment.assign_lead(
        by=case.manager,
        enrolment=case.enrolment,
        user=case.lead(today),
        association=case.association,
        started_on=today,
        today=today,
    )


def _describe(case: Case) -> None:
    """Write what the lead learns on the first day: how to reach them, what to know, the notice given."""
    story, enrolment, by = case.story, case.enrolment, case.writer().pk
    today, draw = case.stage.clock.today, case.random
    adults = case.members(adults_only=True)
    for mark, (flag, note) in _FLAGS.items():
        if mark in story.marks:
            precautions.add(by=by, enrolment=enrolment, flag=flag, started_on=today, note=note)
    if not story.marks & {"no_phone", "missing"} and often(draw, 6):
        reached = adults[-1]
        value = f"{_latin(reached.first_name)}.{_latin(reached.last_name)}@courriel.example"
        channels.add(by=by, enrolment=enrolment, kind=ChannelKind.EMAIL, value=value, started_on=today, person=reached)
    if "call_first" in story.marks:
        channels.add(
            by=by,
            enrolment=enrolment,
            kind=ChannelKind.PHONE,
            value=case.stage.town.telephone(),
            started_on=today,
            is_safe=False,
            note="Téléphone partagé : ne pas laisser de message.",
        )
    if "interpreter" in story.marks:
        describe_language(by=by, enrolment=enrolment, language="portugais", needs_interpreter=True)
    if "guardian" in story.marks:
        guardians.add(
            by=by,
            enrolment=enrolment,
            person=adults[0],
            kind=GuardianshipKind.CURATORSHIP,
            name=draw.choice(names.GUARDIANS),
            started_on=today - dt.timedelta(days=200),
            telephone=case.stage.town.telephone(),
        )
    if "missing" not in story.marks and story.was_met:
        means = draw.choice((NoticeMeans.MEETING, NoticeMeans.MEETING, NoticeMeans.LETTER))
        sharing.give_notice(by=by, enrolment=enrolment, given_on=today, means=means, given_by=by)
    if "co_worker" in story.marks:
        workers.add_co_worker(
            by=case.manager,
            enrolment=enrolment,
            user=case.stage.cast.people[COLLEGUE if story.lead == REFERENTE else REFERENTE],
            association=case.association,
            started_on=today,
            reason="Visites à deux",
        )
    if "protected" in story.marks:
        protection.protect(
            by=by,
            enrolment=enrolment,
            started_on=today,
            today=today,
            reason="La famille demande que son adresse ne soit connue de personne.",
            safe_address="Boîte postale 31, 84000 Avignon",
        )
    _request(case, by)


def _request(case: Case, by: uuid.UUID) -> None:
    """Write the housing request: in order and renewed each year, odd, about to expire, or expired."""
    story, stage = case.story, case.stage
    today, end = stage.clock.today, stage.today
    if "nur_expiring" in story.marks:
        filed_on = end - dt.timedelta(days=352)
    elif "nur_odd" in story.marks:
        filed_on = end - dt.timedelta(days=500)
    elif "nur" in story.marks or (story.axis == Axis.ACCESS and story.is_taken_over):
        filed_on = today - dt.timedelta(days=case.random.randint(20, 120))
    else:
        return
    filed_on = min(filed_on, today)
    number = stage.town.nur(filed_on)
    number = number[:14] if "nur_odd" in story.marks else number
    _write_request(case, by, number, filed_on, None)
    renewal = stage.diary.working_day(filed_on + dt.timedelta(days=340))
    if not story.marks & {"nur_expiring", "nur_odd"} and story.closed is None:
        stage.at(renewal, 15, 45, lambda: _write_request(case, case.writer().pk, number, filed_on, renewal))


def _write_request(case: Case, by: uuid.UUID, number: str, filed_on: dt.date, renewed_on: dt.date | None) -> None:
    housing_requests.record_nur(
        by=by,
        enrolment=case.enrolment,
        number=number,
        applicant=case.members(adults_only=True)[0],
        filed_on=filed_on,
        renewed_on=renewed_on,
    )


def _end(case: Case, last: dt.date, why: ExitReason) -> None:
    endings.end_before_support(
        by=case.manager,
        enrolment=case.enrolment,
        ended_on=last,
        exit_reason=why,
        today=case.stage.clock.today,
        reason="Point final fait avec le ménage et l’équipe.",
    )


def _latin(name: str) -> str:
    kept = name.lower().replace("’", "").replace(" ", "-").replace("ı", "i")
    return kept.translate(str.maketrans("àâäéèêëîïôöùûüçśńłğş", "aaaeeeeiioouuucsnlgs"))
