-- context: CREATE TABLE customer (id bigint PRIMARY KEY);
-- context: CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL);
-- why safe: NOT VALID only writes the catalogue; both locks are held for a moment
alter table if exists only public.orders
  add constraint "orders_customer_fk" foreign key (customer_id)
      references public.customer (id) on delete cascade
      not valid;
