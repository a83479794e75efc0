"""Templates, deferrals, reminders and allowances as read; open `reminders` first."""
