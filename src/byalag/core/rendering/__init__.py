"""One plain document, written as Word, PDF/UA or spreadsheet, in a child process."""

from .charts import draw
from .model import (
    Bar,
    Block,
    Cell,
    Chart,
    Document,
    Facts,
    Heading,
    Items,
    Paragraph,
    Quote,
    Source,
    Table,
)
from .writing import NotWritten, TemplateFault, own_template, write

__all__ = [
    "Bar",
    "Block",
    "Cell",
    "Chart",
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
    "draw",
    "own_template",
    "write",
]
