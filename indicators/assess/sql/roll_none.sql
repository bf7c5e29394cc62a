-- Nothing is rolled up.
CREATE OR REPLACE TEMP TABLE j_roll (
    indicator BIGINT, area BIGINT, breakdown BIGINT, year INTEGER, way VARCHAR, decimals INTEGER, numerator DOUBLE,
    denominator DOUBLE, figures BIGINT, asked BIGINT, reported BIGINT, partly BIGINT, uncounted BIGINT, covered DOUBLE,
    own DOUBLE, own_decimals INTEGER, level VARCHAR, value DOUBLE, counts BOOLEAN, differs BOOLEAN
);
