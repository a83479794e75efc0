"""Closing and reopening a period, in `close`; what schedules come to."""
