"""A bank statement, its lines and our accounts of money; open `statement` first."""
