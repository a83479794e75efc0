"""Questions people ask of the books. Each is answered by one Table."""
