-- context: CREATE SCHEMA "Shop";
-- context: CREATE TABLE "Shop"."old basket" (id bigint PRIMARY KEY);
-- expect: the table and its data are lost
DROP TABLE IF EXISTS "Shop"."old basket";
