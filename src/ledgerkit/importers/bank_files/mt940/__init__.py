"""SWIFT MT940; open `mt940` first."""
