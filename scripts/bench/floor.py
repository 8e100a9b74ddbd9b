"""The floor of a month: the same rows by SQL written by hand, and nothing else. Both databases take it.

Definitions are those of `docs/` and of reporting.rules.indicators: accompaniments by their standing changes, units at effective
dates. Whoever changes a definition changes it here too: the bench compares the stock with the month's own, and stops when
they differ.
"""

from typing import Any

from django.db import connection

from foundation.periods import Month, eve

# CROSS JOIN keeps SQLite to the order written: from the programme to its changes.
_CHANGES = """
partners_programme p CROSS JOIN partners_programmeversion v CROSS JOIN households_enrolment e
CROSS JOIN accompaniments_accompaniment a CROSS JOIN accompaniments_statechange c
WHERE p.slug = {slug} AND v.programme_id = p.id AND e.version_id = v.id AND a.enrolment_id = e.id
AND c.accompaniment_id = a.id AND NOT c.is_correction AND c.annulled_by_id IS NULL AND c.effective_on <= {last}
"""

_PERIODS = """
periods AS (
    SELECT a.enrolment_id, c.effective_on AS started_on,
        (SELECT CASE WHEN x.to_state = 'WATCHED' THEN {greatest}({before}, c.effective_on) ELSE x.effective_on END
         FROM accompaniments_statechange x WHERE x.accompaniment_id = c.accompaniment_id AND x.position > c.position
         AND NOT x.is_correction AND x.annulled_by_id IS NULL ORDER BY x.position LIMIT 1) AS ended_on
    FROM {changes} AND c.to_state = 'SUPPORTED'
)
"""

_IN_FORCE = "{row}.started_on <= {day} AND ({row}.ended_on IS NULL OR {row}.ended_on >= {day})"

_UNIT = """
CASE WHEN e.is_protected THEN NULL ELSE COALESCE(
    (SELECT d.unit_id FROM leases_lease l
        JOIN leases_dwellingshare s ON s.id = l.share_id JOIN leases_dwelling d ON d.id = s.dwelling_id
        WHERE l.enrolment_id = e.id AND l.kind IN ('DIRECT', 'SUBLEASE') AND {lease} ORDER BY l.started_on DESC LIMIT 1),
    (SELECT COALESCE(h.unit_id, d.unit_id) FROM households_currenthousing h
        LEFT JOIN leases_dwelling d ON d.id = h.dwelling_id
        WHERE h.enrolment_id = e.id AND {home} ORDER BY h.started_on DESC LIMIT 1),
    (SELECT d.unit_id FROM leases_allocationfile f
        JOIN leases_announcement n ON n.id = f.announcement_id JOIN leases_dwelling d ON d.id = n.dwelling_id
        WHERE f.enrolment_id = e.id AND {submitted} <= {day} AND NOT (f.state = 'CLOSED' AND f.state_on <= {day})
        ORDER BY f.submitted_at DESC LIMIT 1),
    (SELECT w.unit_id FROM leases_housingproject j JOIN leases_wishedunit w ON w.project_id = j.id
        WHERE j.enrolment_id = e.id AND {project} ORDER BY w.position LIMIT 1)
) END
"""

_HOLDER = """
(SELECT h.association_id FROM households_enrolmentholder h WHERE h.enrolment_id = e.id AND h.role = 'LEAD' AND {holder} LIMIT 1)
"""

_OF_PROGRAMME = """
households_enrolment e JOIN partners_programmeversion v ON v.id = e.version_id
JOIN partners_programme p ON p.id = v.programme_id AND p.slug = {slug}
"""

_POSITIVE = """
EXISTS (SELECT 1 FROM leases_decision k JOIN leases_allocationfile f ON f.id = k.file_id
    WHERE f.enrolment_id = e.id AND k.annulled_on IS NULL AND k.decided_on <= {last}
    AND (k.kind IN ('ALLOCATED', 'ALLOCATED_CONDITIONAL') OR (k.kind = 'ALLOCATED_RANKED' AND (k.rank = 1 OR k.promoted_on <= {last})))
    AND NOT (f.state = 'CLOSED' AND f.state_on <= {last} AND f.end IN
        ('OFFER_REFUSED', 'NO_ANSWER', 'CONDITION_NOT_MET', 'RANK_NOT_REACHED', 'LEASE_FAILED', 'WITHDRAWN', 'DWELLING_WITHDRAWN')))
"""

