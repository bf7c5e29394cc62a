"""How an indicator is judged: one SQL definition, run where the data are."""
