"""Data that travel: long CSV, data packages (out and back in), the results workbook."""
