"""Commands about currencies: `prices` and `revalue`."""
