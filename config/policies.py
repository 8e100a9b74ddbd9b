"""The policies of the access matrix, by what they protect. Rows are in `config.matrix`, allocation in `config.policies_cal`."""

from config.vocabulary import policy

PUBLIC = policy(
    "PUBLIC",
    "Everybody, signed in or not.",
    """
    any
    anonymous ok
    others    ok
    """,
)
SIGNED_IN = policy(
    "SIGNED_IN",
    "Every signed-in person; the page shows what is hers.",
    """
    any
    others ok
    """,
)
ADMIN = policy(
    "ADMIN",
    "Administrators alone: people, organisations, programmes. The others are told why not.",
    """
    any
    admin  ok
    others 403
    """,
)
SECOND_FACTOR = policy(
    "SECOND_FACTOR",
    "Who has activated a second factor: in this table nobody has.",
    """
    any
    others 404
    """,
)
TEAM = policy(
    "TEAM",
    "People of an association: workers and their managers.",
    """
    any
    lead          ok
    colleague     ok
    manager       ok
    other_worker  ok
    other_manager ok
    others        403
    """,
)
TEAM_AND_ADVISER = policy(
    "TEAM_AND_ADVISER",
    "As TEAM, and the landlord’s social adviser: who refers a household.",
    """
    any
    lead          ok
    colleague     ok
    manager       ok
    other_worker  ok
    other_manager ok
    adviser       ok
    others        403
    """,
)
TEAM_MANAGE = policy(
    "TEAM_MANAGE",
    "Managers of an association.",
    """
    any
    manager       ok
    other_manager ok
    others        403
    """,
)
FILE_READ = policy(
    "FILE_READ",
    "Whoever the file is visible to (domain.md §3.9); what the page shows is shaped for each.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   ok         404    404             ok
    colleague                    ok   ok         404    404             ok
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        ok     ok              404
    other_manager                404  404        ok     ok              404
    correspondent_orange         ok   404        404    404             404
    correspondent_apt            404  404        404    404             ok
    adviser                      ok   404        404    404             404
    litigation                   ok   404        404    404             404
    other_landlord_correspondent 404  404        404    ok              404
    others                       404  404        404    404             404
    """,
)
FILE_PEOPLE = policy(
    "FILE_PEOPLE",
    "As FILE_READ, and for a protected address its named list alone.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   ok         404    404             403
    colleague                    ok   ok         404    404             ok
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
FILE_TEAM = policy(
    "FILE_TEAM",
    "The team of the file reads and writes: lead, co-workers, replacement, their manager. Others who see it are told why not.",
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
FILE_MANAGE = policy(
    "FILE_MANAGE",
    "The manager of an association that holds the file.",
    """
                                 mine colleagues others other_landlords protected
    lead                         403  403        404    404             403
    colleague                    403  403        404    404             403
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        403    403             404
    other_manager                404  404        ok     ok              404
    correspondent_orange         403  404        404    404             404
    correspondent_apt            404  404        404    404             403
    adviser                      403  404        404    404             404
    litigation                   403  404        404    404             404
    other_landlord_correspondent 404  404        404    403             404
    others                       404  404        404    404             404
    """,
)
FILE_LIST = policy(
    "FILE_LIST",
    "The list of a protected address, to its lead worker and her manager; a file that is not protected has none.",
    """
                         mine protected
    lead                 404  403
    colleague            403  ok
    manager              404  ok
    correspondent_orange 403  404
    correspondent_apt    404  403
    adviser              403  404
    litigation           403  404
    others               404  404
    """,
)
FILE_PLANNED = policy(
    "FILE_PLANNED",
    "As FILE_TEAM, for a meeting to come: only what was held is told to the landlord, nothing outside a protected file's list.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   403        404    404             404
    colleague                    403  ok         404    404             ok
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        ok     ok              404
    other_manager                404  404        ok     ok              404
    others                       404  404        404    404             404
    """,
)
FILE_WITHDRAWN = policy(
    "FILE_WITHDRAWN",
    "As FILE_TEAM, for what was withdrawn: it exists for the team alone.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   404        404    404             404
    colleague                    404  ok         404    404             ok
    manager                      ok   ok         404    404             ok
    other_worker                 404  404        ok     ok              404
    other_manager                404  404        ok     ok              404
    others                       404  404        404    404             404
    """,
)
FILE_HOLDERS = policy(
    "FILE_HOLDERS",
    "The associations that hold the file; the landlord's people who see it are told why not.",
    """
                                 mine colleagues others other_landlords protected
    lead                         ok   ok         404    404             ok
    colleague                    ok   ok         404    404             ok
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
FILE_READERS = policy(
    "FILE_READERS",
    "Who watches over who opened the file: its lead worker (or her replacement) and a manager of its associations.",
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
LEAVING = policy(
    "LEAVING",
    "The role of a worker who leaves (mine: the lead's; others: the other worker's): her manager, or an administrator"
    " when she follows nobody.",
    """
                  mine others
    manager       ok   404
    other_manager 404  ok
    admin         ok   ok
    others        404  404
    """,
)
OWN = policy(
    "OWN",
    "What is hers alone (a draft, a session): for everybody else it does not exist.",
    """
           mine
    lead   ok
    others 404
    """,
)
SUPPLY_ADD = policy(
    "SUPPLY_ADD",
    "Who announces dwellings: correspondents, and the rental service.",
    """
    any
    correspondent_orange         ok
    correspondent_apt            ok
    rental                       ok
    other_landlord_correspondent ok
    others                       403
    """,
)
SUPPLY_DWELLING = policy(
    "SUPPLY_DWELLING",
    "A dwelling, to the correspondent of its unit and to the rental service; the landlord’s other services are told why not.",
    """
                                 mine other_landlords
    correspondent_orange         ok   404
    rental                       ok   404
    adviser                      403  404
    cal_secretary                403  404
    landlord_manager             403  404
    other_landlord_correspondent 404  ok
    others                       404  404
    """,
)
SUPPLY_ANNOUNCEMENT = policy(
    "SUPPLY_ANNOUNCEMENT",
    "As SUPPLY_DWELLING, for its announcement, which the associations of the landlord’s programmes read.",
    """
                                 mine other_landlords
    lead                         403  404
    colleague                    403  404
    manager                      403  404
    other_worker                 403  403
    other_manager                403  403
    correspondent_orange         ok   404
    rental                       ok   404
    adviser                      403  404
    cal_secretary                403  404
    landlord_manager             403  404
    other_landlord_correspondent 404  ok
    others                       404  404
    """,
)
UNIT_SHEET = policy(
    "UNIT_SHEET",
    "A unit’s supply and demand: its correspondent, and the landlord’s services.",
    """
                                 mine other_landlords
    correspondent_orange         ok   404
    rental                       ok   404
    adviser                      ok   404
    cal_secretary                ok   404
    landlord_manager             ok   404
    other_landlord_correspondent 404  ok
    others                       404  404
    """,
)
