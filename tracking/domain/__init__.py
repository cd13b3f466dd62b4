"""The rules, in plain Python: nothing here knows of a database, a queue or the web."""
