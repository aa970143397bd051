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
from .writing import TemplateFault, write

__all__ = [
    "Block",
    "Cell",
    "Document",
    "Facts",
    "Heading",
    "Items",
    "Paragraph",
    "Quote",
    "Source",
    "Table",
    "TemplateFault",
    "write",
]
