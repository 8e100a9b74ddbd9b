"""Invented households: who lives with whom, drawn from a seed, so that the same one always gives the same people."""

import datetime as dt
from dataclasses import dataclass, replace
from random import Random

from dateutil.relativedelta import relativedelta

from households.enums import Civility, MemberKind, Presence
from journeys.demo import names

SINGLE_WOMAN, SINGLE_MAN, COUPLE, LONE_MOTHER, LONE_FATHER, FAMILY, ELDER, SIBLINGS, ADULT_CHILD = (
    "SINGLE_WOMAN", "SINGLE_MAN", "COUPLE", "LONE_MOTHER", "LONE_FATHER", "FAMILY", "ELDER", "SIBLINGS", "ADULT_CHILD",
)  # fmt: skip
SHAPES = (
    SINGLE_WOMAN, SINGLE_MAN, COUPLE, LONE_MOTHER, LONE_MOTHER, LONE_FATHER, FAMILY, FAMILY, SIBLINGS, ADULT_CHILD,
)  # fmt: skip


@dataclass(frozen=True)
class PersonPlan:
    """Someone of a household."""

    first_name: str
    last_name: str
    civility: Civility = Civility.UNKNOWN
    birth_name: str = ""
    birth_on: dt.date | None = None
    kind: MemberKind = MemberKind.ADULT
    presence: Presence = Presence.PERMANENT

    @property
    def said(self) -> str:
        """Give « Mme Carvalho », as notes call her."""
        prefix = f"{self.civility.label}\u00a0" if self.civility != Civility.UNKNOWN else ""
        return f"{prefix}{self.last_name}"


def often(random: Random, tenths: int) -> bool:
    """Let something happen so many times in ten."""
    return random.random() * 10 < tenths


class Town:
    """Draws people; nobody is drawn twice while names last."""

    def __init__(self, random: Random, today: dt.date) -> None:
        self.random = random
        self.today = today
        self._families = self._shuffled(names.FAMILIES)
        self._pools: dict[tuple[str, ...], list[str]] = {}

    def household(self, shape: str) -> tuple[PersonPlan, ...]:
        """Draw the people of a household."""
        adults = self._adults(shape)
        if shape not in {LONE_MOTHER, LONE_FATHER, FAMILY}:
            return adults
        count = self.random.choice((1, 1, 2, 2, 3, 4) if shape == FAMILY else (1, 1, 2, 2, 3))
        oldest = max(1, min(16, min(self._age(parent) for parent in adults) - 19))
        ages = self.random.sample(range(0, oldest + 1, 2), min(count, oldest // 2 + 1))  # two years between births
        family = adults[-1].last_name
        return (
            *adults,
            *(self.child(family, age, is_shared=shape == LONE_FATHER) for age in sorted(ages, reverse=True)),
        )

    def _adults(self, shape: str) -> tuple[PersonPlan, ...]:
        family, draw = self.family(), self.random
        alone = {
            ELDER: (often(draw, 6), (71, 86)),
            SINGLE_MAN: (False, (22, 61)),
            SINGLE_WOMAN: (True, (20, 63)),
            LONE_MOTHER: (True, (23, 45)),
            LONE_FATHER: (False, (28, 50)),
        }
        if shape in alone:
            woman, ages = alone[shape]
            return (self.adult(family, woman=woman, ages=ages),)
        if shape == SIBLINGS:
            return (
                self.adult(family, woman=True, ages=(19, 24)),
                self.adult(family, woman=False, ages=(20, 26)),
            )
        if shape == ADULT_CHILD:
            grown = replace(self.adult(family, woman=often(draw, 5), ages=(19, 26)), kind=MemberKind.OTHER_ADULT)
            return (self.adult(family, woman=True, ages=(47, 62)), grown)
        hers = family if often(draw, 5) else self.family()
        return (
            self.adult(hers, woman=True, ages=(24, 44), birth_name="" if hers != family else self.family()),
            self.adult(family, woman=False, ages=(25, 48)),
        )

    def _age(self, person: PersonPlan) -> int:
        return relativedelta(self.today, person.birth_on).years if person.birth_on else 30

    def family(self) -> str:
        """Draw a family name."""
        if not self._families:
            self._families = self._shuffled(names.FAMILIES)
        return self._families.pop()

    def adult(self, family: str, *, woman: bool, ages: tuple[int, int], birth_name: str = "") -> PersonPlan:
        """Draw an adult."""
        return PersonPlan(
            first_name=self._first(names.WOMEN if woman else names.MEN),
            last_name=family,
            civility=Civility.MRS if woman else Civility.MR,
            birth_name=birth_name,
            birth_on=self._born(self.random.randint(*ages)),
        )

    def child(self, family: str, age: int, *, is_shared: bool = False) -> PersonPlan:
        """Draw a child."""
        return PersonPlan(
            first_name=self._first(names.GIRLS if often(self.random, 5) else names.BOYS),
            last_name=family,
            birth_on=self._born(age),
            kind=MemberKind.CHILD,
            presence=Presence.SHARED_CUSTODY if is_shared else Presence.PERMANENT,
        )

    def address(self) -> str:
        """Draw a street and its number."""
        return f"{self.random.randint(1, 96)} {self.random.choice(names.STREETS)}"

    def telephone(self) -> str:
        """Draw a number of the range that the regulator keeps for fiction (04 65 71)."""
        return f"0465 71 {self.random.randint(0, 99):02d} {self.random.randint(0, 99):02d}".replace(" ", "")

    def nur(self, filed_on: dt.date) -> str:
        """Draw a housing request's number, laid out as the national ones."""
        return f"084{filed_on:%y%m}{self.random.randint(0, 99_999_999_999):011d}"

    def _first(self, pool: tuple[str, ...]) -> str:
        left = self._pools.setdefault(pool, [])
        if not left:
            left.extend(self._shuffled(pool))
        return left.pop()

    def _born(self, age: int) -> dt.date:
        return self.today - relativedelta(years=age) - dt.timedelta(days=self.random.randint(1, 364))

    def _shuffled(self, pool: tuple[str, ...]) -> list[str]:
        shuffled = list(pool)
        self.random.shuffle(shuffled)
        return shuffled
