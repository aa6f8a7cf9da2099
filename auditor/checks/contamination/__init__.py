"""Signals that a test was seen before, never proof."""
