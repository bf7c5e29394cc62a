"""Bytes -> cells -> tables -> raw records, every record with its cell."""
