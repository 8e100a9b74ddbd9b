"""What a template's text may say, what signatures suffice, why one is refused: by tables."""

import datetime as dt
import uuid

import pytest

from documents.enums import Capacity, DocumentKind, DocumentState, SignatureMeans, SignatureState
from documents.rules.fields import examples_of, fields_of, required_of
from documents.rules.signatures import Signing, sufficiency, why_means_is_refused, why_signature_is_refused
from documents.rules.texts import (
    Block,
    BlockKind,
    Text,
    check_texts,
    compose,
    missing_fields,
    unfilled,
    why_text_is_refused,
)
from partners.enums import SignatureRule
from tests.days import TODAY, after, before

AGREEMENT = DocumentKind.TRIPARTITE_AGREEMENT
ANSWERED, SIGNED_BY_ALL = SignatureRule.EVERY_ADULT_ANSWERED, SignatureRule.EVERY_ADULT_SIGNED
ONE, TWO = uuid.UUID(int=1), uuid.UUID(int=2)
STATES = {
    "?": SignatureState.TO_SIGN,
    "s": SignatureState.SIGNED,
    "r": SignatureState.REFUSED,
    "a": SignatureState.ABSENT,
}


def adult(state: str, person: uuid.UUID) -> Signing:
    """Give an adult of the household."""
    return Signing(Capacity.ADULT, STATES[state], person)


def guardian(state: str, person: uuid.UUID) -> Signing:
    """Give her mandataire."""
    return Signing(Capacity.GUARDIAN, STATES[state], person)


def landlord(state: str, *, useful: bool = False) -> Signing:
    """Give an organisation."""
    return Signing(Capacity.LANDLORD, STATES[state], None, useful)


@pytest.mark.parametrize(
    ("states", "rule", "enough", "hopeless"),
    [
        ("ss s", ANSWERED, True, False),
        ("sr s", ANSWERED, True, False),
        ("sa s", ANSWERED, True, False),
        ("s? s", ANSWERED, False, False),
        ("ss ?", ANSWERED, False, False),
        ("ra s", ANSWERED, False, True),
        ("ss r", ANSWERED, False, True),
        ("?? ?", ANSWERED, False, False),
        ("ss s", SIGNED_BY_ALL, True, False),
        ("sa s", SIGNED_BY_ALL, False, True),
        ("s? s", SIGNED_BY_ALL, False, False),
    ],
)
def test_what_suffices(states: str, rule: SignatureRule, enough: bool, hopeless: bool) -> None:
    """Two adults and the landlord, under both rules of a programme."""
    answers = sufficiency([adult(states[0], ONE), adult(states[1], TWO), landlord(states[3])], rule)
    assert (answers.is_enough, answers.is_hopeless) == (enough, hopeless)


def test_a_mandataire_signs_instead_of_the_adult_or_with_her() -> None:
    """Tutelle: she alone is asked. Curatelle: both are, and both must sign."""
    assert sufficiency([guardian("s", ONE)], SIGNED_BY_ALL).is_enough
    assert not sufficiency([guardian("?", ONE)], ANSWERED).is_enough
    assert not sufficiency([adult("s", ONE), guardian("?", ONE)], ANSWERED).is_enough
    assert sufficiency([adult("s", ONE), guardian("s", ONE)], SIGNED_BY_ALL).is_enough
    refused = sufficiency([adult("s", ONE), guardian("r", ONE)], ANSWERED)
    assert refused.is_hopeless
    assert sufficiency([adult("s", ONE), guardian("r", ONE), adult("s", TWO)], ANSWERED).is_enough


def test_who_signs_when_useful_is_never_awaited() -> None:
    """A partner asked « when useful » holds nothing up; nobody asked is never enough."""
    answers = sufficiency([adult("s", ONE), landlord("?", useful=True)], ANSWERED)
    assert answers.is_enough
    assert not sufficiency([], ANSWERED).is_enough
    assert not sufficiency([landlord("s", useful=True)], ANSWERED).is_enough
    assert sufficiency([adult("?", ONE), landlord("s"), adult("?", TWO)], ANSWERED).awaited == (0, 2)


