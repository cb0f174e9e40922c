-- context: CREATE TABLE customer (id bigint PRIMARY KEY);
-- why safe: all constraints are on a table made in the same file
CREATE TABLE complaint (id bigint, customer_id bigint, text text);
ALTER TABLE complaint ADD PRIMARY KEY (id);
ALTER TABLE complaint ADD CONSTRAINT complaint_text_key UNIQUE (text);
ALTER TABLE ONLY complaint ADD CONSTRAINT complaint_customer_fk FOREIGN KEY (customer_id) REFERENCES customer (id);
ALTER TABLE public.complaint ALTER COLUMN text SET NOT NULL;
