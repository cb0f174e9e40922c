-- context: CREATE TABLE product (id bigint PRIMARY KEY, price numeric);
-- why safe: reads, and stops the migration when something is wrong
do $$
begin
  if exists (select 1 from product where price < 0 limit 1) then
    raise exception 'delete from product where price < 0 first';
  end if;
end $$;
