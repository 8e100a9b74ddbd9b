"""A tab of a file that is made of topics, each shaped for its reader by the app that holds it.

A topic is one line of a tab's tuple: its code, its title, its template's folder and prefix (the page includes
`<template>_<code>.html`, given `section`, `card` and `reader`), and the function that gives its section, or None when there is
nothing for this reader.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from households.models import Enrolment
from households.permissions import Standing
from partners.reader import Reader


@dataclass(frozen=True)
class Topic:
    """A part of a tab, before anyone reads it."""

    code: str
    title: str
    section: Callable[[Reader, Enrolment, Standing], object | None]


@dataclass(frozen=True)
class TopicRead:
    """A part of a tab, shaped for its reader."""

    code: str
    title: str
    template: str
    section: object


def read_topics(
    topics: Iterable[Topic], prefix: str, reader: Reader, enrolment: Enrolment, hers: Standing
) -> tuple[TopicRead, ...]:
    """Give the topics of a tab that hold something for this reader; `prefix` begins the names of their templates."""
    read = []
    for topic in topics:
        section = topic.section(reader, enrolment, hers)
        if section is not None:
            read.append(TopicRead(topic.code, topic.title, f"{prefix}_{topic.code}.html", section))
    return tuple(read)
