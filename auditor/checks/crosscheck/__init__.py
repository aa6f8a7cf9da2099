"""Claims against others and against themselves."""
