"""The policies of the access matrix for the months. `mine` is a month of the pilot's landlord, frozen unless told otherwise."""

from config.vocabulary import policy

MONTHS = policy(
    "MONTHS",
    "Who reads months: managers of associations; the landlord’s correspondents, social adviser and manager.",
    """
    any
    manager                      ok
    other_manager                ok
    correspondent_orange         ok
    correspondent_apt            ok
    adviser                      ok
    landlord_manager             ok
    other_landlord_correspondent ok
    others                       403
    """,
)
MONTH_READ = policy(
    "MONTH_READ",
    "A frozen month, to the managers of its associations and to its landlord’s correspondents, adviser and manager.",
    """
                                 mine other_landlords
    manager                      ok   404
    other_manager                ok   ok
    correspondent_orange         ok   404
    correspondent_apt            ok   404
    adviser                      ok   404
    landlord_manager             ok   404
    other_landlord_correspondent 404  ok
    others                       404  404
    """,
)
MONTH_PROVISIONAL = policy(
    "MONTH_PROVISIONAL",
    "An act on a provisional month, to the managers of its associations; for everybody else it does not exist yet.",
    """
                  mine other_landlords
    manager       ok   404
    other_manager ok   ok
    others        404  404
    """,
)
MONTH_REISSUE = policy(
    "MONTH_REISSUE",
    "A new version of a frozen month, to the managers of its associations; who else reads it is told why not.",
    """
                                 mine other_landlords
    manager                      ok   404
    other_manager                ok   ok
    correspondent_orange         403  404
    correspondent_apt            403  404
    adviser                      403  404
    landlord_manager             403  404
    other_landlord_correspondent 404  403
    others                       404  404
    """,
)
MONTH_FILE = policy(
    "MONTH_FILE",
    "A file made of a month, to who asked for it alone.",
    """
            mine
    manager ok
    others  404
    """,
)
