"""The front door: what other rooms may use. Names only, no logic."""

from .actions import open_report, publish_report, unpublish_report, write_report_text
from .models import Report, ReportText
from .queries import reports_visible_to

__all__ = [
    "Report",
    "ReportText",
    "open_report",
    "publish_report",
    "reports_visible_to",
    "unpublish_report",
    "write_report_text",
]
