"""Raw records -> clean observations and findings."""
