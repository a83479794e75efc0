"""Filed returns: their rules, what they counted, and what settles them."""
