-- The views over the records; made anew whenever this file differs from what the store last saw.

-- Submissions not withdrawn, numbered in the order of their acceptance.
CREATE OR REPLACE VIEW standing_submission AS
SELECT s.*, row_number() OVER (ORDER BY s.submission) AS turn
FROM submission s
ANTI JOIN withdrawal w USING (submission);

-- The figure that counts: of all standing records of an indicator, area, year, period label and breakdown
-- the last one. Partition and order are integers only, so that DuckDB first finds the row numbers of the
-- winners and then fetches the other columns for them alone.
CREATE OR REPLACE VIEW current_observation AS
SELECT o.*
FROM observation o
JOIN (SELECT submission, turn FROM standing_submission) s USING (submission)
QUALIFY row_number() OVER (
    PARTITION BY o.indicator, o.area, o.year, o.period, o.breakdown
    ORDER BY s.turn * 4294967296 + o.rec DESC
) = 1;

-- The same records, not yet sorted out, with the turn of their submission: for questions about few areas or
-- indicators, which leave out the others before the last record of each figure is sought.
CREATE OR REPLACE VIEW standing_observation AS
SELECT o.*, s.turn FROM observation o JOIN (SELECT submission, turn FROM standing_submission) s USING (submission);

-- Changes of areas (renamed, merged, split, moved) not taken back: taking back is the withdrawal of their submission.
CREATE OR REPLACE VIEW standing_area_event AS
SELECT e.* FROM area_event e ANTI JOIN withdrawal w ON w.submission = e.submission;

-- Areas as last recorded, with what the changes of areas made of them: an area that only passed into others
-- ended on that day (valid_to), one that only came out of others began (valid_from). `first_year` and
-- `last_year` are the years in which it stands beside its neighbours: after a renaming, a merger or a move
-- the following area has the figures of all years (last_year 0), after a split the old one keeps its own.
CREATE OR REPLACE VIEW current_area AS
WITH event AS MATERIALIZED ( -- in a lake each mention of a table costs, and the view would be mentioned four times
    SELECT source, target, change, happened, kind FROM standing_area_event
), step AS (
    SELECT source AS area, change, happened, kind, FALSE AS begun FROM event e
    WHERE NOT EXISTS (FROM event x WHERE x.change = e.change AND x.target = e.source)
    UNION
    SELECT target, change, happened, kind, TRUE FROM event e
    WHERE NOT EXISTS (FROM event x WHERE x.change = e.change AND x.source = e.target)
), last_step AS (
    SELECT * FROM step QUALIFY row_number() OVER (PARTITION BY area ORDER BY happened DESC, change DESC) = 1
), known AS (
    SELECT a.* FROM area a
    ANTI JOIN (SELECT e.change FROM area_event e JOIN withdrawal w ON w.submission = e.submission) gone
        ON gone.change = a.change
    QUALIFY row_number() OVER (PARTITION BY a.area ORDER BY a.change DESC) = 1
)
SELECT k.* REPLACE (
        CASE WHEN s.begun THEN s.happened ELSE k.valid_from END AS valid_from,
        CASE WHEN NOT s.begun THEN s.happened WHEN s.begun THEN NULL ELSE k.valid_to END AS valid_to
    ),
    CASE WHEN s.begun AND s.kind = 'split' THEN year(s.happened) END AS first_year,
    CASE WHEN NOT s.begun AND s.kind = 'split' THEN year(s.happened) - 1 WHEN NOT s.begun THEN 0 END AS last_year
FROM known k LEFT JOIN last_step s USING (area);

CREATE OR REPLACE VIEW current_setting AS
SELECT * FROM setting QUALIFY row_number() OVER (PARTITION BY name ORDER BY change DESC) = 1;

-- The newest catalogue version is the open one. (Not by row_number without a partition: over an empty table of
-- a lake, DuckDB 1.5.5 answers that with a row of nulls.)
CREATE OR REPLACE VIEW current_catalog AS
SELECT * FROM catalog_version WHERE version = (SELECT max(version) FROM catalog_version);

CREATE OR REPLACE VIEW current_indicator AS
SELECT i.* FROM indicator i SEMI JOIN current_catalog USING (version);

