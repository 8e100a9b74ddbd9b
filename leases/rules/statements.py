"""A statement of payments for many subleases: a table read from a file, its columns recognised, its cells checked one by one."""

import csv
import datetime as dt
import io
import re
import unicodedata
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from foundation.periods import Period
from leases.enums import RentEntryKind
from leases.rules.amounts import read_amount
from leases.rules.rent import why_entry_is_refused

MOST_ROWS = 5_000
MOST_COLUMNS = 30
LONGEST_CELL = 200
EMPTY = "Ce fichier ne contient aucune ligne sous son titre."
TOO_LONG = f"Ce relevé compte plus de {MOST_ROWS:,} lignes. Découpez-le en plusieurs fichiers.".replace(",", "\u00a0")
TOO_WIDE = f"Ce relevé compte plus de {MOST_COLUMNS}\u00a0colonnes. Ne gardez que celles qui servent."
NOT_TEXT = "Ce fichier n’est pas un tableau lisible. Envoyez un CSV ou un classeur XLSX."
_DELIMITERS = ";,\t|"
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})([ T]00:00(:00)?)?")
_CENTURY = 2000
Table = list[list[str]]


class Column(StrEnum):
    """What a column of a statement may hold."""

    REFERENCE = "reference"
    DATE = "date"
    AMOUNT = "amount"
    KIND = "kind"

    @property
    def label(self) -> str:
        """Give the words that the screen shows."""
        return {
            "reference": "Numéro de dossier ou référence du logement",
            "date": "Date",
            "amount": "Montant",
            "kind": "Nature (paiement, aide au logement)",
        }[self.value]


NEEDED = (Column.REFERENCE, Column.DATE, Column.AMOUNT)
_WORDS: dict[Column, tuple[str, ...]] = {
    Column.REFERENCE: ("dossier", "reference", "ref", "contrat", "logement", "lot", "locataire"),
    Column.DATE: ("date", "jour", "le"),
    Column.AMOUNT: ("montant", "credit", "somme", "recu", "verse", "paye"),
    Column.KIND: ("nature", "type", "libelle", "quoi"),
}
_KIND_WORDS = {
    RentEntryKind.BENEFIT: ("aide", "apl", "al", "alf", "als", "caf", "msa"),
    RentEntryKind.PAYMENT: ("paiement", "versement", "menage", "locataire", "loyer", "virement", "cheque", "especes"),
}


class RowState(StrEnum):
    """What becomes of a line."""

    WRONG = "wrong"
    KNOWN = "known"
    GOOD = "good"

    @property
    def label(self) -> str:
        """Give the words that the screen shows."""
        return {"wrong": "à corriger", "known": "déjà au compte", "good": "à enregistrer"}[self.value]


@dataclass(frozen=True)
class Target:
    """A sublease that a reference may mean."""

    lease_id: uuid.UUID
    label: str
    period: Period


@dataclass(frozen=True)
class RowRead:
    """A line of the statement, with what is wrong in each of its cells."""

    number: int
    texts: Mapping[Column, str]
    errors: Mapping[Column, str]
    state: RowState
    target: Target | None = None
    kind: RentEntryKind = RentEntryKind.PAYMENT
    on: dt.date | None = None
    amount: Decimal | None = None
    twin: int | None = None  # the line above that reads the same

    @property
    def key(self) -> tuple[uuid.UUID, str, dt.date, Decimal] | None:
        """Give what makes two lines the same, when all is read."""
        if self.target is None or self.on is None or self.amount is None:
            return None
        return (self.target.lease_id, self.kind.value, self.on, self.amount)


def read_csv(data: bytes) -> tuple[Table, str]:
    """Read a text table whatever wrote it; give it, or the reason why not."""
    text = _decoded(data)
    if text is None or "\x00" in text:
        return [], NOT_TEXT
    sample = [line for line in text.splitlines() if line.strip()][:20]
    if not sample:
        return [], EMPTY
    delimiter = max(_DELIMITERS, key=lambda one: min(line.count(one) for line in sample) * 100 + sample[0].count(one))
    rows: Table = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) > MOST_ROWS + 1:
                return [], TOO_LONG
    except csv.Error:
        return [], NOT_TEXT
    return bounded(rows)


