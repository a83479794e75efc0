"""Pictures made of tables; open `band` first."""
