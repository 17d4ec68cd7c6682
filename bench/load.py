"""Load by ``wrk``: a list of addresses, asked round and round for a while."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .processes import processor_seconds

CONNECTIONS = 8

SCRIPT = """
local requests = {}
local position = 0
function init(arguments)
  for line in io.lines("%(requests)s") do
    local path, etag = line:match("^(%%S+)%%s?(.*)$")
    local headers = {["Host"] = wrk.headers["Host"]}
    if etag ~= "" then headers["If-None-Match"] = etag end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
  position = math.random(#requests)
end
function request()
  position = position %% #requests + 1
  return requests[position]
end
function done(summary, latency, requests)
  io.write(string.format('{"requests": %%d, "microseconds": %%d, "errors": %%d, "median": %%d}\\n',
    summary.requests, summary.duration,
    summary.errors.status + summary.errors.timeout + summary.errors.read + summary.errors.connect,
    latency:percentile(50)))
end
"""


@dataclass(frozen=True)
class Asked:
    """A path, and the entity tag that the client holds already (empty for none)."""

    path: str
    etag: str = ""


@dataclass(frozen=True)
class Sample:
    """One run: requests a second, processor milliseconds and median milliseconds a request."""

    rate: float
    processor: float
    median: float


@dataclass(frozen=True)
class Result:
    """Several runs of the same."""

    samples: tuple[Sample, ...]

    def middle(self, name: str) -> float:
        """Return the median of a measure."""
        return median(getattr(sample, name) for sample in self.samples)

    def spread(self, name: str) -> str:
        """Return the smallest and the largest value of a measure."""
        values = sorted(getattr(sample, name) for sample in self.samples)
        return f"{values[0]:.3g}–{values[-1]:.3g}"


def run(base: str, asked: Sequence[Asked], seconds: int, busy: Callable[[], set[int]]) -> Sample:
    """Ask for some seconds; ``busy`` names the processes whose time counts.

    Raises:
        SystemExit: an answer was an error, or none came.
    """
    with tempfile.TemporaryDirectory() as folder:
        requests, script = Path(folder) / "requests", Path(folder) / "load.lua"
        requests.write_text("".join(f"{one.path} {one.etag}".rstrip() + "\n" for one in asked))
        script.write_text(SCRIPT % {"requests": requests})
        before = processor_seconds(busy())
        output = subprocess.run(  # our own command
            ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), base],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        after = processor_seconds(busy())
    # Of a process that has ended meanwhile, nobody knows.
    used = sum(seconds - before.get(pid, 0.0) for pid, seconds in after.items())
    found = re.search(r'\{"requests".*\}', output)
    told = json.loads(found.group()) if found else {}
    if not told.get("requests") or told["errors"]:
        raise SystemExit(f"The measurement failed at {base}{asked[0].path}:\n{output}")
    return Sample(
        rate=told["requests"] / (told["microseconds"] / 1e6),
        processor=used * 1000 / told["requests"],
        median=told["median"] / 1000,
    )
