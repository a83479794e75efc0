"""Small errors put into the money rules, to see which of them no test notices."""
