"""The morning's command."""
