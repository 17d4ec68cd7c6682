"""Text as search understands it: pure functions, the same for what is indexed and what is asked.

Nothing here knows Django or a database. :mod:`.folding` makes spellings of the same characters one,
:mod:`.segmentation` finds Japanese words, :mod:`.latin` English ones, :mod:`.terms` turns a text
into the terms of an index and :mod:`.questions` what somebody typed into what has to match.
"""

from importlib.metadata import version

#: Changes with everything that changes terms: an index made by another one has to be rebuilt.
ANALYSER_VERSION = f"5-{version('sudachidict_core')}"
