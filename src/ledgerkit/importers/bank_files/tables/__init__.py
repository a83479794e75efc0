"""CSV and spreadsheets of banks; open `tables` first."""