@pytest.mark.parametrize(
    ("document", "state", "day", "digest", "why"),
    [
        (DocumentState.TO_SIGN, SignatureState.TO_SIGN, TODAY, "d", ""),
        (DocumentState.TO_SIGN, SignatureState.TO_SIGN, before(2), "d", ""),
        (DocumentState.DRAFT, SignatureState.TO_SIGN, TODAY, "d", "pas encore proposé"),
        (DocumentState.IN_FORCE, SignatureState.TO_SIGN, TODAY, "d", "plus à signer"),
        (DocumentState.SUPERSEDED, SignatureState.VOID, TODAY, "d", "nouvelle version"),
        (DocumentState.TO_SIGN, SignatureState.SIGNED, TODAY, "d", "déjà répondu"),
        (DocumentState.TO_SIGN, SignatureState.ABSENT, TODAY, "d", "déjà répondu"),
        (DocumentState.TO_SIGN, SignatureState.TO_SIGN, after(1), "d", "pas encore venu"),
        (DocumentState.TO_SIGN, SignatureState.TO_SIGN, before(3), "d", "précède"),
        (DocumentState.TO_SIGN, SignatureState.TO_SIGN, TODAY, "autre", "a changé"),
        (DocumentState.TO_SIGN, SignatureState.TO_SIGN, TODAY, "", "a changé"),
    ],
)
def test_why_a_signature_is_refused(
    document: DocumentState, state: SignatureState, day: dt.date, digest: str, why: str
) -> None:
    """Each reason, and none."""
    said = why_signature_is_refused(
        document=document, state=state, sent_on=before(2), day=day, today=TODAY, read_digest=digest, digest="d"
    )
    assert (why in said) if why else said == ""


@pytest.mark.parametrize(
    ("means", "capacity", "delegate", "day", "witness", "why"),
    [
        (SignatureMeans.SESSION, Capacity.LANDLORD, True, TODAY, False, ""),
        (SignatureMeans.SESSION, Capacity.LANDLORD, False, TODAY, False, "délégation"),
        (SignatureMeans.SESSION, Capacity.LANDLORD, True, before(1), False, "jour même"),
        (SignatureMeans.SESSION, Capacity.ASSOCIATION, True, TODAY, True, "sans témoin"),
        (SignatureMeans.DRAWN, Capacity.LANDLORD, True, TODAY, True, "depuis le compte"),
        (SignatureMeans.SCAN, Capacity.ASSOCIATION, True, TODAY, False, "depuis le compte"),
        (SignatureMeans.DRAWN, Capacity.ADULT, False, TODAY, True, ""),
        (SignatureMeans.DRAWN, Capacity.ADULT, False, TODAY, False, "témoin"),
        (SignatureMeans.SCAN, Capacity.GUARDIAN, False, before(1), False, ""),
        (SignatureMeans.SESSION, Capacity.ADULT, True, TODAY, False, "en présence"),
        (SignatureMeans.DRAWN, Capacity.PARTNER, False, TODAY, True, ""),
    ],
)
def test_why_a_way_to_sign_is_refused(
    means: SignatureMeans, capacity: Capacity, delegate: bool, day: dt.date, witness: bool, why: str
) -> None:
    """An organisation from its account, the household in presence or on paper."""
    said = why_means_is_refused(means, capacity, is_delegate=delegate, day=day, today=TODAY, has_witness=witness)
    assert (why in said) if why else said == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Entre {{ menage }} et {{bailleur}}.", ""),
        ("Le loyer est de 450 € { et des accolades } seules.", ""),
        ("{{ inconnu }}", "n’est pas un champ"),
        ("{{ personne }}", "n’est pas un champ pour ce document"),
        ("{{ request.user }}", "n’est pas un champ"),
        ("{{ menage|safe }}", "n’est pas un champ"),
        ("{{ menage.__class__ }}", "n’est pas un champ"),
        ("{{ }}", "vide"),
        ("{{ menage", "manque"),
        ("menage }}", "manque"),
        ("{% load static %}", "balises"),
        ("{# secret #}", "balises"),
        ("Voici {{ objectifs }} dans la phrase", "seul dans son paragraphe"),
        ("Voici\n\n{{ objectifs }}\n\nfin", ""),
        ("x" * 10_001, "10000"),
        ("   ", "un titre et un texte"),
    ],
)
def test_what_a_text_may_hold(text: str, why: str) -> None:
    """Fields that exist for this kind, and nothing else between braces."""
    said = " ".join(why_text_is_refused(Text("a", "Titre", text), AGREEMENT))
    assert (why in said) if why else said == ""


