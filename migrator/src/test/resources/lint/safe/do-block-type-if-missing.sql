-- why safe: makes a type when it is missing
DO $do$ BEGIN
    CREATE TYPE colour AS ENUM ('red', 'blue');
EXCEPTION WHEN duplicate_object THEN
    RAISE NOTICE 'nothing to do; no DROP TYPE needed';
END $do$;
