"""Documents: lines, tax, discounts and numbers; open `invoice` first."""
