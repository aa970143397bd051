"""Leaving with what is one's own: rows are chosen, written down as one zip, and taken in elsewhere."""
