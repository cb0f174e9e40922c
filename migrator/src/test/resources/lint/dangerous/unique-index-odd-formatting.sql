-- context: CREATE SCHEMA "Shop";
-- context: CREATE TABLE "Shop"."Customer" ("Id" bigint PRIMARY KEY, "Email" text);
-- expect: unique index on an existing table is not built concurrently, so writes are blocked
create
  unique   index
  if not exists "Customer_Email_key"
    on "Shop"."Customer"
 using btree ( lower( "Email" ) )
 where "Email" is not null
;
