"""The opening content: what a fresh site shows, and how it is put there.

``data/*.toml`` holds the texts, ``pictures/`` the drawings. :mod:`entries` reads and checks them,
:mod:`ledger` knows what earlier runs put here, :mod:`loader` does one run with the help of
:mod:`pages` and :mod:`library`. See ``docs/opening-content.md``.
"""
