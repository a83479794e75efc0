"""Exports of timers: Toggl, Harvest and Clockify; start at `read`."""
