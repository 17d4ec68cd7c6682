from .body import BodyStreamBlock
from .figures import (
    FigureBlock,
    FileBlock,
    FileWithStandingBlock,
    MemberFigureBlock,
    SourceBlock,
)

__all__ = [
    "BodyStreamBlock",
    "FigureBlock",
    "FileBlock",
    "FileWithStandingBlock",
    "MemberFigureBlock",
    "SourceBlock",
]
