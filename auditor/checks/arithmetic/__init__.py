"""What the document alone shows to be wrong."""
