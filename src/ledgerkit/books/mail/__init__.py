"""What was sent by e-mail, and to whom it goes; open `sent` first."""
