"""The policies of what happens between a household, its home and a landlord. Rows are in `config.matrix`."""

from config.vocabulary import policy

DIFFICULTIES = policy(
    "DIFFICULTIES",
    "Associations and landlords: each reads the difficulties that are hers to treat.",
    """
    any
    admin  403
    others ok
    """,
)
DIFFICULTY_TREAT = policy(
    "DIFFICULTY_TREAT",
    "Both sides of a difficulty: the file's team, and the landlord's people to whom the household is named; the other "
    "holders are told why not, and so is who is not on a protected file's list.",
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
TITLE_READ = policy(
    "TITLE_READ",
    "The file’s team; the landlord’s people to whom the household is named, of what it signed with it; the other holders are "
    "told why not, and so is who is not on a protected file’s list.",
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
TITLE_SIGN = policy(
    "TITLE_SIGN",
    "As TITLE_READ, for who signs and ends: the team, the correspondent and the landlord’s rental and litigation services.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   403        404    404             403
    colleague                    403  ok         404    404             ok
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        ok     ok              404
    other_manager                404  404        ok     ok              404
    correspondent_orange         ok   404        404    404             404
    correspondent_apt            404  404        404    404             403
    adviser                      403  404        404    404             404
    litigation                   ok   404        404    404             404
    other_landlord_correspondent 404  404        404    ok              404
    others                       404  404        404    404             404
    """,
)
FIELD_STAFF = policy(
    "FIELD_STAFF",
    "The landlord’s people read who works near his dwellings.",
    """
    any
    correspondent_orange         ok
    correspondent_apt            ok
    adviser                      ok
    rental                       ok
    litigation                   ok
    cal_secretary                ok
    landlord_manager             ok
    other_landlord_correspondent ok
    others                       403
    """,
)
FIELD_STAFF_ADD = policy(
    "FIELD_STAFF_ADD",
    "The landlord’s manager, and the correspondents for their units.",
    """
    any
    correspondent_orange         ok
    correspondent_apt            ok
    landlord_manager             ok
    other_landlord_correspondent ok
    others                       403
    """,
)
FIELD_STAFF_KEEP = policy(
    "FIELD_STAFF_KEEP",
    "The landlord’s manager, and the correspondent of the unit where someone works; his other people are told why not.",
    """
    mine other_landlords
    correspondent_orange         ok   404
    correspondent_apt            403  404
    adviser                      403  404
    rental                       403  404
    litigation                   403  404
    cal_secretary                403  404
    landlord_manager             ok   404
    other_landlord_correspondent 404  ok
    others                       404  404
    """,
)
PARTS = policy(
    "PARTS",
    "The parts of a dwelling, without a name: the landlord’s people who follow it, and the team of a household housed there.",
    """
                                 mine others other_landlords protected
    lead                         ok   404    404             404
    colleague                    404  404    404             ok
    manager                      ok   404    404             ok
    other_worker                 404  ok     ok              404
    other_manager                404  ok     ok              404
    correspondent_orange         ok   ok     404             404
    correspondent_apt            404  404    404             ok
    adviser                      ok   ok     404             ok
    rental                       ok   ok     404             ok
    cal_secretary                ok   ok     404             ok
    landlord_manager             ok   ok     404             ok
    other_landlord_correspondent 404  404    ok              404
    others                       404  404    404             404
    """,
)
PARTS_KEEP = policy(
    "PARTS_KEEP",
    "As PARTS, for who lets: the team, the unit’s correspondent, the rental service; the others are told why not.",
    """
                                 mine others other_landlords protected
    lead                         ok   404    404             404
    colleague                    404  404    404             ok
    manager                      ok   404    404             ok
    other_worker                 404  ok     ok              404
    other_manager                404  ok     ok              404
    correspondent_orange         ok   ok     404             404
    correspondent_apt            404  404    404             ok
    adviser                      403  403    404             403
    rental                       ok   ok     404             ok
    cal_secretary                403  403    404             403
    landlord_manager             403  403    404             403
    other_landlord_correspondent 404  404    ok              404
    others                       404  404    404             404
    """,
)
HEAD_SUBLET = policy(
    "HEAD_SUBLET",
    "An association’s own lease under which nobody lives: its workers and its managers.",
    """
                                 mine others
    lead                         ok   404
    colleague                    ok   404
    manager                      ok   404
    other_worker                 404  ok
    other_manager                404  ok
    others                       404  404
    """,
)
HEAD_END = policy(
    "HEAD_END",
    "As HEAD_SUBLET, to give the dwelling back: its managers; its workers are told why not.",
    """
                                 mine others
    lead                         403  404
    colleague                    403  404
    manager                      ok   404
    other_worker                 404  403
    other_manager                404  ok
    others                       404  404
    """,
)
