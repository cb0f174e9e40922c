-- context: CREATE SCHEMA billing;
-- context: CREATE TABLE billing."Event" (id bigint PRIMARY KEY, "payLoad" json);
-- expect: json to jsonb rewrites the table under an access exclusive lock
ALTER TABLE billing."Event"
  ALTER COLUMN "payLoad" DROP DEFAULT,
  ALTER COLUMN "payLoad" TYPE jsonb USING "payLoad"::jsonb;
