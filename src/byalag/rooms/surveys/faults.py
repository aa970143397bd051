"""What is wrong with a questionnaire, told in the reader's language and with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from byalag.core.languages import language_name
from byalag.engines.survey_forms import UNNAMED, Fault

# By the engine's code; a test holds them to the engine's own English.
SENTENCES: Mapping[str, Any] = {
    "file_empty": _("The file is empty."),
    "file_large": _("The file is larger than {megabytes} MB. Take out pictures and sheets that do not belong to the form."),
    "file_kind": _("This is no form: it must be an XLSForm (.xlsx, .xls, .csv or .md) or an XForm (.xml)."),
    "file_broken": _("The file cannot be opened. Save it again as .xlsx, and try once more."),
    "file_words": _("The file is not written in UTF-8. Save it as CSV UTF-8 or as .xlsx."),
    "file_many": _("The form has more than {most} {what}. Divide it."),
    "xml_broken": _("The XML is broken at line {line}: {message}"),
    "xml_entities": _("The XML declares a document type or entities, which forms do not need. Take that out."),
    "xml_no_form": _("The XML is no XForm: it has no {missing}."),
    "path_unknown": _("{path} stands in the body of the form, but there is no such node among the answers."),
    "node_named_twice": _("{path} occurs twice, but is no repeat."),
    "expression_sign": _("“{expression}” cannot be read: the sign {sign} does not belong there."),
    "expression_operand": _("“{expression}” cannot be read: something is missing before {sign}."),
    "expression_ends": _("“{expression}” ends too early. Is a bracket or the last part missing?"),
    "expression_rest": _("“{expression}” cannot be read from {sign} on. Is “and”, “or” or a comma missing before it?"),
    "expression_wants": _("“{expression}” cannot be read: {sign} is missing."),
    "expression_step": _("“{expression}” cannot be read: a path cannot go on with “{sign}”."),
    "expression_deep": _("“{expression}” has too many brackets inside each other. Use a calculation in between."),
    "expression_long": _("An expression is too long. Use calculations in between."),
    "function_unknown": _("There is no function {name}(). Look at how it is spelt."),
    "function_arguments": _("The function {name}() does not take {given} values."),
    "function_wants_path": _("The function {name}() wants questions, not a value worked out from them."),
    "path_start": _("A path cannot begin with {name}()."),
    "regex": _("The pattern “{pattern}” cannot be read."),
    "regex_long": _("A pattern is too long."),
    "regex_slow": _("The pattern “{pattern}” may take for ever. Write it in a simpler way."),
    "no_date": _("“{value}” is no date."),
    "format": _("{sign} is no part of a date. Use for instance %Y-%m-%d."),
    "digest": _("There is no way of digesting called {name}."),
    "reference_unknown": _("{path} is used here, but there is no such question."),
    "reference_circle": _("These depend on each other in a circle: {paths}."),
    "list_unknown": _("There is no list of choices called {list}."),
    "list_empty": _("The list {list} has no choices."),
    "column_unknown": _("The choices of {list} have no column {column} to be filtered by."),
    "choice_spaces": _("The choice “{choice}” of {list} has a space in its name, and can be chosen only where one chooses one."),
    "language_missing": _("In {language}, this has no {what}."),
    "label_missing": _("The question has no text."),
    "search_appearance": _("search() is not worked out here. Use select_one_from_file instead."),
    "entities_left_out": _("Entities are not read."),
    "not_in_light_form": _("Questions of the kind {kind} cannot be answered in the light form; Web Forms or Collect are used instead."),
    "text_unwritable": _("An XLSForm cannot have “{expression}” inside a text. Work it out in a calculation, and put that in."),
    "default_unwritable": _("An XLSForm cannot tell whether the default “{default}” is a text or is to be worked out."),
    "encrypted": _("Forms with a key of their own (public_key) cannot be read here when they come in."),
    "pyxform_entity_001": _("save_to is used, but there is no entities sheet."),
    "pyxform_entity_002": _("save_to “{saveto}” is used here and in row {other_row}. Change one of them."),
    "pyxform_entity_003": _("A group or repeat cannot be saved to an entity. Take save_to out of this row."),
    "pyxform_entity_004": _("There is no entity list “{dataset}” on the entities sheet."),
    "pyxform_entity_005": _("The entity list “{dataset}” needs a label, because it makes new entities."),
    "pyxform_entity_006": _("The entity list “{dataset}” needs update_if, because it has create_if and entity_id."),
    "pyxform_entity_007": _("The entity list “{dataset}” needs entity_id, because it changes entities."),
    "pyxform_entity_008": _("With several entity lists, save_to must say which: list#property."),
    "pyxform_entity_009": _("There is no room for this entity in “{scope}”: row {other_row} has taken it. One for each group or repeat."),
    "pyxform_entity_011": _("The entity list “{dataset}” is saved to from “{other_scope}” and from “{scope}”. Use one of the two."),
    "pyxform_entity_012": _("The entity list “{dataset}” reads “{question}” from “{scope}”, but is saved in “{other_scope}”."),
    "pyxform_entity_013": _("save_to may have one # only."),
    "pyxform_header_001": _("The first row of the sheet must hold the headings; “{header}” does not fit."),
    "pyxform_header_002": _("“{other}” and “{header}” are headings of the same column. Take one out."),
    "pyxform_header_003": _("These columns are missing: {missing}."),
    "pyxform_header_004": _("The heading “{column}” is empty or has spaces."),
    "pyxform_header_005": _("These columns are not known: {columns}."),
    "pyxform_internal_001": _("The trigger “{value}” cannot be understood."),
    "pyxform_internal_002": _("A reference at “{path}” cannot be understood."),
    "pyxform_label_001": _("This choice has no label."),
    "pyxform_names_001": _("The name “{value}” is taken by another question in the same group. Give each its own."),
    "pyxform_names_002": _("The name “{value}” differs from another one only by capital letters, which confuses many programs."),
    "pyxform_names_003": _("A repeat cannot be called “{value}”: that is the name of the whole form."),
    "pyxform_names_004": _("Another repeat is called “{value}”, too. Give each its own name."),
    "pyxform_names_005": _("Nothing can be called “meta”: the form needs that name itself."),
    "pyxform_names_006": _("This choice has no name."),
    "pyxform_names_007": _("Another choice in the same list has this name. Give each its own."),
    "pyxform_names_008": _("The {column} must begin with a letter or _, and have only letters, digits, _, - and full stops."),
    "pyxform_names_009": _("“{name}” must begin with a letter or _, and have only letters, digits, _, - and full stops."),
    "pyxform_names_010": _("The {column} must not begin with two underscores."),
    "pyxform_names_011": _("The {column} must not have a full stop."),
    "pyxform_names_012": _("The {column} must not be “name” or “label”."),
    "pyxform_names_013": _("There is no sheet “{sheet}”. Did you mean one of these: {candidates}?"),
    "pyxform_names_014": _("Another row has the same list_name. Give each its own."),
    "pyxform_names_015": _("The list_name is missing."),
    "pyxform_pyref_001": _("A reference in {column} is broken. It is written ${{name}}, with the name of a question."),
    "pyxform_pyref_002": _("Put a comma between each two references in {column}."),
    "pyxform_pyref_003": _("There is no question called “{q}”, which {column} uses."),
    "pyxform_pyref_004": _("Several questions are called “{q}”, so {column} does not say which is meant. Rename all but one."),
    "pyxform_range_001": _("“{name}” must be a number."),
    "pyxform_range_002": _("“{name}” must not be 0."),
    "pyxform_range_003": _("“{name}” is larger than the whole range from start to end."),
    "pyxform_range_004": _("“{name}” must be a multiple of step."),
    "pyxform_range_005": _("“{name}” must lie between start and end."),
    "pyxform_range_006": _("tick_labelset must be a list on the choices sheet."),
    "pyxform_range_007": _("With no-ticks, the list of tick_labelset may have two choices only."),
    "pyxform_range_008": _("tick_interval, placeholder and tick_labelset do not go with this appearance."),
    "pyxform_range_009": _("The choices of tick_labelset must be numbers."),
    "pyxform_range_010": _("The choices of tick_labelset must lie between start and end."),
    "pyxform_range_011": _("The choices of tick_labelset must be start plus a multiple of {name}."),
    "pyxform_range_012": _("With no-ticks, the choices of tick_labelset must be start and end."),
    "pyxform_survey_001": _("This end_{type} has no begin_{type} before it."),
    "pyxform_survey_002": _("This begin_{type} (“{name}”) has no end_{type} after it."),
    "pyxform_survey_003": _("incremental must be “true”, or be left out."),
    "pyxform_survey_004": _("Parameters are written key=value, with spaces between."),
    "pyxform_survey_005": _("{rejected} cannot be set here. What can be set: {accepted}."),
    "pyxform_survey_006": _("reference-geometry must be a list, a file or a repeat of this form."),
    "pyxform_survey_007": _("capture-accuracy must be a number."),
    "pyxform_survey_008": _("warning-accuracy must be a number."),
    "pyxform_survey_009": _("allow-mock-accuracy must be “true” or “false”."),
    "pyxform_said_no_survey": _("There is no sheet called “survey”, which holds the questions."),
    "pyxform_said_no_type": _("The row has a name or a text, but no type."),
    "pyxform_said_no_name": _("The question or group has no name."),
    "pyxform_said_type": _("There is no type “{type}”."),
    "pyxform_said_no_calculation": _("A calculate needs a calculation."),
    "pyxform_said_no_list": _("There is no list “{list}” on the choices sheet."),
    "pyxform_said_no_choices_sheet": _("There is no sheet called “choices”, which holds the lists."),
    "pyxform_said_no_external_list": _("There is no list “{list}” on the external_choices sheet."),
    "pyxform_said_no_external_sheet": _("There is no sheet called “external_choices”."),
    "pyxform_said_choice_space": _("The choice “{choice}” of {list} has a space, which does not go where one chooses several."),
    "pyxform_said_other_filter": _("or_other does not go with a choice_filter."),
    "pyxform_said_other_choices": _("or_other needs a list with choices."),
    "pyxform_said_no_label": _("“{name}” has no label and no hint."),
    "pyxform_said_big_image": _("“{name}” has a big-image, and needs an image, too."),
    "pyxform_said_audit_name": _("An audit has no name of its own. Leave the name empty."),
    "pyxform_said_audit_value": _("{name} cannot be “{value}”."),
    "pyxform_said_location": _("For places in the audit, location-priority, location-min-interval and location-max-age are all needed."),
    "pyxform_said_whole_number": _("{name} must be a whole number."),
    "pyxform_said_not_negative": _("{name} must be 0 or more."),
    "pyxform_said_age_interval": _("location-max-age must not be less than location-min-interval."),
    "pyxform_said_reasons": _("track-changes-reasons can only be on-form-edit."),
    "pyxform_said_randomize": _("randomize must be true or false, not “{value}”."),
    "pyxform_said_seed": _("seed must be a number or a question."),
    "pyxform_said_seed_alone": _("A seed needs randomize=true."),
    "pyxform_said_quality": _("This quality is not known."),
    "pyxform_said_table_filter": _("A table-list does not go with a choice_filter."),
    "pyxform_said_table_lists": _("All questions of a table-list must have the same list."),
    "pyxform_said_loop": _("A loop needs a list."),
    "pyxform_said_loop_list": _("There is no list “{list}” for this loop."),
    "pyxform_said_cascade": _("The cascade “{level}” is not on the cascades sheet."),
    "pyxform_said_file_ending": _("“{list}” must end in .csv, .xml or .geojson."),
    "pyxform_said_trigger": _("“{trigger}” is not seen by the one who answers, so that it cannot set off “{target}”."),
    "pyxform_said_background": _("A background-geopoint needs a trigger, and no calculation."),
    "pyxform_said_date": _("A date in the sheet {list} can be read in two ways. Write it as text: 2026-05-04."),
    "pyxform_said_duplicate_header": _("The heading “{header}” occurs twice."),
    "pyxform_said_same_file": _("Two lists are called “{name}”, but come from different files."),
    "pyxform_said_search": _("“{name}” uses search(), which does not go with its type or its list."),
    "pyxform_said_unknown_element": _("There is no question called “{name}”."),
    "pyxform_said_several_elements": _("Several questions are called “{name}”."),
    "pyxform_said_media": _("There is no kind of media “{kind}”."),
    "pyxform_said_encryption": _("instanceID cannot be left out of an encrypted form."),
    "pyxform_said_no_id": _("The form has no form_id."),
    "pyxform_said_app": _("The name of the app cannot be right: {message}"),
    "pyxform_said_form": _("This is no XLSForm."),
    "pyxform_said_disabled": _("The column “disabled” is old. Use relevant instead."),
    "pyxform_said_skipped": _("The row has neither name nor text, and is left out."),
    "pyxform_said_old_type": _("{type} no longer works on most phones."),
    "pyxform_said_unlabelled": _("This {type} has no label."),
    "pyxform_said_external_filter": _("select_one_external only makes sense with a choice_filter."),
    "pyxform_said_pixels": _("Set max-pixels, so that photos are sent faster and take less room."),
    "pyxform_said_language": _("{language} lacks these columns on the sheet {list}: {columns}."),
    "pyxform_said_codes": _("These languages have no code behind them, as in “Svenska (sv)”: {languages}."),
    "pyxform_said_other_language": _("or_other is in English only. Add a choice “other” yourself."),
    "pyxform_said_ids": _("form_id and id_string are both set. Keep form_id."),
    "pyxform_other": _("The form cannot be used as it is. The converter says: {message}"),
}  # fmt: skip

PARTS: Mapping[str, Any] = {
    "title": _("title"),
    "label": _("text"),
    "hint": _("hint"),
    "guidance": _("explanation"),
    "constraint_message": _("text for a wrong answer"),
    "required_message": _("text for a missing answer"),
}


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def language_told(language: str) -> str:
    """A language of a questionnaire as its reader calls it; names with a code in brackets stay as they are."""
    if language == UNNAMED:
        return gettext("Language not named")
    return language if language.endswith(")") else language_name(language, get_language() or "en")


def sentence(fault: Fault) -> str:
    """What is wrong, in the reader's language."""
    values = _Known(fault.values)
    if fault.code == "language_missing":
        values["language"] = language_told(values["language"])
        values["what"] = str(PARTS.get(values["what"], values["what"]))
    return str(SENTENCES[fault.code]).format_map(values)


def place(fault: Fault) -> str:
    """Where it stands: sheet, row, column and cell, as far as they are known; else the path of the question."""
    parts = []
    if fault.sheet and fault.row:
        parts.append(gettext("Sheet %(sheet)s, row %(row)s") % {"sheet": fault.sheet, "row": fault.row})
    elif fault.sheet and not fault.path:
        parts.append(gettext("Sheet %(sheet)s") % {"sheet": fault.sheet})
    elif fault.path:
        parts.append(fault.path)
    if fault.column and (fault.row or not fault.path):
        parts.append(gettext("column %(column)s") % {"column": fault.column})
    if fault.cell:
        parts.append(gettext("cell %(cell)s") % {"cell": fault.cell})
    return ", ".join(parts)


def told(faults: Iterable[Fault]) -> list[str]:
    """One line for each: where, and what."""
    return [f"{where}: {sentence(fault)}" if (where := place(fault)) else sentence(fault) for fault in faults]
