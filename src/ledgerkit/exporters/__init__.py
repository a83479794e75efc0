"""Tables out: each module renders a `ledgerkit.table.Table` in one format."""