CREATE OR REPLACE VIEW current_indicator_code AS
SELECT i.* FROM indicator_code i SEMI JOIN current_catalog USING (version);

-- One row per indicator ever defined, as last defined: figures of a dropped indicator keep their name.
CREATE OR REPLACE VIEW known_indicator AS
SELECT * FROM indicator
QUALIFY row_number() OVER (PARTITION BY indicator ORDER BY version DESC, ordinal, plan) = 1;

-- Targets in force. Those of the catalogue count in its newest version; a district's plan counts until
-- the same set, plan, period and wording is put again for the same area, or the plan went back to an earlier
-- state (plan_reset). `in_force_until` is the year from which a later wording of the same demand counts
-- (null: none).
CREATE OR REPLACE VIEW current_target AS
WITH standing AS (
    SELECT t.* FROM target t
    LEFT JOIN (SELECT area, max(version) AS since FROM plan_reset GROUP BY area) r ON r.area = t.area
    WHERE t.origin = 'goals' AND t.version >= coalesce(r.since, 0)
        OR t.origin <> 'goals' AND t.version = (SELECT max(version) FROM catalog_version)
    QUALIFY t.version = max(t.version) OVER (
        PARTITION BY t.origin, t.area, t.target_set, t.plan, t.period_start, t.target_version
    )
)
SELECT s.*,
    min(s.in_force_from) OVER (
        PARTITION BY s.area, s.target_set, s.plan, s.period_start, s.indicator
        ORDER BY s.in_force_from RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    ) AS in_force_until
FROM standing s;

CREATE OR REPLACE VIEW current_milestone AS
SELECT m.* FROM milestone m SEMI JOIN current_target USING (version, target);

-- Any observation with names for its keys; `file` is the member of an archive where there is one.
CREATE OR REPLACE VIEW named_observation AS
SELECT
    o.submission, o.rec, i.code, i.name AS indicator, a.path AS area, o.year, o.period_label, o.as_of,
    coalesce(b.text, '') AS breakdown, o.value, o.text, o.decimals, o.numerator, o.denominator,
    o.qualifier, o.missing, i.unit, coalesce(o.file, s.file) AS file, o.sheet, o.cell, o.raw, o.flags,
    s.uploader, s.recorded_at AS at,
    o.indicator AS indicator_key, o.area AS area_key
FROM observation o
JOIN submission s USING (submission)
LEFT JOIN known_indicator i ON i.indicator = o.indicator
LEFT JOIN current_area a ON a.area = o.area
LEFT JOIN breakdown b ON b.breakdown = o.breakdown;

CREATE OR REPLACE VIEW current_named AS
SELECT
    o.submission, o.rec, i.code, i.name AS indicator, a.path AS area, o.year, o.period_label, o.as_of,
    coalesce(b.text, '') AS breakdown, o.value, o.text, o.decimals, o.numerator, o.denominator,
    o.qualifier, o.missing, i.unit, coalesce(o.file, s.file) AS file, o.sheet, o.cell, o.raw, o.flags,
    s.uploader, s.recorded_at AS at,
    o.indicator AS indicator_key, o.area AS area_key
FROM current_observation o
JOIN submission s USING (submission)
LEFT JOIN known_indicator i ON i.indicator = o.indicator
LEFT JOIN current_area a ON a.area = o.area
LEFT JOIN breakdown b ON b.breakdown = o.breakdown;

-- The constants of the method that differ from the defaults.
CREATE OR REPLACE VIEW current_method_setting AS
SELECT * FROM method_setting
QUALIFY row_number() OVER (PARTITION BY name ORDER BY change DESC) = 1 AND value IS NOT NULL;

-- Judgements and answers that nobody took back. Of several for one target the assessment takes the latest year's,
-- of one year's the last recorded.
CREATE OR REPLACE VIEW standing_judgement AS
SELECT j.* FROM judgement j ANTI JOIN retraction r ON r.record = j.judgement;

CREATE OR REPLACE VIEW standing_applicability AS
SELECT a.* FROM applicability a ANTI JOIN retraction r ON r.record = a.answer;

