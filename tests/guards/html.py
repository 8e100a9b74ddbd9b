"""Is a page well-formed HTML: the parser's own errors, and what a parser does not see.

The parser is that of WeasyPrint, so one has nothing more to install; docs/adr says what it does not judge.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tinyhtml5.parser import HTMLParser

INTERACTIVE = {"a", "button", "select", "textarea", "label", "summary"}
REFERENCES = ("for", "form", "list", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers")
ONLY_INSIDE = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "tr": {"td", "th"},
    "select": {"option", "optgroup"},
}
ALWAYS = {"script", "template"}


class InvalidHtmlError(AssertionError):
    """A page is not the HTML that it says it is."""


def faults_of(text: str) -> list[str]:
    """Give what is wrong with a page, or with a fragment of one."""
    is_page = text.lstrip().lower().startswith("<!doctype")
    source = (
        text if is_page else f"<!doctype html><html lang=fr><head><title>x</title></head><body>{text}</body></html>"
    )
    parser = HTMLParser(namespace_html_elements=False)
    root = parser.parse(source)
    faults = [f"line {position[0]}: {code} {values or ''}" for position, code, values in parser.errors]
    faults += _of_elements(root, set())
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    faults += [f"id {name!r} is given {count} times" for name, count in ids.items() if count > 1]
    if is_page:
        faults += _of_page(root, set(ids))
    return faults


def assert_valid(text: str) -> None:
    """Fail with everything that is wrong."""
    if faults := faults_of(text):
        raise InvalidHtmlError("\n".join(faults))


def _of_elements(element: Any, inside: set[str]) -> Iterator[str]:
    """Find what stands where it may not."""
    for child in element:
        if not isinstance(child.tag, str):
            continue  # a comment
        allowed = ONLY_INSIDE.get(str(element.tag))
        if allowed and child.tag not in allowed | ALWAYS:
            yield f"<{child.tag}> in <{element.tag}>"
        if child.tag in {"a", "button"} and inside & INTERACTIVE:
            yield f"<{child.tag}> in <{' '.join(sorted(inside & INTERACTIVE))}>"
        if child.tag == "form" and "form" in inside:
            yield "<form> in <form>"
        if child.tag == "img" and child.get("alt") is None:
            yield "<img> without alt"
        if child.tag == "button" and child.get("type") is None:
            yield "<button> without type"
        yield from _of_elements(child, inside | {child.tag})


def _of_page(root: Any, ids: set[str]) -> Iterator[str]:
    """Find what a whole page must have, and names that name nothing."""
    for element in root.iter():
        for attribute in REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f"<{element.tag} {attribute}={name!r}>: nothing has this id"
    if not root.get("lang"):
        yield "no language"
    title = root.find("head/title")
    if title is None or not (title.text or "").strip():
        yield "no title"
    for tag in ("h1", "main"):
        if (count := len(list(root.iter(tag)))) != 1:
            yield f"{count} <{tag}>"
