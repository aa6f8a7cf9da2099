"""The database in a browser: what Datasette is told of it, and the pages that lead from a finding to its source."""
