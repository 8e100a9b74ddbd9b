"""The policies of what an association is owed. Rows are in `config.matrix`."""

from config.vocabulary import policy

RENT_IMPORT = policy(
    "RENT_IMPORT",
    "A statement of payments: the managers of the association that sent it, here Soligone’s.",
    """
    any
    manager       ok
    other_manager 404
    others        403
    """,
)
RENT_COSTS = policy(
    "RENT_COSTS",
    "What subletting costs: the managers of an association, and the landlord’s manager, who reads the sums.",
    """
    any
    manager          ok
    other_manager    ok
    landlord_manager ok
    others           403
    """,
)
