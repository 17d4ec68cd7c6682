"""Each dependency has its reason on a page, and a licence that goes with ours (BSD-3-Clause)."""

from __future__ import annotations

import json
import re
from importlib.metadata import metadata

import pytest

from .house import PROJECT

PAGE = (PROJECT / "docs" / "dependencies.md").read_text(encoding="utf-8")
#: What a licence may be called in a package's metadata. Those with a condition on the package's
#: own files (MPL, LGPL) are fine for what we install beside our code and do not change.
COMPATIBLE = re.compile(
    r"MIT|BSD|ISC|Apache|HPND|PSF|Python Software Foundation|"
    r"Mozilla Public License 2.0|MPL-2.0|LGPL",
    re.IGNORECASE,
)
INCOMPATIBLE = re.compile(r"AGPL|Affero|(?<!L)GPL(?!\s*with exceptions)|SSPL|BUSL|Commons Clause")


def names_in(file: str, pattern: str) -> list[str]:
    """The packages that a requirements file names at the beginning of a line."""
    text = (PROJECT / file).read_text(encoding="utf-8")
    return re.findall(pattern, text, re.MULTILINE)


def licence_of(package: str) -> str:
    """All that a package's metadata says about its licence, in one line."""
    about = metadata(package)
    classifiers = [
        text.split("::")[-1].strip()
        for text in about.get_all("Classifier", [])
        if text.startswith("License ::")
    ]
    stated = (about.get("License") or "").splitlines()[:1]
    return "; ".join([about.get("License-Expression") or "", *stated, *classifiers]).strip("; ")


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_has_a_compatible_licence(file: str) -> None:
    packages = names_in(file, r"^([a-z0-9][\w.-]*)==")
    assert len(packages) > 20
    licences = {package: licence_of(package) for package in packages}
    wrong = {
        package: licence
        for package, licence in licences.items()
        if not COMPATIBLE.search(licence) or INCOMPATIBLE.search(licence)
    }
    assert wrong == {}


def test_every_npm_package_has_a_compatible_licence_and_no_address() -> None:
    lock = json.loads((PROJECT / "examples" / "package-lock.json").read_text(encoding="utf-8"))
    packages = lock["packages"]
    wrong = {
        name: package.get("license")
        for name, package in packages.items()
        if not re.search(r"MIT|ISC|BSD|Apache|Python-2.0", package.get("license", ""))
    }
    assert wrong == {}
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert all(package["integrity"] for name, package in packages.items() if name)


@pytest.mark.parametrize("file", ["requirements.in", "requirements-dev.in"])
def test_every_direct_dependency_is_on_the_page_with_its_licence(file: str) -> None:
    packages = names_in(file, r"^([A-Za-z][\w.-]*)")
    rows = dict(re.findall(r"^\| `([\w.-]+)` \|.*\| ([^|]+) \|$", PAGE, re.MULTILINE))
    assert set(packages) <= rows.keys()
    for package in packages:
        word = rows[package].split("-")[0].split()[0]
        assert word.lower() in licence_of(package).lower(), (package, licence_of(package))


def test_the_page_names_no_dependency_that_is_gone() -> None:
    named = set(re.findall(r"^\| `([\w.-]+)` \|", PAGE, re.MULTILINE))
    direct = {
        package
        for file in ("requirements.in", "requirements-dev.in")
        for package in names_in(file, r"^([A-Za-z][\w.-]*)")
    }
    assert named == direct
