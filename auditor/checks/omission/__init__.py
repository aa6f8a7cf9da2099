"""What is not there, or put where few look."""
