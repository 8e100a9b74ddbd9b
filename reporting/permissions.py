"""Who may do what with a month (domain.md §4.1). A reader who may not know of it never comes here."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from foundation.periods import Month
from households.models import Enrolment
from partners.models import Organisation, ProgrammeVersion
from partners.reader import Reader
from reporting.enums import MonthStatus
from reporting.models import MonthVersion, Validation
from reporting.rules.content import PROTECTED_FILE

REFUSED_VALIDATE = "Seuls les responsables des associations du programme valident un mois."
REFUSED_RECOMPUTE = "Seuls les responsables des associations du programme recalculent un mois provisoire."
REFUSED_REISSUE = "Seuls les responsables des associations du programme publient une nouvelle version."
REFUSED_FROZEN = (
    "Ce mois est figé\u00a0: ses chiffres ne changent plus. Une erreur se corrige par une nouvelle version."
)
REFUSED_VALIDATED = (
    "Une association a déjà validé ce mois\u00a0: il n’est plus recalculé. Les faits saisis depuis seront les corrections du "
    "mois suivant."
)
REFUSED_PROVISIONAL = "Ce mois est encore provisoire\u00a0: il suffit de le recalculer."
REFUSED_OLDER = "Une version plus récente de ce mois existe."
REFUSED_TWICE = "Votre association a déjà validé ce mois."


@dataclass(frozen=True)
class MonthStanding:
    """What this reader may do with a version of a month, and why not when she may not."""

    manages: frozenset[uuid.UUID]  # the associations of the programme that she manages
    to_validate: tuple[Organisation, ...]
    why_not_validate: str
    why_not_recompute: str
    why_not_reissue: str

    @property
    def may_validate(self) -> bool:
        """Tell whether one of her associations has not validated yet."""
        return not self.why_not_validate

    @property
    def may_recompute(self) -> bool:
        """Tell whether she may have it calculated again."""
        return not self.why_not_recompute

    @property
    def may_reissue(self) -> bool:
        """Tell whether she may correct what was published."""
        return not self.why_not_reissue


def prints_protected(version: MonthVersion) -> bool:
    """Tell whether a version names the file of a household protected since: its published report then stays closed.

    Exports obey the named list of a protection like every page (domain.md §3.9); the report is made again without it.
    """
    lines = [*version.content.get("corrections", ()), *version.content.get("movements", ())]
    numbers = {line["file_number"] for line in lines} - {PROTECTED_FILE}
    return bool(numbers) and Enrolment.objects.filter(file_number__in=numbers, is_protected=True).exists()


def associations_of(version: MonthVersion) -> list[Organisation]:
    """Give the associations that carry the programme out at the end of the month, by name."""
    month = Month.of(version.month.month_on)
    agreed = (
        ProgrammeVersion.objects.filter(programme_id=version.month.programme_id, started_on__lte=month.last)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gte=month.first))
        .order_by("-started_on", "-number")
        .first()
    )
    return list(agreed.associations.order_by("name")) if agreed else []


def month_standing(
    reader: Reader,
    version: MonthVersion,
    *,
    associations: Iterable[Organisation] | None = None,
    validated: Iterable[uuid.UUID] | None = None,
    is_current: bool = True,
) -> MonthStanding:
    """Give what she may do; a page that has read the associations and the validations hands them over."""
    partners = list(associations) if associations is not None else associations_of(version)
    done = (
        set(validated)
        if validated is not None
        else set(Validation.objects.filter(version=version).values_list("association_id", flat=True))
    )
    hers = [one for one in partners if one.pk in reader.managed_associations]
    is_frozen = version.frozen_at is not None or version.month.status == MonthStatus.FROZEN
    waiting = tuple(one for one in hers if one.pk not in done)
    return MonthStanding(
        manages=frozenset(one.pk for one in hers),
        to_validate=() if is_frozen or not is_current else waiting,
        why_not_validate=_first(
            (not hers, REFUSED_VALIDATE),
            (is_frozen, REFUSED_FROZEN),
            (not is_current, REFUSED_OLDER),
            (not waiting, REFUSED_TWICE),
        ),
        why_not_recompute=_first(
            (not hers, REFUSED_RECOMPUTE),
            (is_frozen, REFUSED_FROZEN),
            (bool(done), REFUSED_VALIDATED),
        ),
        why_not_reissue=_first(
            (not hers, REFUSED_REISSUE),
            (not is_frozen, REFUSED_PROVISIONAL),
            (not is_current, REFUSED_OLDER),
        ),
    )


def _first(*reasons: tuple[bool, str]) -> str:
    return next((words for stands, words in reasons if stands), "")
