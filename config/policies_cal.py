"""The policies of the access matrix for dwellings, CAL dossiers and commissions."""

from config.vocabulary import policy

CAL_READ = policy(
    "CAL_READ",
    "Whoever a CAL dossier is open to: the associations that hold the file, and once submitted its unit’s correspondent"
    " and the landlord’s secretariat. Outside a protected one’s list, the page says its number alone.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   ok         404    404             ok
    colleague                    ok   ok         404    404             ok
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        ok     ok              404
    other_manager                404  404        ok     ok              404
    correspondent_orange         ok   404        404    404             404
    correspondent_apt            404  404        404    404             ok
    cal_secretary                ok   ok         ok     404             ok
    other_landlord_correspondent 404  404        404    ok              404
    others                       404  404        404    404             404
    """,
)
CAL_CONTENT = policy(
    "CAL_CONTENT",
    "A dossier’s documents and pieces: the household’s team, and who treats it at the landlord’s; a protected one’s list.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   404        404    404             404
    colleague                    404  ok         404    404             ok
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        ok     ok              404
    other_manager                404  404        ok     ok              404
    correspondent_orange         ok   404        404    404             404
    correspondent_apt            404  404        404    404             404
    cal_secretary                ok   ok         ok     404             404
    other_landlord_correspondent 404  404        404    ok              404
    others                       404  404        404    404             404
    """,
)
CAL_TEAM = policy(
    "CAL_TEAM",
    "The household’s team prepares a dossier; who sees it is told why not.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   403        404    404             403
    colleague                    403  ok         404    404             ok
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        ok     ok              404
    other_manager                404  404        ok     ok              404
    correspondent_orange         403  404        404    404             404
    correspondent_apt            404  404        404    404             403
    cal_secretary                403  403        403    404             403
    other_landlord_correspondent 404  404        404    403             404
    others                       404  404        404    404             404
    """,
)
CAL_REVIEW = policy(
    "CAL_REVIEW",
    "The unit’s correspondent reviews a dossier; a protected one, if she is named for it.",
    """
                                 mine colleagues others other_landlords protected
    lead                         403  403        404    404             403
    colleague                    403  403        404    404             403
    manager                      403  403        404    404             403
    other_worker                 404  404        403    403             404
    other_manager                404  404        403    403             404
    correspondent_orange         ok   404        404    404             404
    correspondent_apt            404  404        404    404             403
    cal_secretary                403  403        403    404             403
    other_landlord_correspondent 404  404        404    ok              404
    others                       404  404        404    404             404
    """,
)
CAL_DECIDE = policy(
    "CAL_DECIDE",
    "The landlord’s secretariat schedules, decides, notifies; a protected dossier, if she is named for it.",
    """
                                 mine colleagues others other_landlords protected
    lead                         403  403        404    404             403
    colleague                    403  403        404    404             403
    manager                      403  403        404    404             403
    other_worker                 404  404        403    403             404
    other_manager                404  404        403    403             404
    correspondent_orange         403  404        404    404             404
    correspondent_apt            404  404        404    404             403
    cal_secretary                ok   ok         ok     404             403
    other_landlord_correspondent 404  404        404    403             404
    others                       404  404        404    404             404
    """,
)
CAL_ANSWER = policy(
    "CAL_ANSWER",
    "The household’s answer: its team, or the secretariat that treats the dossier.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   403        404    404             403
    colleague                    403  ok         404    404             ok
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        ok     ok              404
    other_manager                404  404        ok     ok              404
    correspondent_orange         403  404        404    404             404
    correspondent_apt            404  404        404    404             403
    cal_secretary                ok   ok         ok     404             403
    other_landlord_correspondent 404  404        404    403             404
    others                       404  404        404    404             404
    """,
)
CAL_ENTRY = policy(
    "CAL_ENTRY",
    "An état des lieux: the team, the correspondent or the secretariat that treat the dossier.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   403        404    404             403
    colleague                    403  ok         404    404             ok
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        ok     ok              404
    other_manager                404  404        ok     ok              404
    correspondent_orange         ok   404        404    404             404
    correspondent_apt            404  404        404    404             403
    cal_secretary                ok   ok         ok     404             403
    other_landlord_correspondent 404  404        404    ok              404
    others                       404  404        404    404             404
    """,
)
CAL_LIST = policy(
    "CAL_LIST",
    "Everybody but administrators; the list shows what is hers.",
    """
    any
    admin  403
    others ok
    """,
)
SESSIONS = policy(
    "SESSIONS",
    "The landlord’s secretariat, correspondents and managers.",
    """
    any
    correspondent_orange         ok
    correspondent_apt            ok
    cal_secretary                ok
    landlord_manager             ok
    other_landlord_correspondent ok
    others                       403
    """,
)
SESSIONS_FIX = policy(
    "SESSIONS_FIX",
    "The secretariat of a commission fixes its sittings.",
    """
    any
    cal_secretary ok
    others        403
    """,
)
SESSION_READ = policy(
    "SESSION_READ",
    "A sitting: its landlord’s secretariat, correspondents and managers.",
    """
                                 mine other_landlords
    correspondent_orange         ok   404
    correspondent_apt            ok   404
    cal_secretary                ok   404
    landlord_manager             ok   404
    other_landlord_correspondent 404  ok
    others                       404  404
    """,
)
SESSION_RUN = policy(
    "SESSION_RUN",
    "The secretariat runs a sitting; who may read it is told why not.",
    """
                                 mine other_landlords
    correspondent_orange         403  404
    correspondent_apt            403  404
    cal_secretary                ok   404
    landlord_manager             403  404
    other_landlord_correspondent 404  403
    others                       404  404
    """,
)
DWELLINGS = policy(
    "DWELLINGS",
    "The landlord’s people who follow its dwellings; a correspondent, those of her units.",
    """
    any
    correspondent_orange         ok
    correspondent_apt            ok
    adviser                      ok
    rental                       ok
    cal_secretary                ok
    landlord_manager             ok
    other_landlord_correspondent ok
    others                       403
    """,
)
