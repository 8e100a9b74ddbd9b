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
PLAN_READ = policy(
    "PLAN_READ",
    "As PROCEDURE_READ, and in an access programme too: the rent owed to a landlord and its plan are his to read (domain.md §3.9).",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   403        404    404             403
    colleague                    403  ok         404    404             ok
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        ok     ok              404
    other_manager                404  404        ok     ok              404
    correspondent_orange         ok   404        404    404             404
    correspondent_apt            404  404        404    404             403
    adviser                      ok   404        404    404             404
    litigation                   ok   404        404    404             404
    other_landlord_correspondent 404  404        404    ok              404
    others                       404  404        404    404             404
    """,
)
