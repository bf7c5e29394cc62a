"""Who may come in: passwords, sign-ins, the gate before every page."""
