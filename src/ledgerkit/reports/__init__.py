"""Questions people ask of the books, each answered by one `Table`."""
