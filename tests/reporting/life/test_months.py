"""The acts of a month: recompute, validate, freeze, publish again; what each refuses, what it leaves in the journal."""

import datetime as dt
import uuid

import pytest
import time_machine

from foundation.refusals import Refused
from records.models import Event
from records.services.events import CLOCK
from reporting.enums import DeliveryKind, FrozenBecause, MonthStatus
from reporting.models import Delivery, MonthVersion, Validation
from reporting.rules.digest import digest_of
from reporting.selectors.life import current_version
from reporting.services.months import freeze, make_provisional, recompute, reissue, validate
from tests.days import TODAY, at
from tests.reporting.life.scene import AUGUST, NOVEMBER, OCTOBER, SEPTEMBER, comes, flows, made, ready, stops

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(world):
    return ready(world)


@pytest.fixture
def october(programme):
    return made(programme, OCTOBER, dt.date(2026, 11, 1))


def frozen(programme, month, on=TODAY):
    """Make a month and freeze it as it stands."""
    row = made(programme, month, on)
    freeze(by=CLOCK, month=row, because=FrozenBecause.DAY_CAME, today=on)
    row.refresh_from_db()
    return row


def validated(world, month, who="manager", association="soligone", revision=1):
    return validate(
        by=getattr(world, who).pk,
        month=month,
        association=getattr(world, association),
        revision=revision,
        today=TODAY,
    )


def verbs() -> list[str]:
    """Give what the journal says of versions, in order."""
    return list(Event.objects.filter(kind="reporting.monthversion").order_by("at").values_list("verb", flat=True))


class TestMaking:
    def test_a_month_under_way_is_refused(self, programme):
        with pytest.raises(Refused, match="n’est pas terminé"):
            make_provisional(by=CLOCK, programme=programme, month=NOVEMBER, today=dt.date(2026, 11, 30))
        assert make_provisional(by=CLOCK, programme=programme, month=NOVEMBER, today=dt.date(2026, 12, 1))

    def test_made_twice_it_is_the_same(self, programme, october):
        again = make_provisional(by=CLOCK, programme=programme, month=OCTOBER, today=TODAY)
        assert again == MonthVersion.objects.get()
        assert verbs() == ["month.made"]

    def test_its_managers_are_told_and_nobody_else(self, october, world):
        told = Delivery.objects.filter(kind=DeliveryKind.PROVISIONAL).values_list("user", flat=True)
        assert set(told) == {world.manager.pk, world.other_manager.pk}

    def test_the_content_is_whole_and_its_digest_holds(self, october):
        version = current_version(october)
        assert (version.content["month"], version.content["status"], version.content["version"]) == (
            "2026-10", "PROVISIONAL", 1,
        )  # fmt: skip
        assert version.digest == digest_of(version.content)


class TestRecomputing:
    def test_it_takes_the_facts_known_since_in_place(self, october, world):
        comes(world, dt.date(2026, 10, 12))
        version = recompute(by=world.manager.pk, month=october, today=TODAY)
        assert (version.number, version.revision) == (1, 2)
        assert flows(october) == {"stock_start": 3, "corrections": 0, "entered": 1, "left": 0, "stock_end": 4}
        assert version.lines.filter(figure="STOCK_END").count() == 4
        assert version.digest == digest_of(version.content)
        assert verbs() == ["month.made", "month.recomputed"]

    def test_not_once_someone_validated(self, october, world):
        validated(world, october)
        with pytest.raises(Refused, match="déjà validé"):
            recompute(by=world.manager.pk, month=october, today=TODAY)

    def test_not_once_frozen(self, programme, world):
        month = frozen(programme, OCTOBER)
        with pytest.raises(Refused, match="figé"):
            recompute(by=world.manager.pk, month=month, today=TODAY)

    def test_the_provisional_months_that_chain_on_it_follow(self, programme, world):
        september, october = made(programme, SEPTEMBER, TODAY), made(programme, OCTOBER, TODAY)
        comes(world, dt.date(2026, 9, 3))
        recompute(by=world.manager.pk, month=september, today=TODAY)
        assert flows(september)["stock_end"] == 4
        assert flows(october) == {"stock_start": 4, "corrections": 0, "entered": 0, "left": 0, "stock_end": 4}
        assert current_version(october).revision == 2


