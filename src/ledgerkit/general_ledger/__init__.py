"""What each account is for, and that subledgers agree; open `chart_of_accounts`."""
