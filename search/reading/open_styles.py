"""Which styles of an OpenDocument hide what they are given to."""

from __future__ import annotations

from xml.etree.ElementTree import Element  # the type alone: defusedxml reads

from .packages import attribute, local

#: A style based on itself, by way of others, ends somewhere.
_LONGEST_ANCESTRY = 32
_HIDING = {
    ("text-properties", "display"): {"none"},
    ("section-properties", "display"): {"none"},
    ("table-properties", "display"): {"false"},
    ("drawing-page-properties", "visibility"): {"hidden"},
    ("table-cell-properties", "cell-protect"): {"hidden-and-protected"},
}


class OpenDocumentStyles:
    """The styles of a document, those that only its text uses included."""

    def __init__(self, *roots: Element | None) -> None:
        self._hidden: dict[tuple[str, str], bool] = {}
        self._parents: dict[tuple[str, str], str] = {}
        self.hidden_layers: set[str] = set()
        for root in roots:
            for element in root.iter() if root is not None else ():
                name = local(element)
                if name in {"style", "default-style"}:
                    self._learn(element)
                elif name == "layer" and attribute(element, "display") in {"none", "printer"}:
                    self.hidden_layers.add(attribute(element, "name"))

    def _learn(self, style: Element) -> None:
        key = (attribute(style, "family"), attribute(style, "name"))
        if parent := attribute(style, "parent-style-name"):
            self._parents[key] = parent
        for properties in style:
            for (kind, name), values in _HIDING.items():
                if local(properties) == kind and (value := attribute(properties, name)):
                    self._hidden[key] = value in values

    def hides(self, family: str, name: str) -> bool | None:
        """Whether a style hides what has it; ``None`` where it says nothing."""
        for _step in range(_LONGEST_ANCESTRY):
            if (family, name) in self._hidden:
                return self._hidden[family, name]
            parent = self._parents.get((family, name))
            if parent is None:
                break
            name = parent
        return self._hidden.get((family, ""))
