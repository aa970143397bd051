"""The front door: what other rooms may use. Names only, no logic."""

from .actions import (
    ask_partners,
    open_cooperation_report,
    open_report,
    publish_report,
    set_account_rules,
    sign_report,
    submit_report,
    unpublish_report,
    write_report_text,
)
from .building import build_account
from .definitions import Definition, UnknownDefinition, all_definitions, definition
from .exports import export
from .models import Report, ReportText
from .queries import reports_visible_to, template_of
from .showing import account_of

__all__ = [
    "Definition",
    "Report",
    "ReportText",
    "UnknownDefinition",
    "account_of",
    "all_definitions",
    "ask_partners",
    "build_account",
    "definition",
    "export",
    "open_cooperation_report",
    "open_report",
    "publish_report",
    "reports_visible_to",
    "set_account_rules",
    "sign_report",
    "submit_report",
    "template_of",
    "unpublish_report",
    "write_report_text",
]
