"""The only code that opens a ledger for writing; open `writer` first."""
