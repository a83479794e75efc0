"""Reports: questions asked of the books, each answered by one `Table`."""
