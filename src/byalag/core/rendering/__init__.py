"""One plain document, written as Word, PDF/UA or spreadsheet, in a child process."""

from .model import (
    Block,
    Cell,
    Document,
    Facts,
    Heading,
    Items,
    Paragraph,
    Quote,
    Source,
    Table,
)
from .writing import NotWritten, TemplateFault, write

__all__ = [
    "Block",
    "Cell",
    "Document",
    "Facts",
    "Heading",
    "Items",
    "NotWritten",
    "Paragraph",
    "Quote",
    "Source",
    "Table",
    "TemplateFault",
    "write",
]