def _decoded(data: bytes) -> str | None:
    encodings = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def bounded(rows: Table) -> tuple[Table, str]:
    """Give a table whose size, width and cells are bounded, or the reason why not."""
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    if len(kept) < 2:  # noqa: PLR2004 -- the title and a line
        return [], EMPTY
    if len(kept) > MOST_ROWS + 1:
        return [], TOO_LONG
    width = max(len(row) for row in kept)
    if width > MOST_COLUMNS:
        return [], TOO_WIDE
    return [[cell.strip()[:LONGEST_CELL] for cell in [*row, *[""] * (width - len(row))]] for row in kept], ""


def plain(text: str) -> str:
    """Give a text without accents, capitals, nor what is neither letter nor figure."""
    flat = unicodedata.normalize("NFKD", text)
    return re.sub(r"[^a-z0-9]+", " ", "".join(one for one in flat if not unicodedata.combining(one)).lower()).strip()


def guess_columns(header: Sequence[str]) -> dict[Column, int]:
    """Recognise the columns by their titles; each column serves once."""
    found: dict[Column, int] = {}
    titles = [plain(title).split() for title in header]
    for column, words in _WORDS.items():
        for position, title in enumerate(titles):
            if position not in found.values() and any(word in title for word in words):
                found[column] = position
                break
    return found


def read_day(text: str) -> dt.date | None:
    """Give a day written « 24/11/2026 », « 24/11/26 » or « 2026-11-24 », or None."""
    bare = text.strip()
    try:
        if iso := _ISO.fullmatch(bare):
            return dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
        if read := _DAY.fullmatch(bare):
            year = int(read[3])
            return dt.date(year if year >= _CENTURY else _CENTURY + year, int(read[2]), int(read[1]))
    except ValueError:
        return None
    return None


def read_kind(text: str) -> RentEntryKind | None:
    """Give what a line is by its words, or None."""
    words = plain(text).split()
    for kind, known in _KIND_WORDS.items():
        if any(word in words for word in known):
            return kind
    return None


def check_rows(
    table: Table,
    columns: Mapping[Column, int],
    *,
    find: Callable[[str, dt.date | None], Target | str],
    existing: Collection[tuple[uuid.UUID, str, dt.date, Decimal]],
    default_kind: RentEntryKind,
    today: dt.date,
) -> list[RowRead]:
    """Check every line under the title. `find` gives the sublease that a reference means on a day, or why it means none.

    A line is known once for each equal entry of the account. Two equal lines are two payments, the second says that it is one's twin.
    """
    known = Counter(existing)
    first: dict[tuple[uuid.UUID, str, dt.date, Decimal], int] = {}
    read = []
    for number, row in enumerate(table[1:], start=2):
        texts = {column: row[position] for column, position in columns.items() if position < len(row)}
        one = _checked(number, texts, find=find, default_kind=default_kind, today=today)
        key = one.key if one.state == RowState.GOOD else None
        if key is not None:
            if known[key]:
                known[key] -= 1
                one = replace(one, state=RowState.KNOWN)
            elif key in first:
                one = replace(one, twin=first[key])
            first.setdefault(key, number)
        read.append(one)
    return read


def _checked(
    number: int,
    texts: Mapping[Column, str],
    *,
    find: Callable[[str, dt.date | None], Target | str],
    default_kind: RentEntryKind,
    today: dt.date,
) -> RowRead:
    errors: dict[Column, str] = {}
    on = read_day(texts.get(Column.DATE, ""))
    if on is None:
        errors[Column.DATE] = "Cette date n’existe pas, ou ne se comprend pas."
    amount = read_amount(texts.get(Column.AMOUNT, ""))
    if amount is None:
        errors[Column.AMOUNT] = "Ce montant ne se comprend pas."
    said = texts.get(Column.KIND, "")
    kind = read_kind(said) if said else default_kind
    if kind is None:
        errors[Column.KIND] = "Écrivez « paiement » ou « aide au logement »."
    reference = texts.get(Column.REFERENCE, "")
    found = find(reference, on) if reference else "Indiquez le dossier ou le logement."
    target = found if isinstance(found, Target) else None
    if isinstance(found, str):
        errors[Column.REFERENCE] = found
    if target is not None and on is not None and amount is not None:
        refusal = why_entry_is_refused(kind or default_kind, amount, on, lease=target.period, today=today)
        if refusal:
            errors[Column.DATE if refusal[1] == "dated_on" else Column.AMOUNT] = refusal[0]
    return RowRead(
        number=number,
        texts=texts,
        errors=errors,
        state=RowState.WRONG if errors else RowState.GOOD,
        target=target,
        kind=kind or default_kind,
        on=on,
        amount=amount,
    )
