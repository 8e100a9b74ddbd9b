"""The policies of the course: criteria, diagnosis, contract, reviews, watch. Rows are in `config.matrix`."""

from config.vocabulary import policy

DIAGNOSIS_READ = policy(
    "DIAGNOSIS_READ",
    "The associations that hold the file; the landlord's adviser only one addressed to her, the landlord once returned.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   ok         404    404             403
    colleague                    ok   ok         404    404             ok
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        ok     ok              404
    other_manager                404  404        ok     ok              404
    others                       404  404        404    404             404
    """,
)
DIAGNOSIS_WRITE = policy(
    "DIAGNOSIS_WRITE",
    "Its team writes and signs; the file's other holders are told why not.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   403        404    404             403
    colleague                    403  ok         404    404             ok
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        ok     ok              404
    other_manager                404  404        ok     ok              404
    others                       404  404        404    404             404
    """,
)
DIAGNOSIS_MANAGE = policy(
    "DIAGNOSIS_MANAGE",
    "The manager of the lead's association validates, sends back, returns.",
    """
                                 mine colleagues others other_landlords protected
    lead                         403  403        404    404             403
    colleague                    403  403        404    404             403
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        403    403             404
    other_manager                404  404        ok     ok              404
    others                       404  404        404    404             404
    """,
)
SIGNAL = policy(
    "SIGNAL",
    "The landlord's people to whom the household is named; the associations are told that it is his, the list of a protected "
    "file keeps him out.",
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
    litigation                   ok   404        404    404             404
    other_landlord_correspondent 404  404        404    ok              404
    others                       404  404        404    404             404
    """,
)
