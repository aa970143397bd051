"""Byalag: the workspace for international local-democracy cooperation."""

__version__ = "0.1.0"
