"""The statements of ``stock``: arrivals and example texts become petitions, assignments and texts.

``luck`` (0–99) and ``fate`` (0–99) are two independent draws from a row's own number, so every run stores the same.
"""

INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid IN ('petition'::regclass, 'assignment'::regclass, 'text'::regclass, 'same_matter'::regclass)
    AND NOT indisprimary
"""

TEMPORARY = """
CREATE TEMPORARY TABLE arrival (n integer, number text, at timestamptz) ON COMMIT DROP;
CREATE TEMPORARY TABLE example (
    e integer GENERATED ALWAYS AS IDENTITY, body text, title text, pairs tsvector, kind text, urgency text, topic text,
    district text
) ON COMMIT DROP
"""

LOTS = """
CREATE TEMPORARY TABLE lot ON COMMIT DROP AS
WITH place AS (SELECT array_agg(code ORDER BY code) AS units FROM unit WHERE active AND kind <> 'branch'),
drawn AS (
    SELECT *, abs(hashint4(n)::bigint) %% 100 AS luck, abs(hashint4(-n)::bigint) %% 100 AS fate,
        1 + abs(hashint4(n + 7)::bigint) %% (SELECT count(*) FROM example) AS picked,
        1 + abs(hashint4(n + 9)::bigint) %% cardinality(units) AS nth
    FROM arrival, place
)
SELECT n, number, at, luck, fate, body, title, pairs, kind, urgency, topic, district,
    CASE
        WHEN n <= %(newest)s THEN 'closed'
        WHEN fate < 5 THEN 'registered'
        WHEN fate < 15 THEN 'awaiting_dispatch'
        WHEN fate < 70 THEN 'with_unit'
        WHEN fate < 80 THEN 'under_review'
        ELSE 'awaiting_callback'
    END AS stage,
    units[nth] AS unit,
    at + make_interval(mins => 5 + luck::int) AS sent,
    at + make_interval(hours => 1 + (fate * 2.6)::int) AS reported
FROM drawn JOIN example ON e = picked
ORDER BY n
"""

PETITIONS = """
INSERT INTO petition (
    number, channel, stage, received_at, rules, identity, kind, topic, urgency, district, wants_contact,
    agrees_to_publication, needs_person, dispatch_due_at, unit, due_at, round, returns, urges, reworks,
    callback_due_at, callback_tries, outcome, satisfaction, closed_at, version, head,
    title, place, code_key, phone, phone_key
)
SELECT number, 'phone', stage, at, '2009-09', CASE WHEN luck < 10 THEN 'confidential' ELSE 'named' END,
    CASE WHEN stage <> 'registered' THEN kind END, CASE WHEN stage <> 'registered' THEN topic END, urgency, district,
    true, false, stage = 'awaiting_dispatch' AND luck < 30, at + interval '1 day',
    CASE WHEN sent_on THEN unit END, CASE WHEN sent_on THEN sent + interval '10 days' END, sent_on::int, 0, 0, 0,
    CASE WHEN stage IN ('awaiting_callback', 'closed') THEN reported + interval '4 days' END,
    CASE WHEN stage = 'closed' OR luck < 20 THEN 1 ELSE 0 END,
    CASE WHEN stage = 'closed' THEN 'solved' END, CASE WHEN stage = 'closed' THEN 'satisfied' END,
    CASE WHEN stage = 'closed' THEN reported + interval '3 days' END, CASE WHEN stage = 'closed' THEN 9 ELSE 4 END,
    decode(repeat('00', 32), 'hex'),
    title, '浑南区三义街' || luck || '号', sha256(number::bytea),
    sha256(number::bytea) || sha224(number::bytea), sha256(luck::text::bytea || n::text::bytea)
FROM (SELECT *, stage NOT IN ('registered', 'awaiting_dispatch') AS sent_on FROM lot) AS each
ORDER BY n
"""

ASSIGNMENTS = """
INSERT INTO assignment (
    number, index, round, unit, nature, stage, kind, urgency, basis, dispatched_at, dispatched_by_system,
    sign_due_at, signed_at, contact_due_at, contacted_at, contact_exempt, contact_denied, return_due_at,
    return_asked_at, handle_due_at, remind_at, provisional, extensions, extension_asked_at, reported_at,
    reported_outcome, completed_at, sent_back, beyond_duty, callback_at, callback_verified, callback_outcome,
    satisfaction, rating_annulled, decided_at
)
SELECT number, 1, 1, unit, 'lead', part, kind, urgency, '部门职责清单', sent, luck < 65,
    sent + interval '1 day', CASE WHEN part <> 'to_sign' THEN sent + make_interval(mins => 15 * luck::int) END,
    sent + interval '2 days',
    CASE WHEN part <> 'to_sign' AND fate >= 30 THEN sent + make_interval(mins => 30 * luck::int) END,
    luck < 5, luck > 97, sent + interval '2 days',
    CASE WHEN part = 'return_pending' THEN sent + interval '5 hours' END,
    sent + interval '10 days', sent + interval '7 days', false, 0,
    CASE WHEN part = 'handling' AND luck > 94 THEN sent + interval '2 days' END,
    CASE WHEN done OR part = 'submitted' THEN reported END, CASE WHEN done OR part = 'submitted' THEN 'solved' END,
    CASE WHEN done THEN reported + interval '1 day' END, 0, luck = 50,
    CASE WHEN closed AND luck < 80 THEN reported + interval '2 days' END,
    CASE WHEN closed AND luck < 80 THEN CASE WHEN fate < 90 THEN 'true' ELSE 'false' END END,
    CASE WHEN closed AND luck < 80 THEN CASE WHEN fate < 70 THEN 'solved' ELSE 'partly_solved' END END,
    CASE WHEN closed AND luck < 80 THEN CASE WHEN fate < 85 THEN 'satisfied' ELSE 'dissatisfied' END END,
    false, CASE WHEN closed THEN reported + interval '3 days' END
FROM (
    SELECT *, stage = 'closed' AS closed, stage IN ('awaiting_callback', 'closed') AS done,
        CASE
            WHEN stage = 'under_review' THEN 'submitted'
            WHEN stage <> 'with_unit' THEN 'completed'
            WHEN luck < 20 THEN 'to_sign'
            WHEN luck < 25 THEN 'return_pending'
            ELSE 'handling'
        END AS part
    FROM lot WHERE stage NOT IN ('registered', 'awaiting_dispatch')
) AS each
ORDER BY n
"""

TEXTS = """
INSERT INTO text (number, seq, purpose, body, salt, pairs)
SELECT number, 1, 'said', body, decode(md5(number), 'hex'), pairs FROM lot ORDER BY n
"""
