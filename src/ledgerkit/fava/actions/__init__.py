"""What can be done in the browser: form, draft, diff, write; open `action` first."""