def test_the_check_says_what_must_be_there() -> None:
    """Under "" the fields that no text names; under a text's code, its own faults."""
    texts = [Text("un", "Entre qui", "{{ menage }}"), Text("deux", "Suite", "{{ rien }}")]
    wrong = check_texts(texts, AGREEMENT)
    assert "rien" in wrong["deux"][0]
    assert "un" not in wrong
    assert {field.code for field in missing_fields(texts, AGREEMENT)} == {
        field.code for field in required_of(AGREEMENT)
    } - {"menage"}
    assert any("bailleur" in reason for reason in wrong[""])
    assert "Deux articles" in " ".join(check_texts([texts[0], texts[0]], AGREEMENT)[""])
    assert check_texts([], AGREEMENT)[""]


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_every_kind_has_its_fields_and_examples(kind: DocumentKind) -> None:
    """What is required may be used, and a preview fills everything."""
    assert set(required_of(kind)) <= set(fields_of(kind))
    assert set(examples_of(kind)) == {field.code for field in fields_of(kind) if not field.is_block}
    assert all(example for example in examples_of(kind).values())


def test_texts_become_articles() -> None:
    """Blank lines part paragraphs, « - » makes lists, values are never read again."""
    text = "Bonjour {{ menage }}.\n- un {{ partenaire }}\n- deux\n\n{{ objectifs }}\n\n{{ situation }}"
    values = {"menage": "{{ bailleur }} <b>", "situation": "Première.\n- point\n\nSeconde {% x %}."}
    (article,) = compose([Text("a", "Titre", text)], values)
    assert article.blocks == (
        Block(BlockKind.PARAGRAPH, ("Bonjour {{ bailleur }} <b>.",)),
        Block(BlockKind.LIST, ("deux",)),
        Block(BlockKind.OBJECTIVES),
        Block(BlockKind.PARAGRAPH, ("Première.",)),
        Block(BlockKind.LIST, ("point",)),
        Block(BlockKind.PARAGRAPH, ("Seconde {% x %}.",)),
    )


def test_an_empty_option_leaves_with_its_comma() -> None:
    """« néant » only where a sentence needs it; a field that is due shows dots."""
    (article,) = compose(
        [
            Text(
                "a",
                "T",
                "{{ referent }}, {{ referent_contact }}\n\nTitre : {{ titre }}.\n\n{{ clauses }}\n\n{{ menage }}",
            )
        ],
        {"referent": "Claire"},
    )
    assert [block.lines[0] for block in article.blocks] == ["Claire", "Titre : néant.", "Néant.", "………"]


def test_holes_are_named() -> None:
    """What nothing fills is told by its label; what may stay empty is not."""
    texts = [Text("a", "T", "{{ menage }} {{ partenaire }}\n\n{{ objectifs }}")]
    assert [field.code for field in unfilled(texts, {"menage": "  "}, has_objectives=False)] == ["menage", "objectifs"]
    assert unfilled(texts, {"menage": "A"}, has_objectives=True) == []
