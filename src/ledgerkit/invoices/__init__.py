"""What a document says: lines, tax, discounts and its number; open `invoice` first."""
