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
PROCEDURE_READ = policy(
    "PROCEDURE_READ",
    "The team, and the people of the landlord to whom an occupant of its stock is named; a CAL dossier tells nothing of it.",
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
    other_landlord_correspondent 404  404        404    403             404
    others                       404  404        404    404             404
    """,
)
PROCEDURE_RECORD = policy(
    "PROCEDURE_RECORD",
    "The landlord’s service that asked, and the team for what the household brings.",
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
    litigation                   ok   404        404    404             404
    other_landlord_correspondent 404  404        404    403             404
    others                       404  404        404    404             404
    """,
)
PROCEDURE_COMMIT = policy(
    "PROCEDURE_COMMIT",
    "The landlord’s service that asked, and nobody else.",
    """
                                 mine colleagues others other_landlords protected
    lead                         403  403        404    404             403
    colleague                    403  403        404    404             403
    manager                      403  403        404    404             403
    other_worker                 404  404        403    403             404
    other_manager                404  404        403    403             404
    correspondent_orange         403  404        404    404             404
    correspondent_apt            404  404        404    404             403
    adviser                      403  404        404    404             404
    litigation                   ok   404        404    404             404
    other_landlord_correspondent 404  404        404    403             404
    others                       404  404        404    404             404
    """,
)
REQUESTS = policy(
    "REQUESTS",
    "A landlord’s rental and litigation services; the others are told why not.",
    """
    any
    rental     ok
    litigation ok
    others     403
    """,
)
REQUEST_DWELLING = policy(
    "REQUEST_DWELLING",
    "As REQUESTS, for a dwelling of her landlord’s stock.",
    """
               mine other_landlords
    rental     ok   404
    litigation ok   404
    others     403  403
    """,
)
REVIEW_READ = policy(
    "REVIEW_READ",
    "The associations that hold the file; the landlord's service whose part is asked, every one named once it is validated.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   ok         404    404             403
    colleague                    ok   ok         404    404             ok
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        ok     ok              404
    other_manager                404  404        ok     ok              404
    adviser                      ok   404        404    404             404
    others                       404  404        404    404             404
    """,
)
REVIEW_WRITE = policy(
    "REVIEW_WRITE",
    "Its team writes, asks and validates; the file's other readers are told why not.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   403        404    404             403
    colleague                    403  ok         404    404             ok
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        ok     ok              404
    other_manager                404  404        ok     ok              404
    adviser                      403  404        404    404             404
    others                       404  404        404    404             404
    """,
)
REVIEW_REPORT = policy(
    "REVIEW_REPORT",
    "The document of a review being written: its team alone; it opens to its readers once validated.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   404        404    404             403
    colleague                    404  ok         404    404             ok
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        ok     ok              404
    other_manager                404  404        ok     ok              404
    others                       404  404        404    404             404
    """,
)
REVIEW_PART = policy(
    "REVIEW_PART",
    "The landlord's service whose part is asked writes it; the file's holders are told that it is not theirs.",
    """
                                 mine colleagues others other_landlords protected
    lead                         403  403        404    404             403
    colleague                    403  403        404    404             403
    manager                      403  403        404    404             403
    other_worker                 404  404        403    403             404
    other_manager                404  404        403    403             404
    adviser                      ok   404        404    404             404
    others                       404  404        404    404             404
    """,
)
DOCUMENT_READ = policy(
    "DOCUMENT_READ",
    "A document to sign: its team, and who signs it for an organisation, for a protected address on its list alone.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   403        404    404             403
    colleague                    403  ok         404    404             ok
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        ok     ok              404
    other_manager                404  404        ok     ok              404
    landlord_manager             ok   ok         ok     404             404
    others                       404  404        404    404             404
    """,
)
DOCUMENT_WRITE = policy(
    "DOCUMENT_WRITE",
    "Its team prepares, proposes, ends, records the household's answers; who signs for an organisation is told why not.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   403        404    404             403
    colleague                    403  ok         404    404             ok
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        ok     ok              404
    other_manager                404  404        ok     ok              404
    landlord_manager             403  403        403    404             404
    others                       404  404        404    404             404
    """,
)
