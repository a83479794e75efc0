"""Other programs' files -> values that books can be written from."""
