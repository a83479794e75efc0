"""Reading quotes and what is invoiced of them; begin with `reading`."""
