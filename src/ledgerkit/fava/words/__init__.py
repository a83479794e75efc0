"""The pages in other languages than English; open `page_words` first."""
