"""Hours and expenses in the books, and what charges them; start at `reading`."""
