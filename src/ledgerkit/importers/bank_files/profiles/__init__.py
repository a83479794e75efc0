"""What ledgerkit knows of banks' and services' tables, a file for each."""
