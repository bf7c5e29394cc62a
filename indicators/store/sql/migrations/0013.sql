-- Schema version 13: several offices in one store. Rules as before.

-- Whose register, years and locks a row belongs to: an area with an office of its own (`seat`), NULL for the district
-- that the store was made for.
ALTER TABLE unit ADD COLUMN seat BIGINT;
ALTER TABLE unit_alias ADD COLUMN seat BIGINT;
ALTER TABLE reporting_year ADD COLUMN seat BIGINT;
ALTER TABLE unit_lock ADD COLUMN seat BIGINT;
