"""What a template's text may hold, and how it becomes articles: paragraphs, « - » lists, fields. Nothing is evaluated."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from documents.enums import DocumentKind
from documents.rules.fields import BY_CODE, Field, fields_of, required_of

MAX_TEXTS = 40
MAX_TITLE = 150
MAX_TEXT = 10_000
NOTHING = "néant"
TO_FILL = "………"

_FIELD = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")  # a no-break space stays: « 480,00 € » holds on one line
_ANY_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_TAG = re.compile(r"\{%|%\}|\{#|#\}")
_SHOWN = 40


class BlockKind(StrEnum):
    """How a piece of an article is laid out."""

    PARAGRAPH = "PARAGRAPH"
    LIST = "LIST"
    OBJECTIVES = "OBJECTIVES"


@dataclass(frozen=True)
class Text:
    """A text of a template: its code in it, the article's title, what it says."""

    code: str
    title: str
    text: str


@dataclass(frozen=True)
class Block:
    """A paragraph (its lines), a list (its items), or the place of the objectives' table."""

    kind: BlockKind
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Article:
    """An article as it is read and printed."""

    title: str
    blocks: tuple[Block, ...]


def names_in(text: str) -> tuple[str, ...]:
    """Give the fields that a text names, each once, in their order."""
    return tuple(dict.fromkeys(_FIELD.findall(text)))


def why_text_is_refused(text: Text, kind: DocumentKind) -> list[str]:
    """Say what is wrong in a text: a field that does not exist for this kind, braces left open, a tag, a table in a sentence."""
    reasons: list[str] = []
    known = {field.code for field in fields_of(kind)}
    if _TAG.search(text.title + text.text):
        reasons.append("Les balises {% … %} et {# … #} ne sont pas admises : un texte ne contient que des champs.")
    if "{{" in text.title or "}}" in text.title:
        reasons.append("Un titre ne contient pas de champ.")
    for found in _ANY_BRACES.finditer(text.text):
        said = found.group(1).strip()
        if not _FIELD.fullmatch(found.group(0)) or said not in known:
            shown = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
            elsewhere = " pour ce document" if said in BY_CODE else ""
            reasons.append(f"«\u00a0{shown}\u00a0» n’est pas un champ{elsewhere}." if said else "Un champ est vide.")
    rest = _ANY_BRACES.sub("", text.text)
    if "{{" in rest or "}}" in rest:
        reasons.append("Un champ commence par {{ et finit par }} : l’un des deux manque.")
    reasons.extend(
        f"« {name} » est un tableau : il va seul dans son paragraphe."
        for name in names_in(text.text)
        if name in known and BY_CODE[name].is_block and not _stands_alone(name, text.text)
    )
    if len(text.title) > MAX_TITLE:
        reasons.append(f"Le titre compte au plus {MAX_TITLE} caractères.")
    if len(text.text) > MAX_TEXT:
        reasons.append(f"Le texte compte au plus {MAX_TEXT} caractères.")
    if not text.title.strip() or not text.text.strip():
        reasons.append("Un article a un titre et un texte.")
    return list(dict.fromkeys(reasons))


def check_texts(texts: Sequence[Text], kind: DocumentKind) -> dict[str, list[str]]:
    """Give what is wrong, by text; under "" what is wrong with the whole: a field that must be there, too many texts."""
    wrong = {text.code: why_text_is_refused(text, kind) for text in texts}
    whole: list[str] = []
    if not texts:
        whole.append("Un modèle a au moins un article.")
    if len(texts) > MAX_TEXTS:
        whole.append(f"Un modèle a au plus {MAX_TEXTS} articles.")
    if len({text.code for text in texts}) < len(texts):
        whole.append("Deux articles portent le même code.")
    whole.extend(
        f"Aucun texte ne dit « {field.label.lower()} » : ajoutez le champ {{{{ {field.code} }}}}."
        for field in missing_fields(texts, kind)
    )
    return {code: reasons for code, reasons in {**wrong, "": whole}.items() if reasons}


def missing_fields(texts: Sequence[Text], kind: DocumentKind) -> list[Field]:
    """Give the fields that this kind of document must say and that no text names."""
    named = {name for text in texts for name in names_in(text.text)}
    return [field for field in required_of(kind) if field.code not in named]


def unfilled(texts: Sequence[Text], values: Mapping[str, str], *, has_objectives: bool) -> list[Field]:
    """Give the fields that the texts name and that nothing fills: a document is not proposed with holes."""
    named = dict.fromkeys(name for text in texts for name in names_in(text.text))
    fields = [BY_CODE[name] for name in named if name in BY_CODE]
    return [
        field
        for field in fields
        if not field.is_optional and not (has_objectives if field.is_block else str(values.get(field.code, "")).strip())
    ]


def compose(texts: Sequence[Text], values: Mapping[str, str]) -> tuple[Article, ...]:
    """Make the articles: each field is replaced once by its value, which is never read again as a text."""
    return tuple(Article(text.title, tuple(_blocks(text.text, values))) for text in texts)


def _blocks(text: str, values: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = []
    for paragraph in _paragraphs(text):
        alone = _FIELD.fullmatch(paragraph.strip())
        field = BY_CODE.get(alone.group(1)) if alone else None
        if field and field.is_block:
            blocks.append(Block(BlockKind.OBJECTIVES))
        elif field and field.is_long:
            said = f"{NOTHING.capitalize()}." if _is_empty_option(field.code, values) else _said(field.code, values)
            blocks.extend(block for part in _paragraphs(said) for block in _laid(part.splitlines()))
        else:
            blocks.extend(_laid([_filled(line, values) for line in paragraph.splitlines()]))
    return blocks


def _laid(lines: Sequence[str]) -> list[Block]:
    """Group lines that follow each other: those that start with « - » are a list, the others a paragraph."""
    blocks: list[Block] = []
    for line in lines:
        said = line.strip()
        if not said:
            continue
        is_item = said.startswith("- ")
        kind = BlockKind.LIST if is_item else BlockKind.PARAGRAPH
        said = said[2:].strip() if is_item else said
        if blocks and blocks[-1].kind == kind:
            blocks[-1] = Block(kind, (*blocks[-1].lines, said))
        else:
            blocks.append(Block(kind, (said,)))
    return blocks


def _filled(line: str, values: Mapping[str, str]) -> str:
    """Fill a line. An optional field with nothing in it leaves with its comma or brackets; alone in its item, with the item."""
    empty = [name for name in _FIELD.findall(line) if _is_empty_option(name, values)]
    if line.strip().startswith("- ") and empty and len(empty) == len(_FIELD.findall(line)):
        return ""
    for name in empty:
        line = re.sub(rf",\s*\{{\{{\s*{name}\s*\}}\}}|\s*\(\{{\{{\s*{name}\s*\}}\}}\)", "", line)
    return _FIELD.sub(lambda found: _BLANKS.sub(" ", _said(found.group(1), values)), line)


def _is_empty_option(name: str, values: Mapping[str, str]) -> bool:
    field = BY_CODE.get(name)
    return field is not None and field.is_optional and not str(values.get(name, "")).strip()


def _said(code: str, values: Mapping[str, str]) -> str:
    value = str(values.get(code, "")).strip()
    field = BY_CODE.get(code)
    return value or (NOTHING if field and field.is_optional else TO_FILL)


def _paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")) if part.strip()]


def _stands_alone(name: str, text: str) -> bool:
    return all(
        _FIELD.fullmatch(paragraph.strip()) for paragraph in _paragraphs(text) if name in _FIELD.findall(paragraph)
    )
