"""The words of the access matrix: who asks, whose file, what the answer is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Whose(StrEnum):
    """Whose file (or whose thing of a file) the address names."""

    ANY = "any"
    MINE = "mine"
    COLLEAGUES = "colleagues"
    OTHERS = "others"
    OTHER_LANDLORDS = "other_landlords"
    PROTECTED = "protected"


class Persona(StrEnum):
    """Who asks: the people of tests/world.py."""

    ANONYMOUS = "anonymous"
    LEAD = "lead"
    COLLEAGUE = "colleague"
    MANAGER = "manager"
    OTHER_WORKER = "other_worker"
    OTHER_MANAGER = "other_manager"
    CORRESPONDENT_ORANGE = "correspondent_orange"
    CORRESPONDENT_APT = "correspondent_apt"
    ADVISER = "adviser"
    RENTAL = "rental"
    LITIGATION = "litigation"
    CAL_SECRETARY = "cal_secretary"
    LANDLORD_MANAGER = "landlord_manager"
    OTHER_LANDLORD_CORRESPONDENT = "other_landlord_correspondent"
    ADMIN = "admin"


class Verdict(StrEnum):
    """What the answer is."""

    OK = "ok"
    FORBIDDEN = "403"
    MISSING = "404"
    SIGN_IN = "sign-in"


@dataclass(frozen=True)
class Policy:
    """A named table persona × file → verdict."""

    name: str
    says: str
    columns: tuple[Whose, ...]
    verdicts: Mapping[Persona, tuple[Verdict, ...]]

    def verdict(self, persona: Persona, whose: Whose) -> Verdict:
        """Give the expected answer."""
        return self.verdicts[persona][self.columns.index(whose)]


def policy(name: str, says: str, table: str) -> Policy:
    """Read a policy's table: a header of columns, then one line a persona; `others` stands for those without a line."""
    lines = [line.split() for line in table.strip().splitlines()]
    columns = tuple(Whose(word) for word in lines[0])
    rows = {words[0]: tuple(Verdict(word) for word in words[1:]) for words in lines[1:]}
    if unknown := rows.keys() - set(Persona) - {"others"}:
        msg = f"{name}: unknown personas {unknown}"
        raise ValueError(msg)
    rows.setdefault(Persona.ANONYMOUS, tuple(Verdict.SIGN_IN for _ in columns))
    verdicts = {persona: rows[persona] if persona in rows else rows["others"] for persona in Persona}
    if any(len(row) != len(columns) for row in verdicts.values()):
        msg = f"{name}: a line has too few or too many cells"
        raise ValueError(msg)
    return Policy(name, says, columns, verdicts)


@dataclass(frozen=True)
class Access:
    """One row: the policy of an address, and the methods it takes."""

    policy: Policy
    methods: tuple[str, ...]


def reads(policy: Policy) -> Access:
    """Declare a page."""
    return Access(policy, ("GET",))


def fills(policy: Policy) -> Access:
    """Declare a form: the same verdicts for its page and for what it sends."""
    return Access(policy, ("GET", "POST"))


def posts(policy: Policy) -> Access:
    """Declare an act without a page."""
    return Access(policy, ("POST",))
