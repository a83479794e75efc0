"""The commands on quotes; begin with `quote`."""