-- Figures that wait for a decision: held ones of standing submissions, unless a decision stands.
CREATE OR REPLACE VIEW open_conflict AS
SELECT h.*
FROM held_observation h
SEMI JOIN standing_submission s ON s.submission = h.submission
ANTI JOIN (
    SELECT d.submission, d.rec
    FROM decision d
    WHERE d.outcome = 'old' OR d.adopted NOT IN (SELECT submission FROM withdrawal)
) d ON d.submission = h.submission AND d.rec = h.rec;

-- Offices beside that of the store's own district (its first area without one above): areas with units, reporting years
-- or a plan of their own.
CREATE OR REPLACE VIEW office_seat AS
SELECT seat FROM (
    SELECT seat FROM unit UNION SELECT seat FROM reporting_year UNION SELECT area FROM target WHERE origin = 'goals'
)
WHERE seat <> (SELECT area FROM current_area WHERE parent IS NULL ORDER BY ordinal, path LIMIT 1);

-- Which of these offices an area belongs to: its own, else the next one above; areas of the store's own are not in it.
CREATE OR REPLACE VIEW area_seat AS
SELECT a.area, arg_max(s.area, length(s.path)) AS seat
FROM current_area a
JOIN (SELECT area, path FROM current_area WHERE area IN (SELECT seat FROM office_seat)) s
    ON a.path = s.path OR starts_with(a.path, s.path || '/')
GROUP BY a.area;

CREATE OR REPLACE VIEW current_unit AS
SELECT * FROM unit QUALIFY row_number() OVER (PARTITION BY unit ORDER BY change DESC) = 1;

CREATE OR REPLACE VIEW current_unit_alias AS
SELECT alias, unit, seat FROM (
    SELECT * FROM unit_alias QUALIFY row_number() OVER (PARTITION BY seat, alias ORDER BY change DESC) = 1
)
WHERE unit IS NOT NULL;

-- Every name of every unit, with the unit; a name means a unit within its office alone.
CREATE OR REPLACE VIEW unit_name AS
SELECT name AS alias, unit, seat FROM current_unit
UNION
SELECT alias, unit, seat FROM current_unit_alias;

CREATE OR REPLACE VIEW current_duty AS
SELECT * FROM duty QUALIFY row_number() OVER (PARTITION BY unit, indicator ORDER BY change DESC) = 1;

-- One row per office and reporting year, as its last steps left it.
CREATE OR REPLACE VIEW current_reporting_year AS
SELECT seat, year,
    arg_max(deadline, change) FILTER (deadline IS NOT NULL) AS deadline,
    arg_max(event, change) FILTER (event <> 'deadline') = 'closed' AS closed,
    min(recorded_at) AS opened_at,
    max(recorded_at) FILTER (event = 'closed') AS closed_at,
    arg_max(reason, change) AS reason
FROM reporting_year GROUP BY seat, year;

-- The one unit that each name means.
CREATE OR REPLACE VIEW unit_called AS
SELECT seat, alias, min(unit) AS unit FROM unit_name GROUP BY seat, alias;

-- Locks of a unit's year that hold; `who` is the unit's key in the register, else its name.
CREATE OR REPLACE VIEW current_unit_lock AS
SELECT coalesce(CAST(n.unit AS VARCHAR), l.unit) AS who, l.*
FROM unit_lock l LEFT JOIN unit_called n ON n.alias = l.unit AND n.seat IS NOT DISTINCT FROM l.seat
QUALIFY row_number() OVER (PARTITION BY l.seat, who, l.year ORDER BY l.change DESC) = 1 AND l.locked;

-- Files handed in with the state that their last step gave them.
CREATE OR REPLACE VIEW current_handed_in AS
SELECT h.*, coalesce(t.state, 'submitted') AS state, t.submission, coalesce(CAST(n.unit AS VARCHAR), h.unit) AS who, b.seat
FROM handed_in h LEFT JOIN area_seat b ON b.area = h.area
LEFT JOIN (
    SELECT handin, arg_max(state, step) AS state, arg_max(submission, step) AS submission
    FROM handed_in_step GROUP BY handin
) t USING (handin)
LEFT JOIN unit_called n ON n.alias = h.unit AND n.seat IS NOT DISTINCT FROM b.seat;

CREATE OR REPLACE VIEW current_self_assessment AS
SELECT * FROM self_assessment QUALIFY row_number() OVER (PARTITION BY unit, year ORDER BY change DESC) = 1;
