"""Measurements: ``make bench`` prints them, the README quotes them."""
