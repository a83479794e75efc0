"""What will lie in the accounts, and how sure that is; open `forecast` first."""
