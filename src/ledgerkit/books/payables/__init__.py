"""Bills, approvals, payment runs and purchases as read; open `reading` first."""
