"""Numbers that do not come from the same test."""
