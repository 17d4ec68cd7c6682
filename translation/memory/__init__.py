"""The translation memory: what has been translated before, found again by what is like it."""
