"""The policies of sliding subleases: their exams, notices to the préfet and slides. Rows are in `config.matrix`."""

from config.vocabulary import policy

SUBLEASE_READ = policy(
    "SUBLEASE_READ",
    "The household’s team, and the people of the dwelling’s landlord who take part in its exams; a protected one’s list.",
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
    litigation                   403  404        404    404             404
    other_landlord_correspondent 404  404        404    ok              404
    others                       404  404        404    404             404
    """,
)
SUBLEASE_RUN = policy(
    "SUBLEASE_RUN",
    "The association that sublets convenes, records, proposes: the household’s team.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   403        404    404             403
    colleague                    403  ok         404    404             ok
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        ok     ok              404
    other_manager                404  404        ok     ok              404
    correspondent_orange         403  404        404    404             404
    correspondent_apt            404  404        404    404             403
    adviser                      403  404        404    404             404
    litigation                   403  404        404    404             404
    other_landlord_correspondent 404  404        404    403             404
    others                       404  404        404    404             404
    """,
)
SUBLEASE_POSITION = policy(
    "SUBLEASE_POSITION",
    "The landlord’s position: its people who take part in the exam, and nobody of the association.",
    """
                                 mine colleagues others other_landlords protected
    lead                         403  403        404    404             403
    colleague                    403  403        404    404             403
    manager                      403  403        404    404             403
    other_worker                 404  404        403    403             404
    other_manager                404  404        403    403             404
    correspondent_orange         ok   404        404    404             404
    correspondent_apt            404  404        404    404             403
    adviser                      ok   404        404    404             404
    litigation                   403  404        404    404             404
    other_landlord_correspondent 404  404        404    ok              404
    others                       404  404        404    404             404
    """,
)
SUBLEASE_DECIDE = policy(
    "SUBLEASE_DECIDE",
    "Who answers for the landlord: the unit’s correspondent, or its rental service when the household is named to it.",
    """
                                 mine colleagues others other_landlords protected
    lead                         403  403        404    404             403
    colleague                    403  403        404    404             403
    manager                      403  403        404    404             403
    other_worker                 404  404        403    403             404
    other_manager                404  404        403    403             404
    correspondent_orange         ok   404        404    404             404
    correspondent_apt            404  404        404    404             403
    adviser                      403  404        404    404             404
    litigation                   403  404        404    404             404
    other_landlord_correspondent 404  404        404    ok              404
    others                       404  404        404    404             404
    """,
)
SUBLEASES = policy(
    "SUBLEASES",
    "Associations, and the landlord’s correspondents, rental service and social adviser; each sees her own.",
    """
    any
    lead                         ok
    colleague                    ok
    manager                      ok
    other_worker                 ok
    other_manager                ok
    correspondent_orange         ok
    correspondent_apt            ok
    adviser                      ok
    rental                       ok
    other_landlord_correspondent ok
    others                       403
    """,
)
