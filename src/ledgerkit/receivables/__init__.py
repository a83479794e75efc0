"""What is owed to us: terms kept, credit control, statements and reminders."""
