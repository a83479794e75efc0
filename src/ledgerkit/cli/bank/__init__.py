"""Commands on bank and cash; open `bank` first."""
