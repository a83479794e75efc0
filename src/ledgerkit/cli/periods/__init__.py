"""Commands on periods: close, reopen, and verify what was closed."""
