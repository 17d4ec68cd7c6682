from .body import BodyStreamBlock
from .figures import FigureBlock, FileBlock, FileWithStandingBlock, SourceBlock

__all__ = ["BodyStreamBlock", "FigureBlock", "FileBlock", "FileWithStandingBlock", "SourceBlock"]
