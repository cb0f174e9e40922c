-- expect: char(n) pads with blanks and compares without them
CREATE TABLE country (code char(2) PRIMARY KEY, name varchar(40));
