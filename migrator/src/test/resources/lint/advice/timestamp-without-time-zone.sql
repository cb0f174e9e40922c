-- expect: the offset of what is written is silently thrown away
CREATE TABLE visit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamp NOT NULL DEFAULT now());
