"""Address books of other programs: vCards and tables, bytes in and entries out."""
