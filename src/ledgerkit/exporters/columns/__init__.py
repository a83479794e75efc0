"""The books as columns, for engines that read more than a machine holds.

Begin with `tables`, which says what there is; `duckdb_files` writes it.
"""
