-- why safe: everything is in a schema made in the same file
CREATE SCHEMA trial;
CREATE TABLE trial.one (id bigint PRIMARY KEY);
CREATE TABLE trial.two (id bigint PRIMARY KEY REFERENCES trial.one);
ALTER SCHEMA trial RENAME TO attempt;
DROP SCHEMA attempt CASCADE;
