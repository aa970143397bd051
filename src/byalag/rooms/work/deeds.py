"""The codes of this room's log in words, in the past tense, as a history tells them."""

from django.utils.translation import gettext_lazy as _

from byalag.core.registries import Deed

DEEDS = [
    Deed("work.activity.planned", _("planned the activity")),
    Deed("work.activity.changed", _("changed the activity")),
    Deed("work.activity.started", _("started the activity")),
    Deed("work.activity.finished", _("finished the activity")),
    Deed("work.activity.cancelled", _("cancelled the activity")),
    Deed("work.activity.reopened", _("opened the activity again")),
    Deed("work.activity.trashed", _("put the activity in the trash")),
    Deed("work.activity.restored", _("took the activity out of the trash")),
    Deed("work.activity.listed", _("named the activity in a plan")),
    Deed("work.activities.carried_over", _("carried activities over from earlier plans")),
    Deed("work.contribution.made", _("counted the activity towards a goal")),
    Deed("work.contribution.withdrawn", _("no longer counted the activity towards a goal")),
    Deed("work.goals.set", _("chose which goals the activity serves")),
    Deed("work.journal.written", _("wrote a note")),
    Deed("work.participants.counted", _("counted participants")),
    Deed("work.participant.added", _("put a person on the list")),
    Deed("work.participants.listed", _("put persons on the list")),
    Deed("work.participation.removed", _("took participants off")),
    Deed("work.spreading.said", _("wrote how it was spread")),
    Deed("work.spreading.removed", _("took a channel off")),
    Deed("work.funding.added", _("added a source of money")),
    Deed("work.funding.removed", _("took a source of money off")),
    Deed("work.evidence.added", _("added what shows it")),
    Deed("work.evidence.removed", _("took a piece of evidence off")),
    Deed("work.evidence.verified", _("verified a piece of evidence")),
    Deed("work.evidence.verification_taken_back", _("took back that a piece of evidence holds")),
    Deed("work.entry.sent", _("documented it from the entry page")),
    Deed("work.entry.asked_for", _("asked somebody to tell of it through a link")),
    Deed("work.asked_entry.closed", _("closed the link of somebody who was asked")),
    Deed("work.entry.handed_in", _("handed something in through a link")),
    Deed("work.entry.accepted", _("accepted what was handed in through a link")),
    Deed("work.entry.declined", _("declined what was handed in through a link")),
    Deed("work.upload.begun", _("began to send a large file")),
    Deed("work.upload.dropped", _("let go of a file that had been sent in pieces")),
    Deed("work.rules.set", _("set the rules for the work")),
]
