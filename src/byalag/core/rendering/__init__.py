"""One plain document, written as Word, PDF/UA or spreadsheet, in a child process."""

from .model import (
    Block,
    Cell,
    Document,
    Facts,
    Heading,
    Items,
    Paragraph,
    Source,
    Table,
)
from .writing import write

__all__ = ["Block", "Cell", "Document", "Facts", "Heading", "Items", "Paragraph", "Source", "Table", "write"]
