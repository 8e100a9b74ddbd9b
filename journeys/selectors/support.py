"""« Accompagnement »: one page of a file made of topics, each shaped for its reader by the app that holds it.

A topic is one line of `TOPICS`: its code (the page includes `templates/accompaniments/_support_<code>.html`, given `section`,
`card` and `reader`), its title, and the function that gives its section, or None when there is nothing for this reader.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accompaniments.selectors import (
    around,
    criteria,
    diagnosis,
    evaluations,
    grid,
    objectives,
    outreach,
    proposals,
    reviews,
    watch,
)
from households.models import Enrolment
from households.permissions import Standing
from journeys.selectors import agreements
from partners.reader import Reader


@dataclass(frozen=True)
class Topic:
    """A part of the page, before anyone reads it."""

    code: str
    title: str
    section: Callable[[Reader, Enrolment, Standing], object | None]


@dataclass(frozen=True)
class TopicRead:
    """A part of the page, shaped for its reader."""

    code: str
    title: str
    template: str
    section: object


# In the order of the page: documents, criteria, outreach, diagnosis, proposal, grid, objectives, reviews, services,
# evaluation, watch.
TOPICS: tuple[Topic, ...] = (
    Topic("documents", "Convention, contrat et accords", agreements.section),
    Topic("criteria", "Critères d’admission", criteria.section),
    Topic("outreach", "Relance", outreach.section),
    Topic("diagnosis", "Diagnostic", diagnosis.section),
    Topic("proposal", "Proposition et réponse", proposals.section),
    Topic("grid", "Grille d’évaluation commune", grid.section),
    Topic("objectives", "Objectifs", objectives.section),
    Topic("reviews", "Bilans d’étape", reviews.section),
    Topic("services", "Autour du ménage", around.section),
    Topic("evaluation", "Fin de l’accompagnement", evaluations.section),
    Topic("watch", "Veille et signalements", watch.section),
)


def support(reader: Reader, enrolment: Enrolment, hers: Standing) -> tuple[TopicRead, ...]:
    """Give the topics of a file's support that hold something for this reader."""
    read = []
    for topic in TOPICS:
        section = topic.section(reader, enrolment, hers)
        if section is not None:
            template = f"accompaniments/_support_{topic.code}.html"
            read.append(TopicRead(topic.code, topic.title, template, section))
    return tuple(read)
