"""Plans of assets, loans, prepaid expenses and accruals; begin with `schedule`."""
