"""The papers of the office: what each says, from data objects alone, with every number's source."""