class TestValidating:
    def test_the_last_one_freezes_in_the_same_act(self, october, world):
        validated(world, october)
        october.refresh_from_db()
        assert october.status == MonthStatus.PROVISIONAL
        validated(world, october, "other_manager", "cap_habitat")
        october.refresh_from_db()
        version = current_version(october)
        assert (october.status, version.frozen_because) == (MonthStatus.FROZEN, FrozenBecause.VALIDATED)
        assert version.content["not_validated_by"] == []
        assert verbs() == ["month.made", "month.validated", "month.validated", "month.frozen"]
        last = Event.objects.filter(verb__in=["month.validated", "month.frozen"]).order_by("-at")[:2]
        assert len({event.act for event in last}) == 1

    def test_what_was_recalculated_since_is_refused(self, october, world):
        recompute(by=world.manager.pk, month=october, today=TODAY)
        with pytest.raises(Refused, match="recalculé depuis"):
            validated(world, october)
        assert validated(world, october, revision=2)

    def test_once_an_association(self, october, world):
        validated(world, october)
        with pytest.raises(Refused, match="déjà validé"):
            validated(world, october)
        assert Validation.objects.count() == 1

    def test_not_for_another_s_association(self, october, world):
        with pytest.raises(Refused, match="responsable"):
            validated(world, october, "manager", "cap_habitat")
        with pytest.raises(Refused, match="responsable"):
            validated(world, october, "lead", "soligone")

    def test_not_by_a_body_that_takes_no_part(self, october, world):
        with pytest.raises(Refused, match="ne prend pas part"):
            validated(world, october, "manager", "landlord")

    def test_not_once_frozen(self, programme, world):
        with pytest.raises(Refused, match="figé"):
            validated(world, frozen(programme, OCTOBER))

    def test_not_before_the_month_before_is_frozen(self, programme, world):
        made(programme, SEPTEMBER, TODAY)
        with pytest.raises(Refused, match="de septembre 2026 n’est pas encore figé"):
            validated(world, made(programme, OCTOBER, TODAY))


class TestFreezing:
    def test_the_month_before_is_frozen_first(self, programme):
        made(programme, SEPTEMBER, TODAY)
        october = made(programme, OCTOBER, TODAY)
        freeze(by=CLOCK, month=october, because=FrozenBecause.DAY_CAME, today=TODAY)
        frozen_on = MonthVersion.objects.order_by("frozen_at").values_list("month__month_on", flat=True)
        assert list(frozen_on) == [SEPTEMBER.first, OCTOBER.first]

    def test_frozen_twice_it_is_frozen_once(self, october):
        for because in (FrozenBecause.DAY_CAME, FrozenBecause.VALIDATED):
            freeze(by=CLOCK, month=october, because=because, today=TODAY)
        assert MonthVersion.objects.get().frozen_because == FrozenBecause.DAY_CAME
        assert verbs().count("month.frozen") == 1


