"""Mails about what is due: composed for each person, and posted once."""
