"""Scores without their price."""
