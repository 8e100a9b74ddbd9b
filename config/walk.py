"""Walk the whole URL configuration: what the matrix is compared with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One URL pattern: its full name, what it looks like, the names of what it carries."""

    name: str
    shown: str
    carries: tuple[str, ...]


def addresses() -> list[Address]:
    """Give every address of the product. One without a name is named by its look."""
    return list(_walk(get_resolver(), "/", ""))


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        shown = prefix + _look(str(entry.pattern))
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, shown, inner)
        elif isinstance(entry, URLPattern):
            name = f"{namespace}{entry.name}" if entry.name else f"unnamed {shown}"
            yield Address(name, shown, _carried(entry, prefix))


def _look(pattern: str) -> str:
    """Make a regular expression read like a path."""
    return re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", pattern).replace("^", "").replace("$", "")


def _carried(entry: URLPattern, prefix: str) -> tuple[str, ...]:
    before = re.findall(r"<(?:\w+:)?(\w+)>", prefix)
    converters = list(entry.pattern.converters)
    named = list(getattr(getattr(entry.pattern, "regex", None), "groupindex", {}))
    return tuple(dict.fromkeys([*before, *converters, *named]))
