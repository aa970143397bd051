"""Forms made up by chance, as sheets of an XLSForm; and answers to them, right and wrong."""

from __future__ import annotations

from random import Random

LANGUAGES = ("Svenska (sv)", "English (en)")
WORDS = [
    "hur",
    "väl",
    "känner",
    "du",
    "till",
    "kommunens",
    "plan",
    "för",
    "skolan",
    "och",
    "vägarna",
    "&",
    "<hela>",
    "staden",
    "“nu”",
    "ą",
    "ę",
    "100",
    "%",
]


class Made:
    """Sheets by name (rows as dicts), and what is known of the questions while they are made."""

    def __init__(self, seed: int, *, size: int = 14, languages: int = 2, repeats: bool = True) -> None:
        self.r = Random(seed)
        self.languages = LANGUAGES[:languages]
        self.repeats = repeats
        self.survey: list[dict[str, str]] = []
        self.choices: list[dict[str, str]] = []
        self.number = 0
        self.known: list[tuple[str, str, str]] = []  # name, kind, the repeat that it is in
        self.lists = {
            "region": ["r1", "r2", "r3"],
            "town": [f"t{n}" for n in range(9)],
            "mood": ["1", "2", "3", "4", "5"],
        }
        for name, values in self.lists.items():
            for at, value in enumerate(values):
                row = {"list_name": name, "name": value, **self.texts("label")}
                if name == "town":
                    row["region"] = self.lists["region"][at % 3]
                self.choices.append(row)
        self.inside = ""
        # JavaRosa keeps the choices of a filter when what it reads is no longer relevant: such forms are not made.
        self.always: list[str] = []
        self.conditions = 0
        self.section(size, 0)
        if not any(" region" in row["type"] for row in self.survey):
            self.survey.append({"type": "select_one region", "name": "q_region", **self.texts("label")})
        for name in ("town", "mood"):
            self.survey.append({"type": f"select_one {name}", "name": f"q_last_{name}", **self.texts("label")})
        self.settings = [{"form_title": f"Form {seed}", "form_id": f"form_{seed}", "version": "3"}]
        if self.languages:
            self.settings[0]["default_language"] = self.languages[0]

    @property
    def book(self) -> dict[str, list[dict[str, str]]]:
        return {"survey": self.survey, "choices": self.choices, "settings": self.settings}

    def name(self) -> str:
        self.number += 1
        return f"q{self.number}"

    def words(self) -> str:
        return " ".join(self.r.choice(WORDS) for _ in range(self.r.randint(1, 6)))

    def texts(self, column: str) -> dict[str, str]:
        if not self.languages:
            return {column: self.words()}
        return {f"{column}::{language}": self.words() for language in self.languages}

    def of(self, *kinds: str) -> list[str]:
        return [name for name, kind, inside in self.known if kind in kinds and inside in ("", self.inside)]

    def condition(self) -> str:
        """Something that is true or false of what was asked before."""
        r = self.r
        signs = [">", "<", ">=", "<=", "=", "!="]
        made = [
            f"${{{name}}} {r.choice(signs)} {r.randint(-2, 12)}" for name in self.of("integer", "decimal", "calculate")
        ]
        for name in self.of("text"):
            made += [
                f"${{{name}}} = ''",
                f"string-length(${{{name}}}) > {r.randint(0, 4)}",
                f"contains(${{{name}}}, 'a')",
            ]
        for name in self.of("mood"):
            made += [f"${{{name}}} = '{r.randint(1, 5)}'", f"selected(${{{name}}}, '2')", f"${{{name}}} > 2"]
        for name in self.of("moods"):
            made += [f"selected(${{{name}}}, '{r.randint(1, 5)}')", f"count-selected(${{{name}}}) >= 2"]
        for name in self.of("date"):
            made += [f"${{{name}}} > date('2020-06-01')", f"format-date(${{{name}}}, '%Y') = '2021'"]
        made += [f"${{{name}}} != 'r2'" for name in self.of("region")]
        if not made:
            return "1 = 1"
        found = r.choice(made)
        if r.random() < 0.3:
            found = f"{found} {r.choice(['and', 'or'])} {r.choice(made)}"
        return f"not({found})" if r.random() < 0.15 else found

    def number_of(self) -> str:
        r = self.r
        made = ["1", "2.5", "count-selected('a b')"]
        made += [f"${{{name}}}" for name in self.of("integer", "decimal")]
        made += [f"coalesce(${{{name}}}, 0)" for name in self.of("integer", "calculate")]
        made += [f"string-length(${{{name}}})" for name in self.of("text")]
        made += [f"number(${{{name}}})" for name in self.of("mood")]
        one, other = r.choice(made), r.choice(made)
        return r.choice(
            [
                f"{one} + {other}",
                f"{one} - {other}",
                f"{one} * {other}",
                f"{one} div 4",
                f"round({one} div 3, 2)",
                f"int({one}) mod 3",
                f"if({self.condition()}, {one}, {other})",
                f"min({one}, {other})",
            ]
        )

    def calculation(self) -> str:
        r = self.r
        if r.random() < 0.6:
            return self.number_of()
        texts = [f"${{{name}}}" for name in self.of("text", "mood", "region", "calculate")] or ["'x'"]
        return r.choice(
            [
                f"concat({r.choice(texts)}, '-', {r.choice(texts)})",
                f"if({self.condition()}, 'yes', 'no')",
                f"substr({r.choice(texts)}, 0, 2)",
                f"coalesce({r.choice(texts)}, 'none')",
                f"join('/', {r.choice(texts)}, {r.choice(texts)})",
                f"string({self.number_of()})",
                f"translate({r.choice(texts)}, 'abc', 'xy')",
            ]
        )

    def constraint(self, kind: str) -> str:
        r = self.r
        if kind in ("integer", "decimal"):
            return r.choice([". >= 0 and . <= 10", ". != 3", ". < 100", f". >= {self.number_of()} or . < 5"])
        if kind == "text":
            return r.choice(["string-length(.) < 5", "regex(., '[a-z]+')", "not(contains(., 'x'))"])
        if kind == "moods":
            return "count-selected(.) <= 2"
        return ". <= date('2022-01-01')" if kind == "date" else ". != '5'"

    def section(self, size: int, depth: int) -> None:
        while size > 0:
            chance = self.r.random()
            if chance < 0.12 and depth < 2 and size > 3:
                size -= self.group(min(size, 4), depth, "group")
            elif chance < 0.22 and depth < 2 and size > 3 and self.repeats and not self.inside:
                size -= self.group(min(size, 4), depth, "repeat")
            else:
                self.question()
                size -= 1

    def group(self, size: int, depth: int, what: str) -> int:
        name = self.name()
        row = {"type": f"begin_{what}", "name": name, **self.texts("label")}
        if self.r.random() < 0.4:
            row["relevant"] = self.condition()
        if what == "group" and self.r.random() < 0.3:
            row["appearance"] = "field-list"
        if what == "repeat" and self.r.random() < 0.3:
            row["repeat_count"] = str(self.r.randint(1, 3))
        self.survey.append(row)
        self.conditions += "relevant" in row
        before = len(self.known)
        if what == "repeat":
            self.inside = name
        self.section(size, depth + 1)
        self.conditions -= "relevant" in row
        self.survey.append({"type": f"end_{what}"})
        if what == "repeat":
            self.inside = ""
            numbers = [one for one, kind, _ in self.known[before:] if kind == "integer"]
            if numbers and self.r.random() < 0.7:
                way = self.r.choice(["sum", "count-non-empty", "min"])
                self.add("calculate", "calculate", {"calculation": f"{way}(${{{self.r.choice(numbers)}}})"})
        return size

    def add(self, type_: str, kind: str, more: dict[str, str]) -> None:
        name = self.name()
        self.survey.append({"type": type_, "name": name, **more})
        self.known.append((name, kind, self.inside))

    def question(self) -> None:
        r = self.r
        kind = r.choice(
            [
                "text",
                "integer",
                "integer",
                "decimal",
                "mood",
                "moods",
                "region",
                "town",
                "date",
                "calculate",
                "note",
                "rank",
                "range",
                "acknowledge",
            ]
        )
        types = {
            "mood": "select_one mood",
            "moods": "select_multiple mood",
            "region": "select_one region",
            "rank": "rank region",
            "town": "select_one town",
        }
        more: dict[str, str] = {}
        if kind != "calculate":
            more |= self.texts("label")
        if r.random() < 0.25 and kind not in ("calculate", "note"):
            more["required"] = "yes" if r.random() < 0.7 else self.condition()
            more |= self.texts("required_message") if r.random() < 0.5 else {}
        if r.random() < 0.35:
            more["relevant"] = self.condition()
        if kind in ("integer", "decimal", "text", "moods", "date", "mood") and r.random() < 0.4:
            more["constraint"] = self.constraint(kind)
            more |= self.texts("constraint_message")
        if kind == "calculate":
            more["calculation"] = self.calculation()
        if kind == "range":
            more["parameters"] = "start=0 end=10 step=2"
        if kind == "town" and (regions := [one for one in self.of("region") if one in self.always]):
            more["choice_filter"] = f"region = ${{{r.choice(regions)}}}"
        # JavaRosa does not count again when a new repeat has a default deep inside it.
        if kind == "integer" and not self.inside and r.random() < 0.2:
            more["default"] = str(r.randint(0, 9))
        if kind == "text" and r.random() < 0.15:
            more["default"] = "concat('a', 'b')"
        if kind == "note" and (answers := self.of("text", "integer")):
            for key in [key for key in more if key.startswith("label")]:
                more[key] += f" ${{{r.choice(answers)}}}"
        if kind not in ("note", "calculate") and r.random() < 0.2:
            more |= self.texts("hint")
        if kind == "region" and not self.conditions and "relevant" not in more:
            self.always.append(f"q{self.number + 1}")
        self.add(types.get(kind, kind), kind, more)


def answer_to(kind: str, choices: list[str], r: Random) -> str:
    """An answer as somebody may give it, now and then one that is not allowed, or none."""
    if r.random() < 0.15:
        return ""
    match kind:
        case "integer":
            return str(r.randint(-3, 14))
        case "decimal":
            return r.choice(["0.5", "3", "7.25", "-1.5", "12.0", "99.99"])
        case "text":
            return r.choice(["a", "ab", "xyz", "åäö", "längre text", "a & b", "12"])
        case "date":
            return r.choice(["2019-02-03", "2021-05-06", "2023-12-31", "1970-01-01"])
        case "select_one":
            return r.choice(choices) if choices else ""
        case "select_multiple":
            return " ".join(one for one in choices if r.random() < 0.4)
        case "rank":
            return " ".join(r.sample(choices, len(choices)))
        case "range":
            return str(r.choice([0, 2, 4, 6, 8, 10]))
        case "acknowledge":
            return "OK"
    return ""
