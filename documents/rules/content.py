"""What a document says beside its template's texts: frozen at drafting, kept encrypted as JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from partners.enums import SignatureRule


@dataclass(frozen=True)
class Objective:
    """A line of the objectives' table (domain.md §6): who, what, by when, how one will see that it is done."""

    who: str
    what: str
    by_when: str = ""
    criterion: str = ""


@dataclass(frozen=True)
class Context:
    """What was drafted from the file, and what was typed: `values` fill the fields of `documents.rules.fields`."""

    reference: str  # the file's number, printed on every page
    organisations: tuple[str, ...] = ()  # the letterhead
    addresses: Mapping[str, str] = field(default_factory=dict)  # of those organisations whose address was known then
    values: Mapping[str, str] = field(default_factory=dict)
    objectives: tuple[Objective, ...] = ()
    rule: SignatureRule = SignatureRule.EVERY_ADULT_ANSWERED
    title: str = ""  # empty: the kind's own

    def dumps(self) -> str:
        """Give the text that is kept."""
        return json.dumps(
            {
                **asdict(self),
                "addresses": dict(self.addresses),
                "values": dict(self.values),
                "rule": self.rule.value,
            },
            ensure_ascii=False,
        )

    @classmethod
    def loads(cls, text: str) -> "Context":
        """Read it back."""
        kept: dict[str, Any] = json.loads(text)
        return cls(
            reference=kept["reference"],
            organisations=tuple(kept["organisations"]),
            addresses=kept.get("addresses", {}),
            values=kept["values"],
            objectives=tuple(Objective(**line) for line in kept["objectives"]),
            rule=SignatureRule(kept["rule"]),
            title=kept.get("title", ""),
        )
