-- Which figures a run reads: those of the areas asked for and right below them; of single indicators (a_wanted_of) those of
-- the areas that a target for every town or village speaks of, and of the areas that a target compares with. Of what
-- lies below an area that stands above others with an office: the figures of all areas down to the counties, and below a
-- county (a_under) only what its own figures leave open: a county's figure that can go into a sum is the county's share
-- of the roll-up, whatever its towns say. Where every area is put together from its parts (variable as_rolled): all below.
-- Whatever reads a_series of further areas must add them here.
CREATE OR REPLACE TEMP TABLE a_tree AS
WITH RECURSIVE office AS (
    SELECT parent AS area FROM a_area WHERE level IN ('province', 'city', 'county') AND parent IS NOT NULL
    UNION
    SELECT a.parent FROM office AS o JOIN a_area AS a USING (area) WHERE a.parent IS NOT NULL
), below AS (
    SELECT area, NULL::BIGINT AS county FROM a_asked
    WHERE coalesce(getvariable('as_rolled'), '') = 'every' OR area IN (SELECT area FROM office)
    UNION
    SELECT a.area, coalesce(b.county, CASE WHEN a.level = 'county' AND o.area IS NULL
        AND coalesce(getvariable('as_rolled'), '') <> 'every' THEN a.area END)
    FROM below AS b JOIN a_area AS a ON a.parent = b.area LEFT JOIN (SELECT DISTINCT area FROM office) AS o ON o.area = a.area
)
SELECT area, max(county) AS county FROM below GROUP BY area;

CREATE OR REPLACE TEMP TABLE a_wanted AS
SELECT area FROM a_asked UNION SELECT area FROM a_tree WHERE county IS NULL OR county = area
UNION SELECT a.area FROM a_area AS a SEMI JOIN a_asked AS q ON q.area = a.parent;

CREATE OR REPLACE TEMP TABLE a_under AS
SELECT area, county FROM a_tree WHERE county <> area AND area NOT IN (SELECT area FROM a_wanted);

CREATE OR REPLACE TEMP TABLE a_wanted_of AS
WITH RECURSIVE every_area AS (
    SELECT DISTINCT indicator, every_level(every) AS level FROM a_target WHERE kind = 'every_area' OR every IS NOT NULL
), below AS (
    SELECT a.area, a.level FROM a_asked AS q JOIN a_area AS a ON a.parent = q.area
    WHERE EXISTS (FROM every_area WHERE level IS NOT NULL)
    UNION
    SELECT a.area, a.level FROM below AS b JOIN a_area AS a ON a.parent = b.area
), compared AS (
    SELECT DISTINCT indicator, comparator, comparator_level(comparator) AS level FROM a_target WHERE kind = 'versus'
)
SELECT e.indicator, b.area FROM every_area AS e JOIN below AS b USING (level)
UNION
SELECT c.indicator, a.area FROM compared AS c JOIN a_area AS a ON contains(c.comparator, a.name) OR a.level = c.level;

DELETE FROM a_wanted_of WHERE area IN (SELECT area FROM a_wanted);
