"""Products to hand in: docx and xlsx."""
