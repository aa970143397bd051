"""Forms as they come out: labels, hints, faults and where each leads."""

from __future__ import annotations

from datetime import date

import lxml.html
import pytest
from django import forms
from django.utils import translation

from byalag.core.forms import Form, VersionedForm

CHOICES = [("a", "First"), ("b", "Second")]


class EveryField(VersionedForm):
    title = forms.CharField(label="Title <b>", help_text="Short & clear.")
    text = forms.CharField(widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(choices=CHOICES)
    day = forms.DateField()
    count = forms.IntegerField(required=False)
    amount = forms.DecimalField(required=False)
    one = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, help_text="Only one.")
    some = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    sure = forms.BooleanField(label="I am sure", help_text="It cannot be undone.")

    def clean(self):
        raise forms.ValidationError("The plan is adopted already.")


def tree_of(form: forms.BaseForm, language: str = "en") -> lxml.html.HtmlElement:
    with translation.override(language):
        return lxml.html.fragment_fromstring(str(form), create_parent="form")


def words(node: lxml.html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


def control(tree: lxml.html.HtmlElement, name: str) -> lxml.html.HtmlElement:
    return tree.xpath(f".//*[@name='{name}']")[0]


@pytest.fixture
def fresh() -> lxml.html.HtmlElement:
    return tree_of(EveryField())


@pytest.fixture
def faulty() -> lxml.html.HtmlElement:
    return tree_of(EveryField({"title": "", "kind": "z", "day": "yesterday", "count": "few", "version": "x"}))


def test_every_control_has_a_label(fresh):
    for node in fresh.xpath(".//input[not(@type='hidden')] | .//select | .//textarea"):
        assert fresh.xpath(f".//label[@for='{node.get('id')}']"), node.get("name")


def test_groups_of_choices_are_fieldsets_with_a_legend(fresh):
    assert [words(group.find("legend")) for group in fresh.iter("fieldset")] == ["One (required)", "Some (required)"]


@pytest.mark.parametrize(("language", "said"), [("en", "required"), ("sv", "krävs"), ("pl", "wymagane")])
def test_what_is_required_is_said_in_words(language, said):
    tree = tree_of(EveryField(), language)
    marked = {words(node) for node in tree.xpath(".//label | .//legend") if node.find_class("required")}

    assert marked == {f"{name} ({said})" for name in ["Title <b>", "Kind", "Day", "One", "Some", "I am sure"]}


def test_a_hint_is_read_with_its_control(fresh):
    for name, hint in [("title", "Short & clear."), ("sure", "It cannot be undone.")]:
        described = fresh.get_element_by_id(control(fresh, name).get("aria-describedby"))
        assert words(described) == hint
    group = next(fresh.iter("fieldset"))
    assert words(fresh.get_element_by_id(group.get("aria-describedby"))) == "Only one."


@pytest.mark.parametrize(
    ("name", "attribute", "value"),
    [
        ("title", "class", "ds-input"),
        ("text", "rows", "4"),
        ("day", "type", "date"),
        ("count", "inputmode", "numeric"),
        ("amount", "inputmode", "decimal"),
        ("version", "type", "hidden"),
    ],
)
def test_a_control_suits_what_is_typed_in_it(fresh, name, attribute, value):
    assert control(fresh, name).get(attribute) == value


def test_a_day_is_given_to_the_browser_as_browsers_want_it():
    tree = tree_of(EveryField(initial={"day": date(2023, 1, 17)}), "sv")

    assert control(tree, "day").get("value") == "2023-01-17"


def test_a_fresh_form_tells_of_no_faults(fresh):
    assert fresh.find_class("error-summary") == []
    assert fresh.xpath(".//*[@aria-invalid]") == []


def test_each_fault_stands_at_its_control_and_is_read_with_it(faulty):
    for name, fault in [
        ("title", "This field is required."),
        ("kind", "Select a valid choice. z is not one of the available choices."),
        ("day", "Enter a valid date."),
        ("count", "Enter a whole number."),
    ]:
        node = control(faulty, name)
        described = [faulty.get_element_by_id(name) for name in node.get("aria-describedby").split()]
        assert node.get("aria-invalid") == "true"
        assert fault in [words(part) for part in described]


def test_the_summary_of_faults_can_be_focused_and_names_each(faulty):
    (summary,) = faulty.find_class("error-summary")

    assert (summary.get("role"), summary.get("tabindex")) == ("alert", "-1")
    assert [words(item) for item in summary.iter("li")] == [
        "The plan is adopted already.",
        "Title <b>: This field is required.",
        "Kind: Select a valid choice. z is not one of the available choices.",
        "Day: Enter a valid date.",
        "Count: Enter a whole number.",
        "One: This field is required.",
        "Some: This field is required.",
        "I am sure: This field is required.",
        "Enter a whole number.",
    ]


def test_each_line_of_the_summary_leads_to_a_control(faulty):
    targets = [link.get("href") for link in faulty.find_class("error-summary")[0].iter("a")]

    assert len(targets) == 7
    for target in targets:
        assert faulty.get_element_by_id(target.removeprefix("#")).tag in {"input", "select", "textarea"}


def test_what_was_typed_is_never_lost(faulty):
    assert [control(faulty, name).get("value") for name in ("day", "count")] == ["yesterday", "few"]


def test_ids_are_used_once(faulty):
    ids = [node.get("id") for node in faulty.xpath(".//*[@id]")]

    assert sorted(ids) == sorted(set(ids))


def test_nothing_typed_becomes_markup():
    class Plain(Form):
        name = forms.CharField()

    tree = tree_of(Plain({"name": '"><script>alert(1)</script>'}))

    assert list(tree.iter("script")) == []
    assert control(tree, "name").get("value") == '"><script>alert(1)</script>'
