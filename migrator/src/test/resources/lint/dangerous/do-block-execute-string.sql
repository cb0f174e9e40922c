-- context: CREATE TABLE person (id bigint PRIMARY KEY, nick text);
-- expect: the string that the DO block executes drops a table
do language plpgsql $migration$
declare
    name text := 'person';
begin
    execute format('DROP TABLE %I', name);
end
$migration$;
