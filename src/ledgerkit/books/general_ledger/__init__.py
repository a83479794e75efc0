"""The general ledger as it is read from directives; open `reading` first."""
