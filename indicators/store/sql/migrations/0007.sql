-- Schema version 7: boundaries of areas for maps. Rules as before; a file is taken back by a row of `retraction`.

-- A boundary file as it was given; `sha256` leads to its bytes in file_bytes.
CREATE TABLE boundary_file (
    boundaries UUID, file VARCHAR, sha256 VARCHAR, size BIGINT, areas INTEGER, recorded_at TIMESTAMP,
    recorded_by VARCHAR
);
-- The shape of an area in that file: coordinates of a GeoJSON MultiPolygon, in degrees, longitude first. Of
-- several files that stand the last one with the area counts.
CREATE TABLE boundary (boundaries UUID, area BIGINT, shape VARCHAR);
