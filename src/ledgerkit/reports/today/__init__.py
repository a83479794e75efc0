"""The morning's questions: where we stand, and what is to be done."""
