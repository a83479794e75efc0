"""What is to be done today: every subject says its part."""