QUERIES: dict[str, str] = {
    "stays": "WITH {periods} SELECT q.enrolment_id, e.file_number, e.is_protected, q.started_on, q.ended_on,"
    " {unit_first}, {unit_last}, {holder_first}, {holder_last} FROM"
    " (SELECT r.*, CASE WHEN r.started_on > {eve} THEN r.started_on ELSE {eve} END AS first_day,"
    " CASE WHEN r.ended_on <= {last} THEN r.ended_on ELSE {last} END AS last_day"
    " FROM periods r WHERE r.started_on <= {last} AND (r.ended_on IS NULL OR r.ended_on > {eve})) q"
    " JOIN households_enrolment e ON e.id = q.enrolment_id",
    "accompanied": "WITH {periods} SELECT e.household_id, e.id, MIN(q.started_on) FROM periods q"
    " JOIN households_enrolment e ON e.id = q.enrolment_id WHERE q.started_on <= {last} GROUP BY e.household_id, e.id",
    "housed": "SELECT e.household_id, e.id, d.unit_id, MIN(l.started_on) FROM {enrolments}"
    " JOIN leases_lease l ON l.enrolment_id = e.id AND l.kind IN ('DIRECT', 'SUBLEASE') AND l.started_on <= {last}"
    " JOIN leases_dwellingshare s ON s.id = l.share_id JOIN leases_dwelling d ON d.id = s.dwelling_id"
    " GROUP BY e.household_id, e.id, d.unit_id",
    "demand": "WITH now AS (SELECT a.enrolment_id, c.effective_on FROM {changes} AND c.to_state IN ('READY', 'SUPPORTED')"
    " AND NOT EXISTS (SELECT 1 FROM accompaniments_statechange x WHERE x.accompaniment_id = a.id AND x.position > c.position"
    " AND NOT x.is_correction AND x.annulled_by_id IS NULL AND x.effective_on <= {last}))"
    " SELECT e.id, j.typologies, j.started_on, w.unit_id, w.position, now.effective_on FROM now"
    " JOIN households_enrolment e ON e.id = now.enrolment_id"
    " JOIN leases_housingproject j ON j.enrolment_id = e.id AND {project_last}"
    " JOIN leases_wishedunit w ON w.project_id = j.id WHERE NOT {positive}",
    "requests": "SELECT r.id, e.id, r.source, r.received_on FROM {enrolments}"
    " JOIN accompaniments_referral r ON r.enrolment_id = e.id"
    " WHERE r.passed_on_from_id IS NULL AND r.received_on BETWEEN {first} AND {last}",
    "supply": "SELECT n.id, d.unit_id, d.typology, n.reservation_holder_id, n.agreed_on, n.announced_on, n.ended_on"
    " FROM leases_announcement n JOIN leases_dwelling d ON d.id = n.dwelling_id"
    " WHERE n.announced_on <= {last} AND (n.ended_on IS NULL OR n.ended_on > {last} OR n.announced_on >= {first})",
    "proposals": "SELECT f.id, e.id, d.unit_id, f.opened_on, f.end, f.state_on,"
    " (SELECT o.answer FROM leases_decision k JOIN leases_offer o ON o.decision_id = k.id"
    " WHERE k.file_id = f.id AND o.answered_on <= {last} ORDER BY o.notified_on DESC LIMIT 1) FROM {enrolments}"
    " JOIN leases_allocationfile f ON f.enrolment_id = e.id JOIN leases_announcement n ON n.id = f.announcement_id"
    " JOIN leases_dwelling d ON d.id = n.dwelling_id WHERE f.opened_on BETWEEN {first} AND {last}",
    "decisions": "SELECT k.id, e.id, d.unit_id, k.kind, k.rank, k.decided_on, k.promoted_on, g.worker_was_present,"
    " (SELECT MIN(r.received_on) FROM accompaniments_referral r WHERE r.enrolment_id = e.id),"
    " (SELECT MIN(i.held_on) FROM leases_hearing y JOIN leases_session i ON i.id = y.session_id"
    " JOIN leases_allocationfile z ON z.id = y.file_id WHERE z.enrolment_id = e.id AND y.removed_on IS NULL) FROM {enrolments}"
    " JOIN leases_allocationfile f ON f.enrolment_id = e.id JOIN leases_decision k ON k.file_id = f.id"
    " JOIN leases_hearing g ON g.id = k.hearing_id JOIN leases_announcement n ON n.id = f.announcement_id"
    " JOIN leases_dwelling d ON d.id = n.dwelling_id"
    " WHERE k.annulled_on IS NULL AND (k.decided_on BETWEEN {first} AND {last} OR k.promoted_on BETWEEN {first} AND {last})",
    "move_ins": "SELECT l.id, e.id, d.unit_id, l.kind, l.started_on,"
    " (SELECT MAX(k.decided_on) FROM leases_decision k WHERE k.file_id = l.file_id AND k.annulled_on IS NULL) FROM {enrolments}"
    " JOIN leases_lease l ON l.enrolment_id = e.id JOIN leases_dwellingshare s ON s.id = l.share_id"
    " JOIN leases_dwelling d ON d.id = s.dwelling_id WHERE l.started_on BETWEEN {first} AND {last}"
    " AND NOT EXISTS (SELECT 1 FROM leases_lease b WHERE b.enrolment_id = e.id AND b.share_id = l.share_id"
    " AND b.started_on < l.started_on)",
    "sublets": "SELECT l.id, e.id, d.unit_id, l.started_on FROM {enrolments}"
    " JOIN leases_lease l ON l.enrolment_id = e.id AND l.kind = 'SUBLEASE' JOIN leases_dwellingshare s ON s.id = l.share_id"
    " JOIN leases_dwelling d ON d.id = s.dwelling_id WHERE {lease_last}",
    "audience": "WITH {periods} SELECT e.id, m.kind, b.birth_on FROM periods q JOIN households_enrolment e ON e.id = q.enrolment_id"
    " JOIN households_householdmember m ON m.household_id = e.household_id AND {member_last}"
    " JOIN households_person b ON b.id = m.person_id"
    " WHERE q.started_on <= {last} AND (q.ended_on IS NULL OR q.ended_on > {last})",
    "origins": "WITH {periods} SELECT e.id, h.situation FROM periods q JOIN households_enrolment e ON e.id = q.enrolment_id"
    " JOIN households_currenthousing h ON h.enrolment_id = e.id AND h.started_on <= e.started_on"
    " AND (h.ended_on IS NULL OR h.ended_on >= e.started_on)"
    " WHERE q.started_on <= {last} AND (q.ended_on IS NULL OR q.ended_on > {last})",
    "loads": "SELECT w.association_id, w.user_id, e.version_id, c.to_state FROM households_enrolmentworker w"
    " JOIN households_enrolment e ON e.id = w.enrolment_id JOIN accompaniments_accompaniment a ON a.enrolment_id = e.id"
    " JOIN accompaniments_statechange c ON c.accompaniment_id = a.id AND NOT c.is_correction AND c.annulled_by_id IS NULL"
    " AND c.position = (SELECT MAX(x.position) FROM accompaniments_statechange x WHERE x.accompaniment_id = a.id"
    " AND NOT x.is_correction AND x.annulled_by_id IS NULL AND x.effective_on <= {last})"
    " WHERE w.role = 'LEAD' AND {worker_last}",
}


