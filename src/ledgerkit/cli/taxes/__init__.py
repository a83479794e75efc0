"""Commands on tax."""
