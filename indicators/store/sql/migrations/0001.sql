-- Schema version 1, frozen: what comes later goes into the next numbered file.
-- Append-only: no primary keys, no sequences, no updates, so that the same tables live in a DuckDB file
-- and in DuckLake. Dimension keys are 63-bit hashes of the identity (an area's path, an indicator's code),
-- so that two writers give the same key to the same thing.
-- `change` is the UUIDv7 of the write that recorded a row: where a thing is recorded again, the record
-- with the greatest `change` counts. Times are UTC.

CREATE TABLE store_meta (
    schema_version INTEGER, app_version VARCHAR, views VARCHAR, recorded_at TIMESTAMP
);
-- Every write, one row: what it was (areas, catalog, submission, withdrawal, setting) and its number.
CREATE TABLE journal (
    change UUID, kind VARCHAR, ref VARCHAR, recorded_at TIMESTAMP, recorded_by VARCHAR
);
CREATE TABLE setting (
    change UUID, name VARCHAR, value VARCHAR, recorded_at TIMESTAMP, recorded_by VARCHAR
);
CREATE TABLE area (
    change UUID, area BIGINT, code VARCHAR, name VARCHAR, path VARCHAR, parent BIGINT, level VARCHAR, kind VARCHAR,
    ordinal INTEGER, valid_from DATE, valid_to DATE, recorded_at TIMESTAMP
);
CREATE TABLE catalog_version (
    version INTEGER, source VARCHAR, sha256 VARCHAR, recorded_at TIMESTAMP, recorded_by VARCHAR
);
-- One row per indicator, catalogue version and plan (an indicator of both plans has two rows). `origin`:
-- catalog, or goals where a district's plan defined it for itself.
CREATE TABLE indicator (
    version INTEGER, indicator BIGINT, code VARCHAR, name VARCHAR, plan VARCHAR, domain VARCHAR,
    ordinal INTEGER, unit VARCHAR, direction VARCHAR, numerator VARCHAR, denominator VARCHAR,
    multiplier DOUBLE, lower_limit DOUBLE, upper_limit DOUBLE, decimals INTEGER, frequency VARCHAR,
    random_events BOOLEAN, sensitive BOOLEAN, lead VARCHAR, coop VARCHAR, origin VARCHAR,
    definition VARCHAR
);
-- Every code by which an indicator is or was known, so that figures follow it through a renaming.
CREATE TABLE indicator_code (version INTEGER, code VARCHAR, indicator BIGINT);
-- What a plan asks. `parent` joins the parts of a split or compound to the whole; `breakdown` is the
-- part's (城市). `target_version` names the wording (规划2021 / 中期调整2025); the newest one in force counts.
-- `origin` says whether it came with the catalogue (catalog) or with a district's plan (goals).
CREATE TABLE target (
    version INTEGER, target BIGINT, parent BIGINT, target_set VARCHAR, plan VARCHAR, indicator BIGINT, area BIGINT,
    period_start INTEGER, period_end INTEGER, target_version VARCHAR, in_force_from INTEGER,
    origin VARCHAR, phrase VARCHAR, kind VARCHAR, direction VARCHAR, base_year INTEGER, base_value DOUBLE,
    change_amount DOUBLE, change_upper DOUBLE, change_unit VARCHAR, change_per_year BOOLEAN, hold BOOLEAN,
    every VARCHAR, breakdown VARCHAR, comparator VARCHAR, condition VARCHAR, cumulative BOOLEAN,
    parsed VARCHAR, source VARCHAR, grade VARCHAR, lead VARCHAR, coop VARCHAR, ordinal INTEGER
);
-- `year` is filled in from the period's end where the phrase names none.
CREATE TABLE milestone (
    version INTEGER, target BIGINT, ordinal INTEGER, year INTEGER, op VARCHAR, value DOUBLE, unit VARCHAR, text VARCHAR
);
CREATE TABLE breakdown (breakdown BIGINT, text VARCHAR); -- 0 is the whole; text is canonical JSON
-- `submission` is a UUIDv7: later ones are greater.
CREATE TABLE submission (
    submission UUID, file VARCHAR, sha256 VARCHAR, size BIGINT, unit VARCHAR, uploader VARCHAR,
    area BIGINT, year INTEGER, accepted INTEGER, blocked INTEGER, note VARCHAR, reader VARCHAR,
    answers VARCHAR, recorded_at TIMESTAMP
);
CREATE TABLE file_bytes (sha256 VARCHAR, bytes BLOB, recorded_at TIMESTAMP);
-- `period` is the hash of `period_label`, 0 where there is none; `file` is the member of an archive, else
-- null; `text` is the figure as reported.
CREATE TABLE observation (
    submission UUID, rec INTEGER, indicator BIGINT, area BIGINT, year SMALLINT, breakdown BIGINT,
    period BIGINT, as_of DATE, period_label VARCHAR, value DOUBLE, text VARCHAR, decimals TINYINT,
    numerator DOUBLE, denominator DOUBLE, qualifier VARCHAR, missing VARCHAR,
    file VARCHAR, sheet VARCHAR, cell VARCHAR, raw VARCHAR, flags VARCHAR
);
CREATE TABLE finding (
    submission UUID, rec INTEGER, code VARCHAR, severity VARCHAR, file VARCHAR, sheet VARCHAR, cell VARCHAR,
    indicator VARCHAR, area VARCHAR, year INTEGER, message VARCHAR, hint VARCHAR, value VARCHAR
);
CREATE TABLE explanation (
    submission UUID, finding VARCHAR, text VARCHAR, recorded_by VARCHAR, recorded_at TIMESTAMP
);
CREATE TABLE withdrawal (
    submission UUID, reason VARCHAR, recorded_by VARCHAR, recorded_at TIMESTAMP
);
