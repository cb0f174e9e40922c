-- why safe: the table is made in the same file, so nobody waits for it
CREATE TABLE loyalty_account (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    points bigint NOT NULL DEFAULT 0
);
CREATE INDEX loyalty_account_points_idx ON loyalty_account (points);
CREATE UNIQUE INDEX ON public.loyalty_account (id, points);
