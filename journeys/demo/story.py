"""What a story of the demonstration is: a household's way through a programme. Days are counted back from today."""

from dataclasses import dataclass, field

from accompaniments.enums import ExitReason, ReferralSource, State
from partners.enums import Axis

GONE = 200  # days ago: who left had not left yet
NEVER = 10_000  # days without contact: nobody was met yet
REFERENTE, COLLEGUE, ANCIENNE, REFERENT = "referente", "collegue", "ancienne", "referent"
SOLIGONE, CAP_HABITAT = "soligone", "cap_habitat"


@dataclass(frozen=True)
class Story:
    """One household's way through a programme, as Palier came to know it."""

    shows: str  # what a screen shows with it
    shape: str
    axis: Axis
    lead: str  # an account; empty when nobody is named yet
    recorded: int  # days ago when it entered Palier
    state: State = State.SUPPORTED
    known: tuple[tuple[State, int], ...] = ()  # a reprise: its states and how many days ago; empty for a referral
    association: str = SOLIGONE
    unit: str = ""  # the landlord's unit that it lives in
    city: str = "Avignon"
    source: ReferralSource = ReferralSource.SIAO
    quiet: int = 0  # days without any contact, up to today
    rhythm: tuple[int, int] = (13, 22)  # days between meetings
    closed: int | None = None  # days ago
    exit_reason: ExitReason | None = None
    marks: frozenset[str] = field(default_factory=frozenset)

    @property
    def was_met(self) -> bool:
        """Tell whether somebody of the household was ever met."""
        return self.quiet < NEVER

    @property
    def is_taken_over(self) -> bool:
        """Tell whether it came by reprise."""
        return bool(self.known)


def marked(*names: str) -> frozenset[str]:
    """Give the marks of a story: what it plays beside the ordinary life of a file."""
    return frozenset(names)


SUPPORTED_ACCESS = ((State.REFERRED, 470), (State.DIAGNOSED, 430), (State.READY, 400), (State.SUPPORTED, 350))
SUPPORTED_MAINTENANCE = ((State.REFERRED, 420), (State.CONTACTING, 405), (State.DIAGNOSED, 370), (State.SUPPORTED, 330))
