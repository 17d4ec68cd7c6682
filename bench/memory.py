"""Measures the translation memory: how fast it answers, and whether with the best there is.

The corpus is made up, the same one each time: words by Zipf's law, in English and in Japanese
letters. Each question is one of its texts with one character in eight changed. The best answer is
what a comparison with every single text finds.

    make bench-memory
    python -m bench.memory --segments 100000 --postgres postgres://postgres@127.0.0.1/postgres
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from pathlib import Path
from urllib.parse import urlsplit

DATABASE = "hashi_bench_memory"
SEED = 14
VOCABULARY = 8000
LETTERS = {"en": "etaoinshrdlucmfwypvbgk", "ja": "都市協力環境低炭素計画事業国際支援省庁水道技術"}
#: What one character in eight is changed to.
CHANGED = 8
ASKED = 100
#: Words of two characters and more, asked for in Japanese.
CONCORDANCE = 20


class Corpus:
    """Made-up texts in one language."""

    def __init__(self, locale: str, seed: int) -> None:
        self.random = random.Random(seed)
        self.letters = LETTERS[locale]
        self.between = " " if locale == "en" else ""
        longest = 9 if locale == "en" else 3
        self.words = [
            "".join(self.random.choices(self.letters, k=self.random.randint(2, longest)))
            for _number in range(VOCABULARY)
        ]
        self.weights = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))

    def text(self) -> str:
        """Return a text of some fifty characters."""
        count = self.random.randint(5, 12) if self.between else self.random.randint(12, 30)
        return self.between.join(self.random.choices(self.words, cum_weights=self.weights, k=count))

    def changed(self, text: str) -> str:
        """Return a text with one character in eight replaced."""
        letters = list(text)
        for at in self.random.sample(range(len(letters)), max(1, len(letters) // CHANGED)):
            letters[at] = self.random.choice(self.letters)
        return "".join(letters)


def milliseconds(durations: Sequence[float]) -> str:
    """Half of the questions, and 95 of 100, took at most so long."""
    high = statistics.quantiles(durations, n=20)[-1]
    return f"{statistics.median(durations):6.1f} ms, 95 of 100 within {high:6.1f} ms"


def timed(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def measure(segments: int) -> None:
    """Fill an empty memory and ask it."""
    from django.core.management import call_command
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import extractOne

    from translation.memory import lookup, store
    from translation.memory.folding import folded_text

    call_command("migrate", "translation", verbosity=0)
    corpora = {"ja": Corpus("ja", SEED), "en": Corpus("en", SEED + 1)}
    texts = {
        locale: [corpus.text() for _n in range(segments)] for locale, corpus in corpora.items()
    }

    def entries() -> Iterator[store.MemoryEntry]:
        for number, (source, target) in enumerate(zip(texts["ja"], texts["en"], strict=True), 1):
            yield store.MemoryEntry(
                "ja", "en", source, target, page=1 + number // 100, path=str(number)
            )

    seconds = timed(lambda: store.store(entries())) / 1000
    print(f"  filled with {segments} translations in {seconds:.0f} s")
    for locale, other in (("ja", "en"), ("en", "ja")):
        corpus = corpora[locale]
        questions = [corpus.changed(text) for text in corpus.random.sample(texts[locale], ASKED)]
        lookup.matches(questions[0], locale, other)
        durations, whole_durations, best = [], [], 0
        whole = [folded_text(text) for text in texts[locale]]
        for question in questions:
            began = time.perf_counter()
            found = lookup.matches(question, locale, other)
            durations.append((time.perf_counter() - began) * 1000)
            words = folded_text(question)
            began = time.perf_counter()
            ideal = extractOne(words, whole, scorer=Indel.normalized_similarity)[1]
            whole_durations.append((time.perf_counter() - began) * 1000)
            reached = Indel.normalized_similarity(words, folded_text(found[0].text)) if found else 0
            best += reached >= ideal
        ratio = statistics.median(durations) / statistics.median(whole_durations)
        print(
            f"  {locale}: {milliseconds(durations)}, best match in {best} of {ASKED}; "
            f"{ratio:.2f} of the time that comparing with every text takes"
        )
    parts = [text[:size] for size in (2, 4) for text in texts["ja"][: CONCORDANCE // 2]]
    durations = [timed(partial(lookup.concordance, part, "ja", "en")) for part in parts]
    print(f"  concordance, Japanese words of two and four characters: {milliseconds(durations)}")


def run(address: str, segments: int) -> None:
    """Measure on a database of its own, in a process of its own."""
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "cms.settings"}
    command = [sys.executable, "-m", "bench.memory", "--here", "--segments", str(segments)]
    subprocess.run(command, env=environment, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--segments", type=int, default=100_000)
    parser.add_argument("--postgres", help="a database of a server that may create others")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        import django

        django.setup()
        measure(options.segments)
        return
    with tempfile.TemporaryDirectory() as folder:
        print("SQLite", flush=True)
        run(f"sqlite:///{Path(folder) / 'memory.sqlite3'}", options.segments)
    if options.postgres:
        print("PostgreSQL", flush=True)
        own = urlsplit(options.postgres)._replace(path=f"/{DATABASE}").geturl()
        ask = ["psql", "-q", options.postgres, "-c"]
        subprocess.run([*ask, f"DROP DATABASE IF EXISTS {DATABASE}"], check=True)
        subprocess.run([*ask, f"CREATE DATABASE {DATABASE}"], check=True)
        try:
            run(own, options.segments)
        finally:
            subprocess.run([*ask, f"DROP DATABASE IF EXISTS {DATABASE}"], check=True)


if __name__ == "__main__":
    main()
