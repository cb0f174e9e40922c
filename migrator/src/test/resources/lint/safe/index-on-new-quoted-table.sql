-- context: CREATE SCHEMA "Shop";
-- why safe: the quoted table is made in the same file
Create Table If Not Exists "Shop"."Line Item" ( "Id" bigint primary key, "Order Id" bigint not null );
Create Index "Line Item by Order" On "Shop" . "Line Item" ( "Order Id" );
