"""Writing: a request becomes directives a person would have written; open `change`."""
