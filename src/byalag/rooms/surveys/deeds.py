"""The codes of this room's log in words, in the past tense, as a history tells them."""

from django.utils.translation import gettext_lazy as _

from byalag.core.registries import Deed

DEEDS = [
    Deed("surveys.survey.opened", _("began the survey")),
    Deed("surveys.survey.changed", _("changed the survey")),
    Deed("surveys.survey.trashed", _("put the survey in the trash")),
    Deed("surveys.survey.restored", _("took the survey out of the trash")),
    Deed("surveys.form.begun", _("began a version of the questionnaire")),
    Deed("surveys.form.written", _("changed the questionnaire")),
    Deed("surveys.form.frozen", _("froze a version of the questionnaire")),
    Deed("surveys.wave.planned", _("planned a wave")),
    Deed("surveys.wave.changed", _("changed a wave")),
    Deed("surveys.wave.opened", _("opened a wave for answers")),
    Deed("surveys.wave.closed", _("closed a wave")),
    Deed("surveys.area.set", _("wrote down where people are asked")),
    Deed("surveys.unit.set", _("wrote down a unit of the sample")),
    Deed("surveys.frame.taken_in", _("took in the list of which the sample is drawn")),
    Deed("surveys.sample.drawn", _("drew the sample")),
    Deed("surveys.unit.replaced", _("replaced a unit of the sample")),
    Deed("surveys.door.opened", _("opened a way in to answer")),
    Deed("surveys.door.closed", _("closed a way in to answer")),
    Deed("surveys.submission.received", _("received answers")),
    Deed("surveys.files.arrived", _("received files of answers")),
    Deed("surveys.submission.accepted", _("accepted answers")),
    Deed("surveys.paper.typed", _("typed a paper")),
    Deed("surveys.paper.dropped", _("took back a paper that was typed")),
    Deed("surveys.paper.settled", _("settled a paper that was typed in two ways")),
    Deed("surveys.submissions.accepted", _("accepted the answers that nothing was noticed about")),
    Deed("surveys.area.placed", _("wrote down where an area lies")),
    Deed("surveys.submission.left_out", _("left answers out")),
    Deed("surveys.finding.written", _("wrote down a finding")),
    Deed("surveys.finding.changed", _("changed a finding")),
    Deed("surveys.finding.removed", _("took a finding away")),
    Deed("surveys.finding.answered", _("answered a finding")),
    Deed("surveys.finding.became", _("told what became of a finding")),
]
