"""The termbase's files, and its terms found in a text."""
