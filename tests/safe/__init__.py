"""The campaign: what fails or dies while books are written, and what comes of it."""
