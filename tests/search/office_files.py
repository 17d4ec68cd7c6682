"""Office and OpenDocument files written member by member, so that each holds one odd thing."""

from __future__ import annotations

from .sample_files import archive

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org"
_NAMES = (
    f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main"'
    f' xmlns:a="{_OFFICE}/drawingml/2006/main"'
    f' xmlns:p="{_OFFICE}/presentationml/2006/main"'
    f' xmlns:c="{_OFFICE}/drawingml/2006/chart"'
    f' xmlns:dgm="{_OFFICE}/drawingml/2006/diagram"'
    f' xmlns:r="{_OFFICE}/officeDocument/2006/relationships"'
    f' xmlns:mc="{_OFFICE}/markup-compatibility/2006"'
)
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
_OPEN_NAMES = " ".join(
    f'xmlns:{name}="{_OPEN}:{name}:1.0"'
    for name in ("office", "text", "table", "draw", "style", "presentation", "svg")
) + (' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"')


def relations(**targets: tuple[str, str]) -> str:
    """Return the relations of a part: an identifier, its kind and its target."""
    rows = "".join(
        f'<Relationship Id="{identifier}" Target="{target}"'
        f' Type="{_OFFICE}/officeDocument/2006/relationships/{kind}"/>'
        for identifier, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{rows}</Relationships>'


def xml(tag: str, inner: str, attributes: str = "") -> str:
    """Return an Open XML member whose outermost element has a name."""
    return f"<{tag} {_NAMES} {attributes}>{inner}</{tag}>"


def word(body: str, styles: str = "", members: dict[str, str | bytes] | None = None) -> bytes:
    """Return a Word file with a body."""
    return archive(
        {
            "word/document.xml": xml("w:document", f"<w:body>{body}</w:body>"),
            "word/styles.xml": xml("w:styles", styles),
            **(members or {}),
        }
    )


def run(text: str, properties: str = "") -> str:
    """Return a run of a Word paragraph."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def slides(*inner: str, members: dict[str, str | bytes] | None = None, **shown: str) -> bytes:
    """Return a PowerPoint file; ``shown`` is the attribute of a slide, such as ``slide2="0"``."""
    names = [f"slide{number}" for number in range(1, len(inner) + 1)]
    listed = "".join(f'<p:sldId r:id="{name}"/>' for name in names)
    return archive(
        {
            "ppt/presentation.xml": xml("p:presentation", f"<p:sldIdLst>{listed}</p:sldIdLst>"),
            "ppt/_rels/presentation.xml.rels": relations(
                **{name: ("slide", f"slides/{name}.xml") for name in names}
            ),
            **{
                f"ppt/slides/{name}.xml": xml("p:sld", one, f'show="{shown.get(name, "1")}"')
                for name, one in zip(names, inner, strict=True)
            },
            **(members or {}),
        }
    )


def shape(text: str, described: str = "", placeholder: str = "body") -> str:
    """Return a shape of a slide."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="x" {described}/><p:nvPr>'
        f'<p:ph type="{placeholder}"/></p:nvPr></p:nvSpPr>'
        f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def open_document(
    body: str,
    automatic: str = "",
    members: dict[str, str | bytes] | None = None,
    kind: str = "text",
) -> bytes:
    """Return an OpenDocument of a kind with a body and automatic styles."""
    content = (
        f"<office:document-content {_OPEN_NAMES}>"
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )
    return archive({"content.xml": content, **(members or {})})


def open_styles(inner: str) -> str:
    """Return the styles of an OpenDocument."""
    return f"<office:document-styles {_OPEN_NAMES}>{inner}</office:document-styles>"


def open_chart(inner: str) -> str:
    """Return a chart that stands in an OpenDocument."""
    return (
        f"<office:document-content {_OPEN_NAMES}><office:body><office:chart>{inner}"
        "</office:chart></office:body></office:document-content>"
    )


def sheet(
    rows: str, before: str = "", members: dict[str, str | bytes] | None = None, formats: str = ""
) -> bytes:
    """Return an Excel file with one sheet; ``formats`` are codes of formats, one on each line."""
    codes = formats.splitlines()
    numbered = "".join(
        f"<numFmt numFmtId=\"{200 + place}\" formatCode='{code}'/>"
        for place, code in enumerate(codes)
    )
    cells = "".join(f'<xf numFmtId="{200 + place}"/>' for place in range(len(codes)))
    return archive(
        {
            "xl/workbook.xml": xml(
                "workbook", '<sheets><sheet name="表" sheetId="1" r:id="one"/></sheets>'
            ),
            "xl/_rels/workbook.xml.rels": relations(
                one=("worksheet", "worksheets/sheet1.xml"), styles=("styles", "styles.xml")
            ),
            "xl/styles.xml": xml(
                "styleSheet", f"<numFmts>{numbered}</numFmts><cellXfs>{cells}</cellXfs>"
            ),
            "xl/worksheets/sheet1.xml": xml("worksheet", f"{before}<sheetData>{rows}</sheetData>"),
            **(members or {}),
        }
    )


def cell(text: str, place: str = "", kind: str = "inlineStr", style: int | None = None) -> str:
    """Return a cell of a sheet."""
    at = f' r="{place}"' if place else ""
    styled = f' s="{style}"' if style is not None else ""
    if kind == "inlineStr":
        return f'<c{at}{styled} t="inlineStr"><is><t>{text}</t></is></c>'
    return f'<c{at}{styled} t="{kind}"><v>{text}</v></c>'
