-- The assessment's inputs over a store; the small ones are tables, because they are read many times over.
-- Variables: as_year (the year judged), as_since (judged are the years from it to as_year), as_area (its key or NULL for every area that has a target of its own),
-- as_below (how many levels below it too).
CREATE OR REPLACE TEMP TABLE a_indicator AS
SELECT indicator, code, name, plan, domain, unit, direction, multiplier, lower_limit, upper_limit, frequency,
    random_events, lead, ordinal
FROM known_indicator;

CREATE OR REPLACE TEMP TABLE a_chapter AS SELECT DISTINCT indicator, plan, domain FROM current_indicator;

-- Without areas that were closed by then or not yet there (their figures stand with those that followed them).
CREATE OR REPLACE TEMP TABLE a_area AS
SELECT area, name, path, level, parent FROM current_area
WHERE getvariable('as_year') BETWEEN coalesce(first_year, 0) AND coalesce(last_year, 9999)
    OR area = getvariable('as_area');

CREATE OR REPLACE TEMP TABLE a_breakdown AS SELECT DISTINCT breakdown, text FROM breakdown WHERE breakdown <> 0;

CREATE OR REPLACE TEMP TABLE a_target AS
SELECT target, parent, target_set, plan, indicator, area AS scope, period_start, period_end, target_version,
    in_force_from, phrase, kind, direction, base_year, base_value, change_amount, change_unit, change_per_year, hold,
    every, breakdown, comparator, cumulative, lead, ordinal
FROM s_target;

CREATE OR REPLACE TEMP TABLE a_judgement AS
SELECT indicator, area, year, plan, target_set, verdict, evidence, file, recorded_by AS said_by, recorded_at AS said_at,
    row_number() OVER (ORDER BY judgement) AS turn
FROM s_judgement;

CREATE OR REPLACE TEMP TABLE a_applies AS
SELECT indicator, area, year, plan, target_set, applies, reason, row_number() OVER (ORDER BY answer) AS turn
FROM s_applicability;

-- The areas asked for: one, with what lies below it, or every area that a plan was made for.
CREATE OR REPLACE TEMP TABLE a_asked AS
WITH RECURSIVE below AS (
    SELECT area, 0 AS depth FROM a_area
    WHERE area = getvariable('as_area')
        OR getvariable('as_area') IS NULL AND (area IN (SELECT scope FROM a_target)
            OR parent IS NULL AND NOT EXISTS (SELECT 1 FROM a_target AS t JOIN a_area AS a ON a.area = t.scope))
    UNION
    SELECT a.area, b.depth + 1 FROM below AS b JOIN a_area AS a ON a.parent = b.area
    WHERE b.depth < getvariable('as_below')
)
SELECT DISTINCT area FROM below;

-- Whose plans hold an area: its own, and those of the areas above it.
CREATE OR REPLACE TEMP TABLE a_holds AS
WITH RECURSIVE above AS (
    SELECT area, area AS holder FROM a_asked
    UNION ALL
    SELECT b.area, a.parent FROM above AS b JOIN a_area AS a ON a.area = b.holder WHERE a.parent IS NOT NULL
)
SELECT area, holder FROM above;

-- The plans of others judge nobody here: of a hundred districts' targets a district's run keeps its own and those above.
DELETE FROM a_target WHERE scope NOT IN (SELECT holder FROM a_holds);

CREATE OR REPLACE TEMP TABLE a_milestone AS
SELECT m.target, m.ordinal, m.year, m.op, m.value, m.unit FROM s_milestone AS m SEMI JOIN a_target AS t ON t.target = m.target;

CREATE OR REPLACE TEMP TABLE a_case AS
WITH judged AS (
    SELECT unnest(generate_series(getvariable('as_since'), getvariable('as_year')))::INTEGER AS year
), in_force AS (
    SELECT y.year, t.target, t.indicator, t.scope
    FROM a_target AS t JOIN judged AS y ON t.in_force_from <= y.year AND t.period_start <= y.year
    WHERE t.parent IS NULL
        -- a plan or programme that has run out judges on only until the same area's next one begins
        AND (t.period_end >= y.year OR (y.year, t.scope, t.plan) NOT IN (
            SELECT (later.year, running.scope, running.plan)
            FROM a_target AS running JOIN judged AS later
                ON later.year BETWEEN running.period_start AND running.period_end))
    -- the newest period, and in it the newest wording
    QUALIFY rank() OVER (
        PARTITION BY y.year, t.scope, t.target_set, t.plan, t.indicator
        ORDER BY t.period_start DESC, t.in_force_from DESC
    ) = 1
), held AS (
    SELECT t.year, t.target, t.indicator, h.area FROM in_force AS t JOIN a_holds AS h ON h.holder = t.scope
)
SELECT row_number() OVER () AS case_id, target, indicator, area, year
FROM held;

-- Areas judged by what the areas below add up to where they have no figure of their own: those that stand above others
-- with an office (variable as_rolled: 'seats'), or every area asked for ('every'). Empty in a store of one county.
CREATE OR REPLACE TEMP TABLE a_roll AS
WITH RECURSIVE above AS (
    SELECT parent AS area FROM a_area WHERE level IN ('province', 'city', 'county') AND parent IS NOT NULL
    UNION
    SELECT a.parent FROM above AS b JOIN a_area AS a USING (area) WHERE a.parent IS NOT NULL
)
SELECT area FROM a_asked
WHERE getvariable('as_rolled') = 'every' OR area IN (SELECT area FROM above);

-- What the plan of an area above another office is called there (示例省规划): beside the own plan's 本级规划 no second one.
CREATE OR REPLACE TEMP TABLE a_set AS
WITH RECURSIVE climb AS (
    SELECT a.area, a.area AS place, a.level, a.parent FROM a_area AS a SEMI JOIN a_asked USING (area)
    UNION ALL
    SELECT c.area, a.area, a.level, a.parent FROM climb AS c JOIN a_area AS a ON a.area = c.parent
    WHERE c.level NOT IN ('province', 'city', 'county')
), seat AS (
    SELECT area, place FROM climb WHERE level IN ('province', 'city', 'county') OR parent IS NULL
), higher AS (
    SELECT s.area, a.parent AS scope FROM seat AS s JOIN a_area AS a ON a.area = s.place WHERE a.parent IS NOT NULL
    UNION ALL
    SELECT h.area, a.parent FROM higher AS h JOIN a_area AS a ON a.area = h.scope WHERE a.parent IS NOT NULL
)
SELECT h.area, h.scope, a.name || '规划' AS shown FROM higher AS h JOIN a_area AS a ON a.area = h.scope;
