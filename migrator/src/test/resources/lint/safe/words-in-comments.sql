-- context: CREATE TABLE customer (id bigint PRIMARY KEY);
-- why safe: the dangerous words are in comments only
-- DROP TABLE customer;
/* We used to
   TRUNCATE customer;
   /* and even DELETE FROM customer; */
   ALTER TABLE customer DROP COLUMN id;
*/
ALTER TABLE customer /* RENAME TO client */ ADD COLUMN note text; -- UPDATE customer SET note = '';
