-- What the store said at the variable as_moment (UTC): the store's own views (indicators/store/sql/views.sql)
-- over the records made by then.
CREATE OR REPLACE TEMP VIEW s_standing AS
SELECT s.submission, row_number() OVER (ORDER BY s.submission) AS turn
FROM submission AS s
    ANTI JOIN (SELECT submission FROM withdrawal WHERE recorded_at <= getvariable('as_moment')) AS w USING (submission)
WHERE s.recorded_at <= getvariable('as_moment');

CREATE OR REPLACE TEMP VIEW s_observation AS
SELECT o.*
FROM observation AS o JOIN s_standing AS s USING (submission)
QUALIFY row_number() OVER (
    PARTITION BY o.indicator, o.area, o.year, o.period, o.breakdown
    ORDER BY s.turn * 4294967296 + o.rec DESC
) = 1;

CREATE OR REPLACE TEMP VIEW s_target AS
WITH known AS (
    SELECT version FROM catalog_version WHERE recorded_at <= getvariable('as_moment')
)
SELECT t.* FROM target AS t
    LEFT JOIN (SELECT area, max(version) AS since FROM plan_reset
        WHERE version IN (SELECT version FROM known) GROUP BY area) AS r ON r.area = t.area
WHERE t.version IN (SELECT version FROM known)
    AND (t.origin = 'goals' AND t.version >= coalesce(r.since, 0)
        OR t.origin <> 'goals' AND t.version = (SELECT max(version) FROM known))
QUALIFY t.version = max(t.version) OVER (
    PARTITION BY t.origin, t.area, t.target_set, t.plan, t.period_start, t.target_version
);

CREATE OR REPLACE TEMP VIEW s_milestone AS SELECT m.* FROM milestone AS m SEMI JOIN s_target USING (version, target);

CREATE OR REPLACE TEMP VIEW s_retracted AS
SELECT record FROM retraction WHERE recorded_at <= getvariable('as_moment');
CREATE OR REPLACE TEMP VIEW s_judgement AS
SELECT j.* FROM judgement AS j ANTI JOIN s_retracted AS r ON r.record = j.judgement
WHERE j.recorded_at <= getvariable('as_moment');
CREATE OR REPLACE TEMP VIEW s_applicability AS
SELECT a.* FROM applicability AS a ANTI JOIN s_retracted AS r ON r.record = a.answer
WHERE a.recorded_at <= getvariable('as_moment');
