"""OFX and QFX; open `ofx` first."""
