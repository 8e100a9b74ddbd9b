"""One plain sentence for each stage × truce × commitment × what stands beside, and a next step for somebody."""

import datetime as dt
import itertools

import pytest

from leases.enums import ProcedureStage as Stage
from leases.rules.clocks import ClockKind, Who, clocks, earliest_eviction
from leases.rules.law import truce_over
from leases.rules.meaning import NOTHING, Situation, meaning_of
from leases.rules.procedures import BESIDE, SET_ASIDE, Reached, position_on
from tests.leases.procedure.law import LAW, d

ORDERED = [stage for stage in Stage if stage.value in Stage.ORDERED]
WRONG = ("bénéficiaire", "usager", "expulsable", "mauvais", "faute", "débiteur", "None", "{", "}", "  ", "..")
TODAYS = (d("2026-06-15"), d("2026-10-31"), d("2026-11-01"), d("2027-03-31"), d("2027-04-01"))


def situation(reached, today, **values):
    truce = truce_over(today, LAW)
    return Situation(
        position=position_on(reached, today),
        today=today,
        clocks=clocks(reached, lease_signed_on=d("2020-01-01"), law=LAW, today=today),
        eviction_from=earliest_eviction(reached, LAW, today),
        truce_until=truce.ended_on if truce else None,
        **values,
    )


def is_plain(meaning):
    sentence = meaning.sentence
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert sentence.count(".") == 1, sentence
    assert not any(word in sentence for word in WRONG), sentence
    for step in meaning.steps:
        assert step.what[0].isupper()
        assert step.what.endswith(".")
        assert not any(word in step.what for word in WRONG)


@pytest.mark.parametrize("today", TODAYS)
@pytest.mark.parametrize(
    ("stage", "beside", "is_held"), list(itertools.product(ORDERED, [None, *BESIDE, *SET_ASIDE], [False, True]))
)
def test_it_is_said_everywhere(stage, beside, is_held, today):
    reached = [Reached(stage, d("2026-05-10"))]
    if beside:
        reached.append(Reached(beside, d("2026-05-20")))
    meaning = meaning_of(situation(reached, today, is_held=is_held))
    is_plain(meaning)
    is_over = beside in SET_ASIDE or stage == Stage.EVICTED
    ended = ORDERED.index(stage) >= ORDERED.index(Stage.JUDGMENT_TERMINATION)
    in_truce = today in {d("2026-11-01"), d("2027-03-31")}
    evicted_alone = stage == Stage.EVICTED
    assert ("trêve hivernale" in meaning.sentence) is (ended and in_truce and not is_over and not evicted_alone)
    assert ("s’est engagé" in meaning.sentence) is (is_held and not is_over)
    if not is_over:
        assert meaning.steps
        assert any(step.who == Who.ASSOCIATION for step in meaning.steps)


def test_nothing_recorded():
    meaning = meaning_of(Situation(position_on([], TODAYS[0]), TODAYS[0]))
    assert meaning.sentence == f"{NOTHING}."
    assert meaning.steps == ()


@pytest.mark.parametrize("today", [dt.date(2026, 11, 1) + dt.timedelta(days=n) for n in range(0, 151, 10)])
def test_in_the_truce_nobody_is_told_of_an_eviction_before_april(today):
    reached = [Reached(Stage.VACATE_ORDER, d("2026-05-10")), Reached(Stage.POLICE_GRANTED, d("2026-10-02"))]
    sentence = meaning_of(situation(reached, today)).sentence
    assert "à partir du 1er avril 2027" in sentence
    assert "à tout moment" not in sentence


def test_out_of_it_the_sentence_says_when():
    reached = [Reached(Stage.VACATE_ORDER, d("2026-05-10"))]
    assert "avant le 11 juillet 2026" in meaning_of(situation(reached, d("2026-06-01"))).sentence
    assert "avant le 1er avril 2027" in meaning_of(situation(reached, d("2026-11-02"))).sentence
    assert "est passé" in meaning_of(situation(reached, d("2026-08-01"))).sentence


@pytest.mark.parametrize(
    ("today", "word"), [("2026-07-10", "jusqu’au 10 juillet 2026 compris"), ("2026-07-11", "est passé")]
)
def test_a_payment_order_counts_its_last_day_in(today, word):
    assert word in meaning_of(situation([Reached(Stage.PAYMENT_ORDER, d("2026-05-10"))], d(today))).sentence


def test_the_ccapex_beside_a_summons_leaves_every_date_said():
    reached = [Reached(Stage.PAYMENT_ORDER, d("2026-10-27")), Reached(Stage.CCAPEX_REFERRED, d("2026-11-20"))]
    ordered = meaning_of(situation(reached, d("2026-11-28"))).sentence
    assert "jusqu’au 27 décembre 2026 compris" in ordered
    assert "à partir du 21 janvier 2027, le bailleur peut demander au juge" in ordered
    reached += [Reached(Stage.SUMMONS, d("2026-11-29")), Reached(Stage.HEARING, d("2027-01-15"))]
    meaning = meaning_of(situation(reached, d("2026-11-30"), hearing_on=d("2027-01-15")))
    is_plain(meaning)
    assert "devant le juge le 15 janvier 2027" in meaning.sentence
    assert "jusqu’au 27 décembre 2026 compris" in meaning.sentence
    assert [one.split(", le ")[1][:16] for one in meaning.warnings] == ["27 décembre 2026", "20 janvier 2027\u00a0"]
    assert all("L’assignation du 29 novembre 2026" in one for one in meaning.warnings)
    reached.append(Reached(Stage.JUDGMENT_TERMS, d("2027-01-15")))
    assert meaning_of(situation(reached, d("2027-01-15"))).warnings == ()


def test_an_unknown_lease_is_said():
    reached = [Reached(Stage.PAYMENT_ORDER, d("2026-05-10"))]
    here = Situation(
        position_on(reached, d("2026-06-01")),
        d("2026-06-01"),
        clocks=clocks(reached, lease_signed_on=None, law=LAW, today=d("2026-06-01")),
    )
    assert here.clock(ClockKind.PAYMENT).on is None
    assert "dépend de la date de signature du bail" in meaning_of(here).sentence


@pytest.mark.parametrize("today", TODAYS)
def test_a_protocol_says_until_when_then_the_new_lease(today):
    reached = [Reached(Stage.JUDGMENT_TERMINATION, d("2026-01-10")), Reached(Stage.PCS_ACTIVE, d("2026-03-01"))]
    running = meaning_of(situation(reached, today, protocol_until=d("2028-02-29")))
    is_plain(running)
    assert "29 février 2028" in running.sentence
    over = meaning_of(situation(reached, today, protocol_until=d("2026-05-31")))
    is_plain(over)
    assert "a pris fin le 31 mai 2026" in over.sentence
    kept = meaning_of(situation(reached, today, protocol_until=d("2028-02-29"), new_lease_by=d("2027-02-28")))
    is_plain(kept)
    assert "au plus tard le 28 février 2027" in kept.sentence


@pytest.mark.parametrize(("today", "word"), [("2026-07-10", "doit répondre"), ("2026-07-11", "est refusé")])
def test_the_prefets_silence(today, word):
    reached = [Reached(Stage.POLICE_REQUESTED, d("2026-05-10"))]
    assert word in meaning_of(situation(reached, d(today))).sentence
