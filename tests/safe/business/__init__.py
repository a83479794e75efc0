"""Years of business, played through the doors and reckoned a second time."""
