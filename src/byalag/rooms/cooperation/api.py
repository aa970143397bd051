"""The front door: what other rooms may use. Names only, no logic."""

from .models import Cooperation, Party

__all__ = ["Cooperation", "Party"]
