-- context: CREATE SCHEMA "Shop";
-- context: CREATE TABLE "Shop"."Product" (id bigint PRIMARY KEY, "Title" varchar(20) NOT NULL);
-- why safe: varchar(n) to text rewrites nothing (measured)
alter table "Shop"."Product" alter "Title" set data type text;
