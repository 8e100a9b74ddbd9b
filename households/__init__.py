"""People, composition, resources, and the Enrolment: one household in one programme, the spine."""
