"""Paying bills: whether, when and how; open `propose_payments` first."""
