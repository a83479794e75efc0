"""The general ledger: what each account is for, and whether subledgers agree."""
