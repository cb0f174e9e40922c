-- context: CREATE SCHEMA "Shop";
-- context: CREATE TABLE "Shop"."Customer" ("Id" bigint PRIMARY KEY, "Email" text);
-- why safe: unique, but concurrent and alone
create unique index /* never without */ concurrently
   "Customer_Email_key" on only "Shop"."Customer" (lower("Email"))
   where "Email" is not null;
