"""Numbers in texts, read as values: digits, kanji, words, dates, hours, shares and scales."""
