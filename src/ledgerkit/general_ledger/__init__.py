"""The chart of accounts and its control accounts; open `chart_of_accounts`."""
