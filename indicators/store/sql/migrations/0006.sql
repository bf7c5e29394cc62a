-- Schema version 6: remarks on a year of a series. Rules as before; one is taken back by a row of `retraction`.

-- What happened to a figure's meaning or making in a year (kind: method, epidemic, other), as the charts show it.
-- `indicator` is null where the remark holds for every indicator of the area.
CREATE TABLE annotation (
    annotation UUID, indicator BIGINT, area BIGINT, year INTEGER, kind VARCHAR, text VARCHAR,
    recorded_at TIMESTAMP, recorded_by VARCHAR
);
