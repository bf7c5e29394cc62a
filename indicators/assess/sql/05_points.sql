-- One row per series, filled by points.sql.
CREATE OR REPLACE TEMP TABLE j_points (
    indicator BIGINT, area BIGINT, breakdown BIGINT, gaps STRUCT(y INTEGER, m VARCHAR)[],
    counts STRUCT(y INTEGER, n DOUBLE, d DOUBLE)[], pts STRUCT(y INTEGER, o INTEGER, v DOUBLE, d INTEGER)[]
);
