"""What we owe and pay; open `spend` first."""
