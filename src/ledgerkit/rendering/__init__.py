"""Documents for people, as pages and PDF; open `desk` first."""
