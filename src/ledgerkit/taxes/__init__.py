"""Tax: what postings with a tax code come to in the boxes of a return."""
