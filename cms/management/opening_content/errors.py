"""What can be wrong with the opening content."""


class OpeningContentError(Exception):
    """The data cannot be loaded; the message names the file or entry, the field and the reason."""
