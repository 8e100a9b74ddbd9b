"""« Accompagnement »: the tab of a file that tells its support, topic by topic (`journeys.selectors.topics`)."""

from accompaniments.selectors import (
    around,
    criteria,
    diagnosis,
    difficulties,
    evaluations,
    grid,
    measures,
    objectives,
    outreach,
    proposals,
    reviews,
    watch,
)
from households.models import Enrolment
from households.permissions import Standing
from journeys.selectors import agreements
from journeys.selectors.topics import Topic, TopicRead, read_topics
from partners.reader import Reader

# In the order of the page: documents, criteria, outreach, diagnosis, proposal, grid, objectives, reviews, funding, services,
# evaluation, difficulties, watch.
TOPICS: tuple[Topic, ...] = (
    Topic("documents", "Convention, contrat et accords", agreements.section),
    Topic("criteria", "Critères d’admission", criteria.section),
    Topic("outreach", "Relance", outreach.section),
    Topic("diagnosis", "Diagnostic", diagnosis.section),
    Topic("proposal", "Proposition et réponse", proposals.section),
    Topic("grid", "Grille d’évaluation commune", grid.section),
    Topic("objectives", "Objectifs", objectives.section),
    Topic("reviews", "Bilans d’étape", reviews.section),
    Topic("funding", "Financement", measures.section),
    Topic("services", "Autour du ménage", around.section),
    Topic("evaluation", "Fin de l’accompagnement", evaluations.section),
    Topic("difficulties", "Difficultés traitées ensemble", difficulties.section),
    Topic("watch", "Veille", watch.section),
)


def support(reader: Reader, enrolment: Enrolment, hers: Standing) -> tuple[TopicRead, ...]:
    """Give the topics of a file's support that hold something for this reader."""
    return read_topics(TOPICS, "accompaniments/_support", reader, enrolment, hers)