class TestPublishingAgain:
    @pytest.mark.parametrize("reason", ["", "   ", "\n", "x" * 1001])
    def test_it_says_what_and_why(self, programme, world, reason):
        month = frozen(programme, OCTOBER)
        with pytest.raises(Refused) as refused:
            reissue(by=world.manager.pk, month=month, reason=reason, today=TODAY)
        assert refused.value.field == "reason"
        assert MonthVersion.objects.count() == 1

    def test_a_provisional_month_has_no_new_version(self, october, world):
        with pytest.raises(Refused, match="provisoire"):
            reissue(by=world.manager.pk, month=october, reason="Une entrée manquait.", today=TODAY)

    def test_a_new_version_beside_the_old_one(self, programme, world):
        month = frozen(programme, OCTOBER)
        old = MonthVersion.objects.values().get()
        stops(world.colleagues, dt.date(2026, 10, 20))
        new = reissue(by=world.manager.pk, month=month, reason=" Une fin manquait. ", today=TODAY)
        assert (new.number, new.frozen_because, new.reason) == (2, FrozenBecause.REISSUED, "Une fin manquait.")
        assert (new.content["version"], new.content["status"], new.content["reason"]) == (
            2,
            "FROZEN",
            "Une fin manquait.",
        )
        assert MonthVersion.objects.filter(number=1).values().get() == old
        assert flows(month) == {"stock_start": 3, "corrections": 0, "entered": 0, "left": 1, "stock_end": 2}

    def test_the_later_months_follow_and_the_corrections_made_moot_disappear(self, programme, world):
        august, september = frozen(programme, AUGUST), frozen(programme, SEPTEMBER)
        stops(world.colleagues, dt.date(2026, 8, 20))
        october = frozen(programme, OCTOBER)
        assert flows(october) == {"stock_start": 3, "corrections": -1, "entered": 0, "left": 0, "stock_end": 2}
        with time_machine.travel(at(dt.date(2026, 12, 2))):
            november = made(programme, NOVEMBER, dt.date(2026, 12, 2))
            validated(world, november)
            reissue(by=world.manager.pk, month=august, reason="Une fin d’août manquait.", today=dt.date(2026, 12, 2))
        assert flows(august) == {"stock_start": 3, "corrections": 0, "entered": 0, "left": 1, "stock_end": 2}
        for month in (september, october, november):
            assert flows(month) == {"stock_start": 2, "corrections": 0, "entered": 0, "left": 0, "stock_end": 2}
        versions = [current_version(month) for month in (august, september, october, november)]
        assert [version.number for version in versions] == [2, 2, 2, 1]
        assert [version.previous_id for version in versions[1:]] == [version.pk for version in versions[:-1]]
        assert "Août 2026 a été publié de nouveau (version\u00a02)" in versions[1].reason
        assert "Septembre 2026 a été publié de nouveau" in versions[2].reason
        # What was validated of November was another calculation: it is asked again.
        assert versions[3].revision == 2
        assert not versions[3].validations.exists()
        again = versions[3].deliveries.get(user=world.manager.pk)
        assert (again.kind, again.attempts, again.sent_at) == (DeliveryKind.PROVISIONAL, 0, None)

    def test_the_same_act_in_the_journal(self, programme, world):
        august = frozen(programme, AUGUST)
        frozen(programme, SEPTEMBER)
        reissue(by=world.manager.pk, month=august, reason="Une entrée manquait.", today=TODAY)
        events = Event.objects.filter(verb="month.reissued")
        assert len(events) == 2
        assert len({event.act for event in events}) == 1
        assert {event.actor for event in events} == {world.manager.pk}

    def test_a_second_new_version(self, programme, world):
        month = frozen(programme, OCTOBER)
        for number in (2, 3):
            assert reissue(by=world.manager.pk, month=month, reason="Erreur", today=TODAY).number == number


def test_the_journal_holds_ids_codes_and_days_only(programme, world):
    month = frozen(programme, OCTOBER)
    reissue(by=world.manager.pk, month=month, reason="Une fin de Mme Ferrand manquait.", today=TODAY)
    for event in Event.objects.filter(kind="reporting.monthversion"):
        assert "Ferrand" not in str(event.details)
        assert all(_is_plain(value) for value in event.details.values()), event.details


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(_is_plain(item) for item in value)
    if isinstance(value, int):
        return True
    text = str(value)
    for read in (uuid.UUID, dt.date.fromisoformat):
        try:
            read(text)
        except ValueError:
            continue
        return True
    return text.isupper() or (len(text) == 64 and not text.strip("0123456789abcdef"))
