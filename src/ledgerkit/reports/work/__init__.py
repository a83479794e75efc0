"""Reports on work in progress; start at `unbilled`."""
