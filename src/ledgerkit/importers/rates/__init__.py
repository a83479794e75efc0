"""Rates of exchange as banks publish them: the ECB's files; `read` opens any."""
