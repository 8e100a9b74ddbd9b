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
