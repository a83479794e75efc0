"""Bills that arrive as files, their approval and payment; open `arrived_bills`."""
