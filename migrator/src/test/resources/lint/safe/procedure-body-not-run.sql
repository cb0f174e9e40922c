-- context: CREATE TABLE outbox (id bigint PRIMARY KEY, sent_at timestamptz);
-- why safe: the procedure is only made
create procedure rebuild() language sql as 'delete from outbox';
comment on procedure rebuild() is 'CALL rebuild() drops everything';
