"""The folder list is the architecture: every room has its name, its place and its arrows."""

from __future__ import annotations

import ast
import sys
import tomllib
from graphlib import TopologicalSorter

import grimp
import pytest
from django.apps import apps
from django.db.models import Model

from .house import (
    PROJECT,
    code_files,
    import_linter_settings,
    imports_of,
    layers,
    python_files,
    tree_of,
)

NAMES_OF_NO_ROOM = {"core", "common", "base", "utils", "util", "helpers", "misc", "shared"}
BESIDE_THE_HOUSE = {"bench", "scripts", "tests"}
#: Every room asks for the user model through ``AUTH_USER_MODEL``, Wagtail's own uploads included.
KNOWN_BY_ALL = "accounts"
#: What may be imported of wagtail-localize outside ``translation``: how a field is declared
#: and, for blocks, what a text to translate is. All else, above all its models, is internal.
LOCALIZE_DECLARATIONS = ("wagtail_localize.fields.",)
LOCALIZE_DECLARATIONS_OF_BLOCKS = ("wagtail_localize.segments.StringSegmentValue",)


def our_models() -> list[type[Model]]:
    return [
        model for model in apps.get_models() if (PROJECT / model.__module__.split(".")[0]).is_dir()
    ]


def test_every_package_is_checked_by_import_linter() -> None:
    packages = {path.parts[0] for path in python_files() if len(path.parts) > 1}
    roots = set(import_linter_settings()["root_packages"])
    assert roots == packages - BESIDE_THE_HOUSE
    forbidden = next(
        contract
        for contract in import_linter_settings()["contracts"]
        if contract.get("forbidden_modules") == ["cms.settings"]
    )
    assert {name.removesuffix(".*") for name in forbidden["source_modules"]} == roots


def test_every_room_has_its_layer() -> None:
    rooms = {
        ".".join(path.parts[:2] if path.parts[0] == "cms" else path.parts[:1]).removesuffix(".py")
        for path in python_files()
        if len(path.parts) > 1 and path.parts[0] not in BESIDE_THE_HOUSE
    }
    assert rooms - layers().keys() == {"cms.__init__", "cms.settings"}


def test_no_files_import_each_other_in_a_circle() -> None:
    """Neither when loaded, nor in functions, nor for types alone."""
    graph = grimp.build_graph(*import_linter_settings()["root_packages"], cache_dir=None)
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    assert sum(map(len, imports.values())) > 1000
    list(TopologicalSorter(imports).static_order())  # raises a CycleError that names them


def test_mypy_reads_every_room() -> None:
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    checked = set(tomllib.loads(text)["tool"]["mypy"]["files"])
    assert checked == {*import_linter_settings()["root_packages"], "bench", "scripts"}


def test_every_room_is_installed() -> None:
    rooms = set(import_linter_settings()["root_packages"])
    assert {config.name for config in apps.get_app_configs()} >= rooms


def test_no_room_is_named_after_nothing() -> None:
    named = {part.removesuffix(".py") for path in code_files() for part in path.parts[:2]}
    assert named & NAMES_OF_NO_ROOM == set()


def test_foreign_keys_point_down_or_inside() -> None:
    """Databases have arrows too; by now Django has resolved the references made by a string."""
    heights = {
        config.label: layers()[config.name]
        for config in apps.get_app_configs()
        if config.name in layers()
    }
    assert {model._meta.app_label for model in our_models()} <= heights.keys()
    arrows = {
        (f"{model.__name__}.{field.name}", model._meta.app_label, target._meta.app_label)
        for model in our_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created
        for target in [field.related_model]
        if target is not None
    }
    assert any(source != target and target in heights for _name, source, target in arrows)
    upwards = [
        name
        for name, source, target in arrows
        if target in heights
        and target not in {source, KNOWN_BY_ALL}
        and heights[target] >= heights[source]
    ]
    assert upwards == []


def test_no_foreign_key_leads_into_wagtail_localize() -> None:
    tied = [
        f"{model.__name__}.{field.name}"
        for model in our_models()
        if model._meta.app_label != "translation"
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model is not None
        if field.related_model._meta.app_label.startswith("wagtail_localize")
        and not field.auto_created
    ]
    assert tied == []


def test_wagtail_localize_is_internal_to_translation() -> None:
    wrong = []
    for path in code_files():
        if path.parts[0] == "translation":
            continue
        allowed = LOCALIZE_DECLARATIONS
        if path.parts[:2] == ("content", "blocks"):
            allowed += LOCALIZE_DECLARATIONS_OF_BLOCKS
        wrong += [
            f"{path}: {name}"
            for name in imports_of(tree_of(path))
            if name.split(".")[0] == "wagtail_localize" and not name.startswith(allowed)
        ]
    assert wrong == []


def test_the_checks_of_translations_are_pure() -> None:
    allowed = {*sys.stdlib_module_names, "sudachipy"}
    files = python_files("translation/checking")
    assert len(files) > 10
    wrong = [
        f"{path}: {name}"
        for path in files
        for name in imports_of(tree_of(path))
        if name.split(".")[0] not in allowed and not name.startswith("translation.checking")
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["environ", "environb", "getenv", "getenvb"])
def test_only_the_typed_settings_read_the_environment(name: str) -> None:
    """``setdefault`` of the settings module's name, in what starts Django, reads nothing.

    Neither does setting a variable for them.
    """
    readers = set()
    for path in code_files():
        tree = tree_of(path)
        naming_settings = {
            node.func.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "setdefault"
            and [ast.unparse(argument) for argument in node.args]
            == ["'DJANGO_SETTINGS_MODULE'", "'cms.settings'"]
        }
        setting = {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
        }
        uses = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr == name
            if node not in naming_settings | setting
        ]
        if uses or f"os.{name}" in imports_of(tree):
            readers.add(str(path))
    # Pydantic's settings read it, in cms/settings/env.py; our own code never does.
    assert readers == set()


def test_the_typed_settings_are_read_in_one_place() -> None:
    readers = {
        str(path)
        for path in code_files()
        if any(name.startswith("pydantic_settings") for name in imports_of(tree_of(path)))
    }
    assert readers == {"cms/settings/env.py"}


def test_every_class_has_a_name_of_its_own() -> None:
    """But in engines and backends, which are alike on purpose, and where Django names the class.

    The read model's ``Document`` and the library's keep the names that their tables came from.
    """
    seen: dict[str, list[str]] = {}
    for path in code_files():
        if path.parts[:2] in {("search", "engines"), ("search", "backends")}:
            continue
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef) and node.name != "Command":
                seen.setdefault(node.name, []).append(str(path))
    assert len(seen) > 300
    twice = {name: paths for name, paths in seen.items() if len(paths) > 1}
    assert twice == {"Document": ["media/models.py", "publishing/models.py"]}


def test_the_exchange_of_translations_imports_no_framework() -> None:
    found = {
        (str(path), name)
        for path in python_files("translation/exchange")
        for name in imports_of(tree_of(path))
        if name.split(".")[0] in {"django", "wagtail", "wagtail_localize"}
    }
    assert found == set()
