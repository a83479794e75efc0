"""ledgerkit's profiles for tables of banks and services, a file for each."""
