-- Which figures a run reads: those of the areas asked for and right below them; everything below an area that stands
-- above others with an office, or where every area is put together from its parts (variable as_rolled); of single
-- indicators (a_wanted_of) those of the areas that a target for every town or village speaks of, and of the areas that
-- a target compares with. Whatever reads a_series of further areas must add them here.
CREATE OR REPLACE TEMP TABLE a_wanted AS
WITH RECURSIVE office AS (
    SELECT parent AS area FROM a_area WHERE level IN ('province', 'city', 'county') AND parent IS NOT NULL
    UNION
    SELECT a.parent FROM office AS o JOIN a_area AS a USING (area) WHERE a.parent IS NOT NULL
), below AS (
    SELECT area FROM a_asked WHERE coalesce(getvariable('as_rolled'), '') = 'every' OR area IN (SELECT area FROM office)
    UNION
    SELECT a.area FROM below AS b JOIN a_area AS a ON a.parent = b.area
)
SELECT area FROM a_asked UNION SELECT area FROM below
UNION SELECT a.area FROM a_area AS a SEMI JOIN a_asked AS q ON q.area = a.parent;

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
