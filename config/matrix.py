"""Who gets what at each address: one row a URL name. `manage.py access_matrix` prints it, a test walks every URL against it.

To add a URL, add its row to `MATRIX`, sorted by name: `reads(POLICY)` for a page, `fills(POLICY)` for a form (GET and POST),
`posts(POLICY)` for an act that has no page. Choose a policy below; write a new one only when none says it.

A policy is a table: one line a persona, one column a file (`Whose`), or the only column `any` when the address carries no
file nor anything of one. A cell says `ok`, `403` (may be seen, may not be done), `404` (may not be seen) or `sign-in`
(led to sign-in; 401 for a scripted request). A persona that has no line gets the line `others`.

The five files are those of tests/world.py, and one of another landlord:

- `mine`: held by Soligone, the lead is its lead worker; named to the correspondent of Orange, to the adviser and to the
  litigation service, which asked for it;
- `colleagues`: held by Soligone, the colleague is its lead worker; named to nobody;
- `others`: held by Cap Habitat, the other worker is its lead worker; named to nobody;
- `other_landlords`: held by Cap Habitat, in a programme of another landlord, named to that landlord's correspondent;
- `protected`: as `colleagues`, with a protected address; named to the correspondent of Apt; neither she nor the lead is
  on its list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Whose(StrEnum):
    """Whose file (or whose thing of a file) the address names."""

    ANY = "any"
    MINE = "mine"
    COLLEAGUES = "colleagues"
    OTHERS = "others"
    OTHER_LANDLORDS = "other_landlords"
    PROTECTED = "protected"


class Persona(StrEnum):
    """Who asks: the people of tests/world.py."""

    ANONYMOUS = "anonymous"
    LEAD = "lead"
    COLLEAGUE = "colleague"
    MANAGER = "manager"
    OTHER_WORKER = "other_worker"
    OTHER_MANAGER = "other_manager"
    CORRESPONDENT_ORANGE = "correspondent_orange"
    CORRESPONDENT_APT = "correspondent_apt"
    ADVISER = "adviser"
    RENTAL = "rental"
    LITIGATION = "litigation"
    CAL_SECRETARY = "cal_secretary"
    LANDLORD_MANAGER = "landlord_manager"
    OTHER_LANDLORD_CORRESPONDENT = "other_landlord_correspondent"
    ADMIN = "admin"


class Verdict(StrEnum):
    """What the answer is."""

    OK = "ok"
    FORBIDDEN = "403"
    MISSING = "404"
    SIGN_IN = "sign-in"


@dataclass(frozen=True)
class Policy:
    """A named table persona × file → verdict."""

    name: str
    says: str
    columns: tuple[Whose, ...]
    verdicts: Mapping[Persona, tuple[Verdict, ...]]

    def verdict(self, persona: Persona, whose: Whose) -> Verdict:
        """Give the expected answer."""
        return self.verdicts[persona][self.columns.index(whose)]


def policy(name: str, says: str, table: str) -> Policy:
    """Read a policy's table: a header of columns, then one line a persona; `others` stands for those without a line."""
    lines = [line.split() for line in table.strip().splitlines()]
    columns = tuple(Whose(word) for word in lines[0])
    rows = {words[0]: tuple(Verdict(word) for word in words[1:]) for words in lines[1:]}
    if unknown := rows.keys() - set(Persona) - {"others"}:
        msg = f"{name}: unknown personas {unknown}"
        raise ValueError(msg)
    rows.setdefault(Persona.ANONYMOUS, tuple(Verdict.SIGN_IN for _ in columns))
    verdicts = {persona: rows[persona] if persona in rows else rows["others"] for persona in Persona}
    if any(len(row) != len(columns) for row in verdicts.values()):
        msg = f"{name}: a line has too few or too many cells"
        raise ValueError(msg)
    return Policy(name, says, columns, verdicts)


@dataclass(frozen=True)
class Access:
    """One row: the policy of an address, and the methods it takes."""

    policy: Policy
    methods: tuple[str, ...]


