-- Schema version 3: the office's year. Records only, as before; of several records of one thing the one
-- with the greatest `change` counts.

-- The register of responsible units with their liaisons. `area`: the town whose unit it is, else null.
CREATE TABLE unit (
    change UUID, unit BIGINT, name VARCHAR, liaison VARCHAR, telephone VARCHAR, area BIGINT, note VARCHAR,
    active BOOLEAN, ordinal INTEGER, recorded_at TIMESTAMP, recorded_by VARCHAR
);
-- Another name of a unit in plans and files; a null unit takes the name back.
CREATE TABLE unit_alias (change UUID, alias VARCHAR, unit BIGINT, recorded_at TIMESTAMP, recorded_by VARCHAR);
-- What a unit owes beside what the plans name it for (owed), or does not owe although they do (not owed).
CREATE TABLE duty (
    change UUID, unit BIGINT, indicator BIGINT, owed BOOLEAN, reason VARCHAR, recorded_at TIMESTAMP,
    recorded_by VARCHAR
);
-- Steps of a reporting year: opened, deadline (moved), closed, reopened.
CREATE TABLE reporting_year (
    change UUID, year INTEGER, event VARCHAR, deadline DATE, reason VARCHAR, recorded_at TIMESTAMP,
    recorded_by VARCHAR
);
-- What a unit says of its own work in a year.
CREATE TABLE self_assessment (
    change UUID, unit BIGINT, year INTEGER, text VARCHAR, recorded_at TIMESTAMP, recorded_by VARCHAR
);
-- Figures that contradict an accepted one and wait for a decision; columns as in `observation`, then the
-- record they contradict.
CREATE TABLE held_observation (
    submission UUID, rec INTEGER, indicator BIGINT, area BIGINT, year SMALLINT, breakdown BIGINT,
    period BIGINT, as_of DATE, period_label VARCHAR, value DOUBLE, text VARCHAR, decimals TINYINT,
    numerator DOUBLE, denominator DOUBLE, qualifier VARCHAR, missing VARCHAR,
    file VARCHAR, sheet VARCHAR, cell VARCHAR, raw VARCHAR, flags VARCHAR,
    against UUID, against_rec INTEGER
);
-- What was decided of a held figure: outcome is new or old; `adopted` is the submission that made the new
-- one count (its withdrawal opens the conflict again).
CREATE TABLE decision (
    change UUID, submission UUID, rec INTEGER, outcome VARCHAR, reason VARCHAR, adopted UUID,
    recorded_at TIMESTAMP, recorded_by VARCHAR
);
-- Where a record that came from no file of its own came from: an adopted figure, or one carried over to
-- another area when areas were renamed, merged or split. Several rows where several went into it.
CREATE TABLE lineage (submission UUID, rec INTEGER, origin UUID, origin_rec INTEGER);
-- A change of areas: kind is rename, merge, split or move; one row for each pair of old and new area.
CREATE TABLE area_event (
    change UUID, kind VARCHAR, happened DATE, source BIGINT, target BIGINT, note VARCHAR, submission UUID,
    recorded_at TIMESTAMP, recorded_by VARCHAR
);
-- A file whose bytes were removed for good: what stays of it.
CREATE TABLE purge (
    change UUID, submission UUID, file VARCHAR, sha256 VARCHAR, size BIGINT, reason VARCHAR,
    recorded_at TIMESTAMP, recorded_by VARCHAR
);
