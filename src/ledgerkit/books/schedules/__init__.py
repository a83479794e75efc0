"""Schedules: directives -> entries; begin with `reading`."""
