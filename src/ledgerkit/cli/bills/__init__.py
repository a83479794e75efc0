"""Commands on bills and their payment; open `bill` first."""
