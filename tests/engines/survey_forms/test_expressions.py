"""Expressions: read and written back, worked out as JavaRosa does, and as XPath says where the two agree."""

from __future__ import annotations

import math
import re
from datetime import UTC
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from byalag.engines.survey_forms import Fill, Form, read_xform
from byalag.engines.survey_forms.expressions import compiled
from byalag.engines.survey_forms.patterns import _States, pattern
from byalag.engines.survey_forms.scope import Trouble
from byalag.engines.survey_forms.values import java, typed
from byalag.engines.survey_forms.xpath import (
    DEEPEST,
    Call,
    Chain,
    Negative,
    Number,
    Path,
    Step,
    Unreadable,
    Words,
    parse,
    references,
    tidy,
    write,
)

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model><instance><data id="t" version="3">
 <i>5</i><t>12</t><d>2.50</d><day>2021-03-04</day><moment>2021-03-04T10:20:30.123Z</moment><empty/><multi>a b</multi>
 <one>b</one><gp>1 2 3 4</gp><tr>1 2 0 0; 1 3 0 0; 2 3 0 0</tr><sh>1 2 0 0; 1 3 0 0; 2 3 0 0; 1 2 0 0</sh><off>9</off><c/>
 <rep jr:template=""><n/><c/></rep><rep><n>1</n><c/></rep><rep><n>2</n><c/></rep><rep><n>3</n><c/></rep></data></instance>
 <instance id="l"><root><item><name>a</name><label>A</label><k>1</k></item><item><name>b</name><label>B</label><k>2</k></item>
 <item><name>c</name><label>C</label><k>3</k></item></root></instance>
 <bind nodeset="/data/i" type="int"/><bind nodeset="/data/t" type="string"/><bind nodeset="/data/d" type="decimal"/>
 <bind nodeset="/data/day" type="date"/><bind nodeset="/data/moment" type="dateTime"/><bind nodeset="/data/gp" type="geopoint"/>
 <bind nodeset="/data/tr" type="geotrace"/><bind nodeset="/data/sh" type="geoshape"/>
 <bind nodeset="/data/off" type="int" relevant="/data/i = 0"/><bind nodeset="/data/rep/n" type="int"/>%s</model></h:head>
 <h:body><input ref="/data/i"><label>i</label></input>
 <select ref="/data/multi"><label>m</label><itemset nodeset="instance('l')/root/item"><value ref="name"/><label ref="label"/>
 </itemset></select><select1 ref="/data/one"><label>m</label><itemset nodeset="instance('l')/root/item"><value ref="name"/>
 <label ref="label"/></itemset></select1><group ref="/data/rep"><label>r</label><repeat nodeset="/data/rep">
 <input ref="/data/rep/n"><label>n</label></input></repeat></group></h:body></h:html>"""

# Each of these is worked out here and by JavaRosa, as a calculation of the type that stands before it.
ALIKE = """
string|1 + 1
string|1 div 3
string|10 div 4
string|1 div 0
string|-1 div 0
string|0 div 0
string|-7 mod 3
string|7.5 mod 2
string|10000000 * 1.5
string|0.0001 * 3
string|123456789 * 100
string|3000000000.5 + 0
string|/data/i + 1
string|/data/t + 1
string|/data/d * 2
string|/data/day
string|/data/day + 1
string|/data/day > '2020-01-01'
string|/data/day > date('2020-01-01')
string|date('2020-01-01') + 5
string|date(18000)
string|date-time(18000.5)
string|decimal-date-time('2020-01-01T12:00:00.000Z')
string|decimal-time('2020-01-01T12:00:00.000Z')
string|/data/moment
string|format-date(/data/day, '%Y/%n/%e %y %m %d %b %a')
string|format-date-time(/data/moment, '%H:%M:%S %h %3')
string|string(/data/i)
string|true()
string|false()
string|/data/i > 3
string|boolean('')
string|number('1,5')
string|number('1e3')
string|number('abc')
string|int(-3.9)
string|round(2.5)
string|round(-2.5)
string|round(2.345, 2)
string|round(1234.5, -2)
string|pow(2, 0.5)
string|sqrt(2)
string|log10(1000)
string|min(3, 1, 2)
string|max(3, 1, 2)
string|max('', '')
string|coalesce(/data/empty, 'none')
string|if(/data/empty = '', 'y', 'n')
string|if('0', 'y', 'n')
string|if(0, 'y', 'n')
string|/data/empty = 0
string|/data/empty < 1
string|concat('a', 1, true(), 2.5)
string|concat(/data/i, '-', /data/empty)
string|join('-', /data/rep/n)
string|concat(/data/rep/n)
string|sum(/data/rep/n)
string|count(/data/rep)
string|count(/data/rep[n > 1])
string|count-non-empty(/data/rep/n)
string|max(/data/rep/n)
string|/data/rep[position() = 2]/n
string|indexed-repeat(/data/rep/n, /data/rep, 2)
string|sum(/data/rep[n != 2]/n)
string|selected(/data/multi, 'b')
string|count-selected(/data/multi)
string|selected-at(/data/multi, 1)
string|selected-at(/data/multi, 9)
string|substr('hello', 1, 3)
string|substr('hello', -3)
string|substring-before('a-b', '-')
string|substring-after('a-b', '-')
string|translate('abc', 'ab', 'x')
string|contains('abc', 'b')
string|string-length('åäö')
string|normalize-space('  a   b ')
string|regex('abcd', '[a-c]+')
string|regex('0705-123', '\\d{4}-\\d{3}')
string|checklist(1, 2, true(), false(), true())
string|weighted-checklist(2, 3, true(), 1, true(), 1.5)
string|boolean-from-string('TRUE')
string|digest('abc', 'MD5', 'hex')
string|digest('abc', 'SHA-256')
string|base64-decode('aGVq')
string|instance('l')/root/item[name = 'b']/k
string|instance('l')/root/item[name = /data/one]/k
string|jr:choice-name(/data/one, '/data/one')
string|1 < 2 < 3
string|'1.0' = 1
string|'1.0' = '1'
string|/data/d = '2.50'
string|- /data/i
string|1 - - 1
string|2 + 3 * 4
string|/data/off
string|count(/data/off)
string|coalesce(/data/off, 'gone')
string|version()
string|../i + 1
string|5 = 5.0000000000001
string|concat(10 div 3)
int|/data/i > 3
int|2.7
decimal|1 div 3
int|'abc'
date|'2020-01-02'
date|/data/moment
dateTime|/data/day
boolean|1 = 1
date|5
decimal|3
repeat|position(..)
repeat|../n + 1
repeat|/data/rep/n
repeat|sum(/data/rep/n)
repeat|sum(../../rep/n)
repeat|count(../../rep)
repeat|count(/data/rep)
repeat|indexed-repeat(/data/rep/n, /data/rep, position(..) - 1)
repeat|/data/rep[position() = position(current()/..) - 1]/n
repeat|sum(/data/rep[n > 1]/n)
repeat|concat(../n, '/', position(..))
"""
CASES = [tuple(line.split("|", 1)) for line in ALIKE.strip().splitlines()]


def with_calculation(kind, expression):
    path, type_ = ("/data/rep/c", "string") if kind == "repeat" else ("/data/c", kind)
    return FORM % f'<bind nodeset="{path}" type="{type_}" calculate={quoteattr(expression)}/>'


def worked(kind, expression):
    fill = Fill(Form(read_xform(with_calculation(kind, expression))[0]))
    assert fill.form.troubles == []
    return [node.text for node in fill.nodes("/data/rep/c" if kind == "repeat" else "/data/c")]


@pytest.mark.java
@pytest.mark.parametrize(("kind", "expression"), CASES)
def test_is_worked_out_as_javarosa_does(kind, expression, javarosa, tmp_path):
    path = tmp_path / "form.xml"
    path.write_text(with_calculation(kind, expression), "utf-8")
    assert javarosa.open(path) == ""
    values = javarosa.state().values
    addresses = [f"/data/rep[{n}]/c" for n in (1, 2, 3)] if kind == "repeat" else ["/data/c"]

    assert worked(kind, expression) == [values.get(address, "") for address in addresses]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("max(-3, -1)", "-1"),  # JavaRosa says 0
        ("/data/rep[2]/n", "2"),  # JavaRosa says nothing
        ("distance(/data/tr)", "222620.73521323"),
        ("area(/data/sh)", "6194998956.38"),
        ("count(randomize(instance('l')/root/item, 5))", "3"),
        ("pulldata('l', 'k', 'name', 'c')", "3"),
    ],
)
def test_is_worked_out_where_javarosa_does_not_or_rounds_otherwise(expression, value):
    [found] = worked("string", expression)

    assert math.isclose(float(found), float(value), rel_tol=1e-9)


@pytest.mark.parametrize(
    ("told", "what", "at"),
    [
        ("1 +", "expression_ends", 3),
        ("(1", "expression_wants", 2),
        ("concat(1", "expression_wants", 8),
        ("/data/a b", "expression_rest", 8),
        ("1 = = 2", "expression_operand", 4),
        ("/data/", "expression_step", 6),
        ("'abc", "expression_sign", 0),
        ("${name}", "expression_sign", 0),
        ("/data/node()", "expression_step", 6),
        ("(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1), "expression_deep", DEEPEST),
        ("1" * 60_001, "expression_long", 60_000),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(told, what, at):
    with pytest.raises(Unreadable) as trouble:
        parse(told)

    assert (trouble.value.what, trouble.value.at) == (what, at)


def test_a_long_sum_is_no_deeper_than_a_short_one():
    assert compiled(" + ".join(["1"] * 5_000))(None) == 5_000


@pytest.mark.parametrize("told", ["nosuch(1)", "if(1)", "current(1)/a", "foo()/a"])
def test_functions_that_are_not_there_or_get_too_little_are_told(told):
    with pytest.raises(Trouble):
        compiled(told)


@pytest.mark.parametrize(
    "told",
    ["(a+)+b", "(a|a)*b", "(a?a?)*b", "a*a*a*a*a*a*b", "a?" * 30 + "a" * 30 + "b", "([a-z]+\\s*)*$", "(?:x+x+)+y"],
)
def test_patterns_that_may_take_for_ever_do_not(told):
    assert not pattern(told)("a" * 2_000 + "!")


@pytest.mark.parametrize("told", ["(?=a)(b+)+", "(a+)\\1+", "((a{1,99}){1,99})*", "(?i)(a+)+"])
def test_patterns_that_cannot_be_run_safely_are_refused(told):
    with pytest.raises(Trouble) as trouble:
        pattern(told)

    assert trouble.value.what == "regex_slow"


@pytest.mark.parametrize(
    ("told", "yes", "no"),
    [
        ("[0-9]{3,4}", "123", "12345"),
        ("\\p{L}+ \\p{L}+", "Åsa Öberg", "Åsa 1"),
        ("[a-z]+(\\.[a-z]+)*@[a-z]+(\\.[a-z]{2,})+", "a.b@c.example.se", "a.b@c"),
        ("^(foo|bar|[^\\d\\s])+$", "foobarx", "foo 1"),
        ("(\\+46|0)\\s?7\\d(\\s?\\d){7}", "070 123 45 67", "08 123"),
    ],
)
def test_patterns_that_forms_have_are_run(told, yes, no):
    assert (pattern(told)(yes), pattern(told)(no)) == (True, False)


pieces = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "\\d", "\\w"])
patterns = st.recursive(
    pieces,
    lambda inner: st.one_of(
        st.builds(lambda one, sign: f"(?:{one}){sign}", inner, st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "*?"])),
        st.builds(lambda one, other: f"(?:{one}|{other})", inner, inner),
        st.builds(lambda one, other: one + other, inner, inner),
    ),
    max_leaves=6,
)


@given(patterns, st.text("ab1 ", max_size=6))
def test_the_table_of_states_says_what_pythons_engine_says(told, text):
    careful = _States(re._parser.parse(told), told)

    assert careful.match(text) == pattern(told)(text) == (re.fullmatch(told, text) is not None)


def test_an_expression_tells_what_it_reads():
    told = "instance('town')/root/item[region = current()/../region and size > /data/least]/name"

    assert list(references(parse(told), "/data/place/town")) == ["/data/place/region", "/data/least"]
    assert list(references(parse("sum(/data/place[./size > 3]/size)"), "/data/all")) == [
        "/data/place/size",
        "/data/place/size",
    ]


names = st.sampled_from(["a", "b-c", "d.e", "_f", "å"])
numbers = st.integers(0, 999).map(float) | st.floats(0.001, 1e6).map(lambda value: round(value, 3))
words = st.text("abc'åäö <>&-", max_size=6).filter(lambda text: "'" not in text or '"' not in text)
steps = st.builds(Step, names | st.sampled_from(["..", "."]))
paths = st.builds(Path, st.sampled_from(["/", ""]), st.lists(steps, min_size=1, max_size=3).map(tuple))
leaves = st.builds(Number, numbers) | st.builds(Words, words) | paths
BY_LEVEL = [("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod")]


def levels(children):
    """A chain of operators of one level whose first operand binds more strongly: as the reader makes them."""

    def chain(level, first, rest):
        level = BY_LEVEL[level]
        made = Chain(first, tuple((level[number % len(level)], operand) for number, operand in rest))
        return made if not (isinstance(first, Chain) and first.rest[0][0] in level) else first

    return st.one_of(
        st.builds(
            chain, st.integers(0, 5), children, st.lists(st.tuples(st.integers(0, 3), children), min_size=1, max_size=3)
        ),
        st.builds(Call, st.sampled_from(["concat", "jr:choice-name", "if"]), st.lists(children, max_size=3).map(tuple)),
        st.builds(Negative, children),
        st.builds(lambda step, predicate: Path("/", (Step("data"), Step(step, (predicate,)))), names, children),
    )


@given(st.recursive(leaves, levels, max_leaves=12))
def test_what_is_written_is_read_as_the_same(expression):
    told = write(expression)

    assert parse(told) == expression
    assert tidy(told) == told


@given(
    st.recursive(
        st.builds(Number, numbers),
        lambda inner: st.builds(
            lambda a, o, b: Chain(a, ((o, b),)), inner, st.sampled_from(["+", "-", "*", "div", "<", ">=", "="]), inner
        ),
        max_leaves=8,
    )
)
def test_arithmetic_is_that_of_another_xpath_engine(expression):
    told = write(expression)
    theirs = etree.XPath(told)(etree.fromstring("<a/>"))
    ours = compiled(told)(None)

    assert type(ours) is type(theirs)
    assert (
        ours == theirs
        or (math.isnan(ours) and math.isnan(theirs))
        or math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-11)
    )


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_as_java_writes_them_are_the_same_numbers(number):
    assert float(java(number)) == number


@given(
    st.text(max_size=40),
    st.sampled_from(["int", "decimal", "date", "time", "dateTime", "geopoint", "geotrace", "geoshape", "string"]),
)
def test_any_text_has_a_value_or_none(text, kind):
    made = typed(text, kind, UTC)

    assert made is None or typed(made[1], kind, UTC) == made
