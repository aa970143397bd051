"""The front door: what other rooms may use. Names only, no logic."""

from .actions import open_report, publish_report, unpublish_report, write_report_text
from .building import build_account
from .definitions import Definition, UnknownDefinition, all_definitions, definition
from .exports import export
from .models import Report, ReportText
from .queries import reports_visible_to

__all__ = [
    "Definition",
    "Report",
    "ReportText",
    "UnknownDefinition",
    "all_definitions",
    "build_account",
    "definition",
    "export",
    "open_report",
    "publish_report",
    "reports_visible_to",
    "unpublish_report",
    "write_report_text",
]
