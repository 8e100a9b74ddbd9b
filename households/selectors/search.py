"""Search: forgiving on names, exact on numbers, over what the reader may know and nothing else (domain.md §3.9)."""

import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q
from rapidfuzz import fuzz

from households.models import Enrolment, HouseholdMember, HousingRequest, SearchEntry, SearchKey
from households.permissions import read_since, standings
from households.readings import Card, cards
from households.rules import keyed_name, normalise, normalise_nur, read_file_number
from partners.reader import Reader

SHOWN = 20
_LONGEST = 120  # of what one types
_LEAST_NUR = 6  # characters of a housing request's number
_EXACT, _NUMBER = 200.0, 300.0
_CLOSE = 78.0  # of 100: one letter wrong in five, two in nine
_FORGIVEN = 4  # shorter words are compared as they are


def search(reader: Reader, text: str) -> list[Card]:
    """Give the files that this text names, the best first, at most 20.

    By file number, by housing request number, by name whatever its accents, hyphens, order or a typing error. A protected
    household answers to its file number, and, for the readers on its list, to its whole name exactly written.
    """
    typed = text[:_LONGEST].replace("\x00", " ").strip()
    if not normalise(typed):
        return []
    scores: dict[uuid.UUID, float] = defaultdict(float)
    for found in (
        _by_number(reader, typed),
        _by_request(reader, typed),
        _by_key(reader, typed),
        _by_name(reader, typed),
    ):
        for pk, score in found.items():
            scores[pk] = max(scores[pk], score)
    if not scores:
        return []
    files = {
        file.pk: file
        for file in Enrolment.objects.visible_to(reader)
        .filter(pk__in=list(scores))
        .select_related("version__programme", "household")
    }
    best = sorted(files, key=lambda pk: (-scores[pk], files[pk].ended_on is not None, files[pk].file_number))[:SHOWN]
    return list(cards(reader, [files[pk] for pk in best]).values())


def _by_number(reader: Reader, typed: str) -> dict[uuid.UUID, float]:
    """Find a file by its number, or by its rank in a year (« 148 »)."""
    visible = Enrolment.objects.visible_to(reader)
    if (number := read_file_number(typed)) is not None:
        rows = visible.filter(file_number=number)
    elif typed.isascii() and typed.isdigit() and len(typed) <= 5:  # noqa: PLR2004 -- the rank has four digits, five at most
        rows = visible.filter(file_number__endswith=f"-{int(typed):04d}")
    else:
        return {}
    return dict.fromkeys(rows.values_list("pk", flat=True), _NUMBER)


def _by_request(reader: Reader, typed: str) -> dict[uuid.UUID, float]:
    """Find files by the number of a housing request, whole or its beginning; never a protected one."""
    number = normalise_nur(typed)
    if len(number) < _LEAST_NUR or not number.isalnum() or not any(letter.isdigit() for letter in number):
        return {}
    rows = HousingRequest.objects.filter(
        enrolment__in=Enrolment.objects.visible_to(reader), enrolment__is_protected=False, number__startswith=number
    )
    return dict.fromkeys(rows.values_list("enrolment_id", flat=True), _NUMBER)


def _by_key(reader: Reader, typed: str) -> dict[uuid.UUID, float]:
    """Find protected files by the keyed hash of a whole name, for the readers on their list."""
    keys = SearchKey.objects.filter(
        key=keyed_name(typed, settings.PALIER_SEARCH_KEY), enrolment__is_protected=True
    ).values("enrolment_id")
    files = list(Enrolment.objects.visible_to(reader).filter(pk__in=keys))
    hers = standings(reader, files)
    return {file.pk: _EXACT for file in files if hers[file.pk].reads_people}


def _by_name(reader: Reader, typed: str) -> dict[uuid.UUID, float]:
    """Find files by names: first those that hold every word as typed, then, when there is none, those that come close."""
    asked = normalise(typed).split()
    visible = Enrolment.objects.visible_to(reader).filter(is_protected=False)
    entries = SearchEntry.objects.filter(enrolment__in=visible)
    exact = entries
    for word in asked:
        exact = exact.filter(text__contains=word)
    rows = list(exact.values_list("enrolment_id", "person_id", "text")[: SHOWN * 10])
    if not rows:
        rows = list(entries.values_list("enrolment_id", "person_id", "text"))
    scored = [(pk, person, score) for pk, person, text in rows if (score := closeness(asked, text.split())) >= _CLOSE]
    if not scored:
        return {}
    known = _known_people(reader, {pk for pk, _, _ in scored})
    found: dict[uuid.UUID, float] = {}
    for pk, person, score in scored:
        if person in known.get(pk, ()):
            found[pk] = max(score, found.get(pk, 0.0))
    return found


def closeness(asked: Iterable[str], words: list[str]) -> float:
    """Say how well words answer what is asked, of 100: every word asked must be close to one of them."""
    scores = [max((_likeness(word, other) for other in words), default=0.0) for word in asked]
    if not scores or min(scores) < _CLOSE:
        return 0.0
    return sum(scores) / len(scores)


def _likeness(asked: str, word: str) -> float:
    if asked == word:
        return 100.0
    if word.startswith(asked):
        return 95.0
    if asked in word:
        return 85.0
    if min(len(asked), len(word)) < _FORGIVEN:
        return 0.0
    return max(fuzz.ratio(asked, word), fuzz.ratio(asked, word[: len(asked)]) - 5.0)


def _known_people(reader: Reader, ids: set[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Give the people of each file whose name this reader may know: a landlord's person knows those of today only."""
    files = {file.pk: file for file in Enrolment.objects.filter(pk__in=ids)}
    hers = standings(reader, files.values())
    members: dict[uuid.UUID, list[HouseholdMember]] = defaultdict(list)
    for row in HouseholdMember.objects.filter(household_id__in={file.household_id for file in files.values()}):
        members[row.household_id].append(row)
    known: dict[uuid.UUID, set[uuid.UUID]] = {}
    for pk, file in files.items():
        since = read_since(hers[pk], file)
        known[pk] = {
            row.person_id
            for row in members[file.household_id]
            if hers[pk].reads_people
            and (row.ended_on is None or row.ended_on >= (since or row.ended_on))
            and (hers[pk].is_holder or row.is_present_on(reader.today))
        }
    return known


def same_number(reader: Reader, number: str, *, but: uuid.UUID) -> int:
    """Count the other files that this reader may read and that carry the same housing request number (§3.5: a warning)."""
    rows = HousingRequest.objects.filter(
        Q(enrolment__in=Enrolment.objects.visible_to(reader)), number=number, ended_on__isnull=True
    ).exclude(enrolment_id=but)
    files = list(Enrolment.objects.filter(pk__in=rows.values("enrolment_id")))
    hers = standings(reader, files)
    return sum(1 for file in files if hers[file.pk].reads_people)
