"""Budgets, and statements whose columns are no periods; begin with `columns`."""
