"""Records into one SQLite file and out again; named questions to it."""
