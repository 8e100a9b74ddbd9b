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
