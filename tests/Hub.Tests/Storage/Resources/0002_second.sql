-- min_app: 2
CREATE TABLE second (id INTEGER PRIMARY KEY);
