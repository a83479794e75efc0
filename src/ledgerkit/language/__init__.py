"""The words of the ledger language: keys, settings, findings; open `vocabulary`."""