def reads(policy: Policy) -> Access:
    """Declare a page."""
    return Access(policy, ("GET",))


def fills(policy: Policy) -> Access:
    """Declare a form: the same verdicts for its page and for what it sends."""
    return Access(policy, ("GET", "POST"))


def posts(policy: Policy) -> Access:
    """Declare an act without a page."""
    return Access(policy, ("POST",))


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

MATRIX: dict[str, Access] = {
    "accompaniments:assign": fills(FILE_MANAGE),
    "accompaniments:claim_follow_up": fills(FILE_TEAM),
    "accompaniments:claim_new": fills(FILE_TEAM),
    "accompaniments:claims": reads(FILE_READ),
    "accompaniments:close": fills(FILE_MANAGE),
    "accompaniments:contact": fills(FILE_TEAM),
    "accompaniments:contact_new": fills(FILE_TEAM),
    "accompaniments:meeting": reads(FILE_READ),
    "accompaniments:meeting_choose": reads(TEAM),
    "accompaniments:meeting_correct": fills(FILE_TEAM),
    "accompaniments:meeting_correct_preview": posts(FILE_TEAM),
    "accompaniments:meeting_history": reads(FILE_TEAM),
    "accompaniments:meeting_new": fills(FILE_TEAM),
    "accompaniments:meeting_plan": fills(FILE_TEAM),
    "accompaniments:meeting_preview": posts(FILE_TEAM),
    "accompaniments:meeting_reschedule": fills(FILE_PLANNED),
    "accompaniments:meeting_restore": posts(FILE_WITHDRAWN),
    "accompaniments:meeting_undo": posts(FILE_TEAM),
    "accompaniments:meeting_withdraw": fills(FILE_TEAM),
    "accompaniments:referral_new": fills(TEAM),
    "accompaniments:referral_refuse": fills(FILE_MANAGE),
    "accompaniments:referrals": reads(TEAM_MANAGE),
    "accompaniments:replacement": fills(FILE_MANAGE),
    "accompaniments:takeover_new": fills(TEAM_MANAGE),
    "account_change_password": fills(SIGNED_IN),
    "account_inactive": reads(PUBLIC),
    "account_login": fills(PUBLIC),
    "account_logout": fills(SIGNED_IN),
    "account_reauthenticate": fills(SIGNED_IN),
    "account_reset_password": fills(PUBLIC),
    "account_reset_password_done": reads(PUBLIC),
    "account_reset_password_from_key": reads(PUBLIC),
    "account_reset_password_from_key_done": reads(PUBLIC),
    "gallery": reads(PUBLIC),
    "gallery_page": reads(PUBLIC),
    "health": reads(PUBLIC),
    "home": reads(SIGNED_IN),
    "households:agreement_add": fills(FILE_TEAM),
    "households:agreement_revoke": fills(FILE_TEAM),
    "households:channel_add": fills(FILE_TEAM),
    "households:channel_correct": fills(FILE_TEAM),
    "households:channel_end": fills(FILE_TEAM),
    "households:co_worker_add": fills(FILE_MANAGE),
    "households:finances_edit": fills(FILE_TEAM),
    "households:guardian_add": fills(FILE_TEAM),
    "households:guardian_end": fills(FILE_TEAM),
    "households:housing_correct": fills(FILE_TEAM),
    "households:housing_move": fills(FILE_TEAM),
    "households:language_edit": fills(FILE_TEAM),
    "households:member_change": fills(FILE_TEAM),
    "households:member_end": fills(FILE_TEAM),
    "households:notice_give": fills(FILE_TEAM),
    "households:person_add": fills(FILE_TEAM),
    "households:person_correct": fills(FILE_TEAM),
    "households:precaution_add": fills(FILE_TEAM),
    "households:precaution_end": fills(FILE_TEAM),
    "households:protection_edit": fills(FILE_TEAM),
    "households:protection_lift": fills(FILE_LIST),
    "households:protection_name": fills(FILE_LIST),
    "households:protection_remove": fills(FILE_LIST),
    "households:request_add": fills(FILE_TEAM),
    "households:request_correct": fills(FILE_TEAM),
    "households:worker_end": fills(FILE_MANAGE),
    "journeys:accessibility": reads(PUBLIC),
    "journeys:departure": fills(LEAVING),
    "journeys:file": reads(FILE_READ),
    "journeys:file_housing": reads(FILE_TEAM),
    "journeys:file_meetings": reads(FILE_READ),
    "journeys:file_people": reads(FILE_PEOPLE),
    "journeys:file_readers": reads(FILE_READERS),
    "journeys:file_resources": reads(FILE_TEAM),
    "journeys:file_sharing": reads(FILE_TEAM),
    "journeys:file_team": reads(FILE_HOLDERS),
    "journeys:help": reads(PUBLIC),
    "journeys:households": reads(SIGNED_IN),
    "journeys:personal_data": reads(PUBLIC),
    "journeys:search": fills(SIGNED_IN),
    "journeys:split": fills(FILE_TEAM),
    "journeys:team": reads(TEAM_MANAGE),
    "mfa_activate_totp": fills(SIGNED_IN),
    "mfa_authenticate": reads(SIGNED_IN),
    "mfa_deactivate_totp": fills(SECOND_FACTOR),
    "mfa_download_recovery_codes": reads(SECOND_FACTOR),
    "mfa_generate_recovery_codes": fills(SIGNED_IN),
    "mfa_index": reads(SIGNED_IN),
    "mfa_reauthenticate": reads(SIGNED_IN),
    "mfa_view_recovery_codes": reads(SECOND_FACTOR),
    "partners:account": fills(SIGNED_IN),
    "partners:agency_create": fills(ADMIN),
    "partners:agency_edit": fills(ADMIN),
    "partners:correspondent_undo": posts(ADMIN),
    "partners:invitation": fills(PUBLIC),
    "partners:invitation_create": fills(ADMIN),
    "partners:invitation_resend": posts(ADMIN),
    "partners:invitation_revoke": posts(ADMIN),
    "partners:invitations": reads(ADMIN),
    "partners:membership_create": fills(ADMIN),
    "partners:membership_end": fills(ADMIN),
    "partners:membership_reopen": posts(ADMIN),
    "partners:organisation": reads(ADMIN),
    "partners:organisation_create": fills(ADMIN),
    "partners:organisation_edit": fills(ADMIN),
    "partners:organisation_end": fills(ADMIN),
    "partners:organisation_reopen": posts(ADMIN),
    "partners:organisations": reads(ADMIN),
    "partners:people": fills(ADMIN),
    "partners:person": reads(ADMIN),
    "partners:person_edit": fills(ADMIN),
    "partners:person_restore": posts(ADMIN),
    "partners:person_suspend": posts(ADMIN),
    "partners:programme": reads(ADMIN),
    "partners:programme_create": fills(ADMIN),
    "partners:programme_rename": fills(ADMIN),
    "partners:programmes": reads(ADMIN),
    "partners:second_factor_reset": fills(ADMIN),
    "partners:unit": reads(ADMIN),
    "partners:unit_correspondent": fills(ADMIN),
    "partners:unit_create": fills(ADMIN),
    "partners:unit_edit": fills(ADMIN),
    "partners:version_create": fills(ADMIN),
    "partners:version_edit": fills(ADMIN),
    "partners:version_undo": posts(ADMIN),
    "records:draft": reads(OWN),
    "records:drafts": reads(SIGNED_IN),
    "records:job": reads(OWN),
    "records:job_retry": posts(OWN),
    "records:parameter_confirm": posts(ADMIN),
    "records:parameter_new_value": fills(ADMIN),
    "records:parameters": reads(ADMIN),
    "records:signed_in_again": reads(SIGNED_IN),
    "usersessions_list": fills(SIGNED_IN),
}
