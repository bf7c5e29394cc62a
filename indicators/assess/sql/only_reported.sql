-- Leaves the cases of areas that have a figure of the indicator by the year judged, or an area directly below
-- that has one (a target for every village is judged of the town, which has no figure of its own); and the cases of areas
-- that are judged by what the areas below add up to.
DELETE FROM a_case AS c WHERE c.area NOT IN (SELECT area FROM a_roll) AND NOT EXISTS (
    WITH held AS (SELECT DISTINCT indicator, area FROM a_series WHERE value IS NOT NULL)
    SELECT 1 FROM held AS h JOIN a_area AS a USING (area)
    WHERE h.indicator = c.indicator AND (h.area = c.area OR a.parent = c.area)
);
