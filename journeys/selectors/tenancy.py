"""« Bail »: the tab of a file that tells by what title it is housed, topic by topic (`journeys.selectors.topics`)."""

from households.models import Enrolment
from households.permissions import Standing
from journeys.selectors import exams
from journeys.selectors.topics import Topic, TopicRead, read_topics
from leases.selectors import field_staff, insurance, plans, rent, titles
from partners.reader import Reader

# In the order of the page: titles of occupation, slide, rent account, debts and plans, insurance, difficulties.
TOPICS: tuple[Topic, ...] = (
    Topic("titles", "Titres d’occupation", titles.section),
    Topic("slide", "Glissement", exams.section),
    Topic("account", "Compte de la sous-location", rent.section),
    Topic("debts", "Dettes et plans", plans.section),
    Topic("insurance", "Assurance", insurance.section),
    Topic("staff", "Sur place, chez le bailleur", field_staff.section),
)


def tenancy(reader: Reader, enrolment: Enrolment, hers: Standing) -> tuple[TopicRead, ...]:
    """Give the topics of a file's tenancy that hold something for this reader."""
    return read_topics(TOPICS, "journeys/_tenancy", reader, enrolment, hers)
