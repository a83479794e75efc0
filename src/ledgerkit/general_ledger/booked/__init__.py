"""Entries as other programs take them, in coins and balanced; begin with `entry`."""
