"""What the size of a test can and cannot tell apart."""
