"""Names of stored files: what people wrote, in NFC, as long as file systems take it."""

from __future__ import annotations

from text.characters import clean_file_name


class KeepsNames:
    """A storage that keeps the characters of a name, where Django drops ``（）㈱〜``."""

    def get_valid_name(self, name: str) -> str:
        """Return the name that a file is stored and downloaded under."""
        return clean_file_name(name)
