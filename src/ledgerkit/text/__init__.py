"""Untrusted text made safe, and numbers in a locale; open `untrusted` first."""
