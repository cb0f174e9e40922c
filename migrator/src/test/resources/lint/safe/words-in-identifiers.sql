-- why safe: the dangerous words are names
CREATE TABLE "DROP TABLE customer" (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    "delete" boolean NOT NULL DEFAULT false,
    "truncate" text,
    "rename to" text
);
CREATE INDEX ON "DROP TABLE customer" ("delete");
