from django.db import models
from django.utils.translation import gettext_lazy as _


class DelegationState(models.TextChoices):
    OPEN = "open", _("Waits for an answer")
    REPLIED = "replied", _("Answered")
    RETURNED = "returned", _("Handed back")
    WITHDRAWN = "withdrawn", _("Taken back")


class NoticeKind(models.TextChoices):
    """What somebody can be told of; `due` is no notice of its own but the list of what is due."""

    DUE = "due", _("What is due")
    DELEGATED = "delegated", _("Something is delegated to me")
    REPLIED = "replied", _("What I delegated is answered")
    RETURNED = "returned", _("What I delegated is handed back")


class Channel(models.TextChoices):
    IN_APP = "in_app", _("Only here")
    NOW = "now", _("By e-mail at once")
    DAILY = "daily", _("By e-mail, gathered every morning")
    WEEKLY = "weekly", _("By e-mail, gathered every Monday")
    NONE = "none", _("Not at all")


USUAL = {
    NoticeKind.DUE: Channel.WEEKLY,
    NoticeKind.DELEGATED: Channel.NOW,
    NoticeKind.REPLIED: Channel.DAILY,
    NoticeKind.RETURNED: Channel.NOW,
}


class MailKind(models.TextChoices):
    """What a mail is; each can be unsubscribed from by itself."""

    DAILY = "daily", _("The gathered mail of every morning")
    WEEKLY = "weekly", _("The gathered mail of every Monday")
    DELEGATED = "delegated", _("Something is delegated to me")
    REPLIED = "replied", _("What I delegated is answered")
    RETURNED = "returned", _("What I delegated is handed back")


class MailState(models.TextChoices):
    """waiting → claimed (a worker composes it) → sending (being handed over) → sent.

    empty: there was nothing to say. refused: the mail server will not take it. overtaken: a later one says the same.
    doubtful: the worker died, or the line broke, while it was handed over; it is never sent again.
    """

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    EMPTY = "empty"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"
    DOUBTFUL = "doubtful"