def statements(slug: str, month: Month) -> dict[str, str]:
    """Give every query with its days; the slug and the days are ours, nobody types them."""
    lite = connection.vendor == "sqlite"
    date = "'{0}'".format if lite else "DATE '{0}'".format
    days = {"first": date(month.first), "last": date(month.last), "eve": date(eve(month.first)), "slug": f"'{slug}'"}

    def force(row: str, day: str) -> str:
        return _IN_FORCE.format(row=row, day=day)

    def unit(day: str) -> str:
        submitted = "date(f.submitted_at)" if lite else "(f.submitted_at AT TIME ZONE 'Europe/Paris')::date"
        return _UNIT.format(
            day=day, submitted=submitted, lease=force("l", day), home=force("h", day), project=force("j", day)
        )

    changes = _CHANGES.format(**days)
    periods = _PERIODS.format(
        changes=changes,
        greatest="MAX" if lite else "GREATEST",
        before="date(x.effective_on, '-1 day')" if lite else "(x.effective_on - 1)",
    )
    parts = {
        **days,
        "periods": periods,
        "changes": changes,
        "enrolments": _OF_PROGRAMME.format(slug=days["slug"]),
        "positive": _POSITIVE.format(last=days["last"]),
        "unit_first": unit("q.first_day"),
        "unit_last": unit("q.last_day"),
        "holder_first": _HOLDER.format(holder=force("h", "q.first_day")),
        "holder_last": _HOLDER.format(holder=force("h", "q.last_day")),
        "project_last": force("j", days["last"]),
        "lease_last": force("l", days["last"]),
        "member_last": force("m", days["last"]),
        "worker_last": force("w", days["last"]),
    }
    return {name: text.format(**parts) for name, text in QUERIES.items()}


def rows(slug: str, month: Month) -> dict[str, list[tuple[Any, ...]]]:
    """Fetch them all."""
    found = {}
    with connection.cursor() as cursor:
        for name, text in statements(slug, month).items():
            cursor.execute(text)
            found[name] = cursor.fetchall()
    return found


def stock_end(found: dict[str, list[tuple[Any, ...]]], month: Month) -> int:
    """Count who is accompanied at the close of the month."""
    return sum(1 for row in found["stays"] if row[4] is None or str(row[4]) > month.last.isoformat())
