-- context: CREATE TABLE customer (id bigint PRIMARY KEY, tier text);
-- expect: WHERE true is no condition: every row is rewritten and locked
Update Only customer As c
   Set tier = 'basic'
 Where TRUE;
