"""Readers of the text that each format of files shows its readers; they know no database."""
