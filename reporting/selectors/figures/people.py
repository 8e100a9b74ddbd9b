"""Who is accompanied at the close of the month: the only breakdowns, and the only figures that are masked."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import F, Q

from foundation.periods import in_force
from households.enums import HousingSituation, MemberKind, Presence
from households.models import CurrentHousing, HouseholdMember
from households.rules import age_on
from reporting.rules.content import Breakdown, MaskedCount
from reporting.rules.masking import masked
from reporting.selectors.figures.scope import Scope

ALONE, ALONE_WITH, SEVERAL, SEVERAL_WITH = (
    "personne seule",
    "un adulte avec enfants",
    "plusieurs adultes sans enfant",
    "plusieurs adultes avec enfants",
)
NOT_SAID = "non renseigné"
AGES = ((25, "moins de 25 ans"), (40, "de 25 à 39 ans"), (60, "de 40 à 59 ans"), (200, "60 ans et plus"))
WITH_CHILDREN = {(False, False): ALONE, (False, True): ALONE_WITH, (True, False): SEVERAL, (True, True): SEVERAL_WITH}


def audience(scope: Scope, accompanied: Iterable[uuid.UUID], threshold: int) -> tuple[Breakdown, ...]:
    """Give family situation, age and origin of the households accompanied at the close, masked; two queries.

    Nothing of health nor of violence is counted here. A child who only visits does not make a family.
    """
    stock = list(accompanied)
    family, ages = _households(scope, stock)
    origins = _origins(stock)
    return (
        _breakdown("family", "Situation familiale", (*WITH_CHILDREN.values(), NOT_SAID), family, threshold),
        _breakdown("age", "Âge des adultes titulaires", (*(label for _, label in AGES), NOT_SAID), ages, threshold),
        _breakdown(
            "origin",
            "D’où vient le ménage",
            (*(str(situation.label) for situation in HousingSituation), NOT_SAID),
            origins,
            threshold,
        ),
    )


def _households(scope: Scope, stock: Sequence[uuid.UUID]) -> tuple[Counter[str], Counter[str]]:
    adults: Counter[uuid.UUID] = Counter()
    children: Counter[uuid.UUID] = Counter()
    ages: Counter[str] = Counter()
    rows = (
        HouseholdMember.objects.filter(in_force(scope.last), household__enrolments__in=stock)
        .order_by()
        .values_list("household__enrolments", "kind", "presence", "person__birth_on")
    )
    for enrolment_id, kind, presence, birth_on in rows:
        if kind in MemberKind.ADULTS:
            adults[enrolment_id] += 1
        elif presence != Presence.VISITING:
            children[enrolment_id] += 1
        if kind == MemberKind.ADULT:
            ages[_band(age_on(birth_on, scope.last)) if birth_on else NOT_SAID] += 1
    family = Counter(WITH_CHILDREN[adults[one] > 1, children[one] > 0] if adults[one] else NOT_SAID for one in stock)
    return family, ages


def _origins(stock: Sequence[uuid.UUID]) -> Counter[str]:
    """Count where the households lived on their file's first day."""
    rows = (
        CurrentHousing.objects.filter(enrolment_id__in=stock, started_on__lte=F("enrolment__started_on"))
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gte=F("enrolment__started_on")))
        .order_by("started_on", "pk")
        .values_list("enrolment_id", "situation")
    )
    found = dict(rows)
    return Counter(str(HousingSituation(found[one]).label) if one in found else NOT_SAID for one in stock)


def _band(age: int) -> str:
    return next(label for limit, label in AGES if age < limit)


def _breakdown(code: str, title: str, labels: Sequence[str], counts: Counter[str], threshold: int) -> Breakdown:
    """Lay a breakdown out: every line in its order, « non renseigné » only when it holds someone."""
    shown = [label for label in labels if label != NOT_SAID or counts[label]]
    hidden = masked([counts[label] for label in shown], threshold)
    lines = tuple(MaskedCount(label, count) for label, count in zip(shown, hidden, strict=True))
    return Breakdown(code, title, lines, sum(counts.values()))
