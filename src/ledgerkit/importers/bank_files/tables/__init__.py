"""CSV and spreadsheets of banks; open `read` first."""
