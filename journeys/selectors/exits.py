"""What the end of a file would leave open on the lease side: the CAL dossiers that nobody has decided."""

from accompaniments.access.evaluations import EvaluationHeld
from accompaniments.enums import ExitReason
from accompaniments.readings.endings import Also
from accompaniments.rules.evaluations import leads_to_watch
from foundation.words import counted
from households.models import Enrolment
from households.permissions import standing
from leases.enums import FileState
from leases.selectors.left_open import undecided
from partners.reader import Reader


def dossiers_to_withdraw(reader: Reader, enrolment: Enrolment) -> Also | None:
    """Give the words that propose to withdraw a file's dossiers with its end, to its team; None when it has none."""
    if not standing(reader, enrolment).reads_whole:
        return None
    rows = list(undecided([enrolment.pk]))
    if not rows:
        return None
    one = len(rows) == 1
    count = "le dossier CAL qui reste ouvert" if one else f"les {counted(len(rows), 'dossier')} CAL qui restent ouverts"
    said = ", ".join(f"{row.announcement.dwelling.reference} ({FileState(row.state).label})" for row in rows)
    return Also(
        label=f"Retirer aussi {count}",
        detail=f"{'Logement' if one else 'Logements'} {said}. Non coché, il reste à retirer dans «\u00a0À faire\u00a0».",
    )


def dossiers_of_end(reader: Reader, held: EvaluationHeld) -> Also | None:
    """Give the same for an end to validate; None when a watch follows it: the file goes on."""
    is_watched = leads_to_watch(ExitReason(held.row.exit_reason), held.enrolment.version.watch_months)
    return None if is_watched else dossiers_to_withdraw(reader, held.enrolment)
