"""Taking a takeout in: every record becomes one of this installation, or is found here, or it is said why it cannot be.

It runs inside one transaction of whoever calls. To look through is to take in and to take everything back again, so that
what is said beforehand is what would happen. Rows are made as rows, not by the actions of their rooms: they have happened
elsewhere, and are written down as they stood (docs/decisions/0023).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from byalag.core import files
from byalag.core.files import FileRefused
from byalag.core.models import StoredFile
from byalag.core.search import batched
from byalag.core.takeouts import TakeoutKind, Taking, Values
from byalag.rooms.people.api import Organisation, organisations_with_members

from ..models import Origin
from .cleaning import NotPlain, clean
from .columns import BATCH, IDENTIFIER, Numbers, columns_of, installation, kinds
from .reading import Opened, Unreadable

ORGANISATION = "people.organisation"
MOST_PROBLEMS = 200


@dataclass
class Found:
    """What taking in makes of each kind, what was there already, what is read only and why, and what cannot be taken."""

    made: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)
    stays: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    more_problems: int = 0

    def as_data(self) -> dict[str, Any]:
        return {
            "made": dict(self.made),
            "there": dict(self.there),
            "stays": dict(self.stays),
            "problems": self.problems,
            "more_problems": self.more_problems,
        }


class Stays(Exception):
    """A row is read in the takeout only."""


class CannotBe(Exception):
    """A row cannot be taken in; the text says why."""


class TakingIn:
    """`organisation`: whose it becomes here; None makes it anew. `by_operator`: what is joint with others who work here is
    taken in, too. `save`: files are kept as well; without, everything is to be taken back afterwards."""

    def __init__(self, opened: Opened, *, organisation: Organisation | None, by_operator: bool, save: bool):
        self.opened, self.organisation, self.by_operator, self.save = opened, organisation, by_operator, save
        self.found, self.home, self.kinds = Found(), installation(), kinds()
        self.taking = Taking(organisation.pk if organisation else 0, self.kinds)
        self.accepted: dict[str, Numbers] = defaultdict(Numbers)  # rows here that the takeout may point to
        self.new: dict[str, Numbers] = defaultdict(Numbers)
        self._stayed: dict[tuple[str, str], str] = {}  # by kind and identifier: the reason
        self._others: dict[int, Values] = {}  # organisations that work here themselves
        self._stored: dict[str, int] = {}

    def run(self) -> Found:
        """Raises Unreadable for a file that is not what it says."""
        for kind in self.kinds.values():
            for batch in batched(self.opened.rows(kind.key), BATCH):
                self._make(kind, self._unknown(kind, batch))
            if kind.key == ORGANISATION and not self.taking.organisation_id:
                if not self.found.problems:
                    raise Unreadable("other")
                return self.found  # nothing can be anybody's before that is settled
        for kind in self.kinds.values():
            self._fill_in(kind)
        for key in sorted(set(self.opened.kinds) - set(self.kinds)):
            if count := self.opened.kinds[key]["count"]:
                self.found.stays[_("This installation does not know this kind of record.")] += int(count)
        return self.found

    # --- What is here already -----------------------------------------------------------------------------------------

    def _unknown(self, kind: TakeoutKind, batch: list[Values]) -> list[Values]:
        """The rows of these that are not here yet; the others are noted."""
        places = self._places(kind.key, [values["id"] for values in batch])
        there = set(kind.model._default_manager.filter(pk__in=places.values()).values_list("pk", flat=True))
        allowed = self._allowed(kind, there)
        unknown, gone = [], []
        for values in batch:
            number = places.get(values["id"])
            if number is None or number not in there:
                gone += [number] if number is not None else []
                unknown.append(values)
            elif number in allowed:
                self._recognise(kind, values, number)
            else:
                self._problem(kind, values, _("It is here already, and belongs to another organisation."))
        Origin.objects.filter(kind=kind.key, local_id__in=gone).delete()
        return unknown

    def _places(self, key: str, identifiers: Iterable[str]) -> dict[str, int]:
        """The number that each of these has here, as far as it has one (one query)."""
        parted = {name: split(name) for name in identifiers}
        numbers = {number for _home, number in parted.values()}
        known = {
            (row.installation, row.number): row.local_id for row in Origin.objects.filter(kind=key, number__in=numbers)
        }
        found = {name: known[both] for name, both in parted.items() if both in known}
        own = {name: number for name, (home, number) in parted.items() if home == self.home and number > 0}
        return own | found

    def _allowed(self, kind: TakeoutKind, numbers: set[int]) -> set[int]:
        """Those of the rows that the organisation may point to: its own, what is joint, and what is everybody's."""
        if not numbers:
            return set()
        rows = kind.model._default_manager.filter(pk__in=numbers)
        if kind.part_of:
            owner = kind.model._meta.get_field(kind.part_of)
            rows = kind.only(self.taking, rows) if kind.only else rows
            accepted = self.accepted[owner.related_model._meta.label_lower]  # type: ignore[union-attr]
            return {pk for pk, owner_id in rows.values_list("pk", f"{owner.name}_id") if owner_id in accepted}
        sets = [self.taking.rows(kind.key), *self.taking.named(kind.key, brought=False)]
        if kind.whose:
            sets.append(kind.model._default_manager.filter(**{kind.whose: self.taking.organisation_id}))
        return {pk for each in sets for pk in each.filter(pk__in=numbers).values_list("pk", flat=True)}

    def _recognise(self, kind: TakeoutKind, values: Values, number: int) -> None:
        self.accepted[kind.key].add(number)
        self.found.there[kind.key] += 1
        home, there = split(values["id"])
        Origin.objects.get_or_create(kind=kind.key, installation=home, number=there, defaults={"local_id": number})
        if kind.key == ORGANISATION:
            self._is_organisation(values, Organisation.objects.get(pk=number))

    # --- What is made -------------------------------------------------------------------------------------------------

    def _make(self, kind: TakeoutKind, batch: list[Values]) -> None:
        later = {key.name for key, _to in columns_of(kind.key).later(kind.key)}
        places = self._pointed_at(kind, batch, later)
        rows: list[tuple[Values, Any]] = []
        for values in batch:
            try:
                self._see_whether_it_stays(kind, values)
                if self._stands_otherwise(kind, values, places):
                    self.found.there[kind.key] += 1
                    continue
                row = self._row(kind, values, places, later)
                if (here := self._same(kind, values, row)) is not None:
                    self._recognise(kind, values, here)
                else:
                    rows.append((values, row))
            except Stays as reason:
                self._stayed[kind.key, values["id"]] = str(reason)
                self.found.stays[str(reason)] += 1
            except CannotBe as fault:
                self._problem(kind, values, str(fault))
        made = self._insert(kind, rows)
        Origin.objects.bulk_create(
            Origin(kind=kind.key, installation=home, number=number, local_id=row.pk)
            for values, row in made
            for home, number in [split(values["id"])]
        )
        for _values, row in made:
            self.accepted[kind.key].add(row.pk)
            self.new[kind.key].add(row.pk)
        if made:
            self.found.made[kind.key] += len(made)
        self._inside(kind, made)
        self._see_who_is_spoken_for(kind, made)
        if kind.made and made:
            kind.made([row for _values, row in made])
        if kind.key == ORGANISATION:
            for values, row in made:
                self._is_organisation(values, row)

    def _pointed_at(self, kind: TakeoutKind, batch: list[Values], later: set[str]) -> dict[str, dict[str, int]]:
        """For each kind that these rows point to: which row here an identifier stands for."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for key, target in columns_of(kind.key).keys:
            if key.name not in later:
                wanted[target] |= {values[key.name] for values in batch if is_identifier(values.get(key.name))}
        return {target: self._here(target, names) for target, names in wanted.items()}

    def _here(self, key: str, names: Iterable[str]) -> dict[str, int]:
        return {name: number for name, number in self._places(key, names).items() if number in self.accepted[key]}

    def _see_whether_it_stays(self, kind: TakeoutKind, values: Values) -> None:
        try:
            if kind.stays and (reason := kind.stays(values)):
                raise Stays(str(reason))
        except TypeError as fault:
            raise CannotBe(_("It does not say what such a record has to say.")) from fault
        for key, target in columns_of(kind.key).keys:
            name = pointed(values, key.name)
            if not key.null and name and (target, name) in self._stayed:
                raise Stays(self._stayed[target, name])

    def _stands_otherwise(self, kind: TakeoutKind, values: Values, places: dict[str, dict[str, int]]) -> bool:
        """A row that stood there in another way, beside something that is here already: it stands here in that way, too."""
        if not kind.part_of or split(values["id"])[1] >= 0:
            return False
        owner = next(target for key, target in columns_of(kind.key).keys if key.name == kind.part_of)
        return places[owner].get(pointed(values, kind.part_of) or "") not in self.new[owner]

    def _row(self, kind: TakeoutKind, values: Values, places: dict[str, dict[str, int]], later: set[str]) -> Any:
        columns, row = columns_of(kind.key), kind.model()
        try:
            for column in columns.plain:
                if column.name in values:
                    setattr(row, column.attname, clean(column, values[column.name]))
        except NotPlain as fault:
            raise CannotBe(str(fault)) from fault
        for key, target in columns.keys:
            name = pointed(values, key.name)
            number = places.get(target, {}).get(name) if name is not None and key.name not in later else None
            may_be_empty = key.name in later or (key.null and (name is None or (target, name) in self._stayed))
            if number is None and not may_be_empty:
                raise CannotBe(_("It points to something that is not in the file."))
            setattr(row, key.attname, number)
        if kind.whose:
            self._own(kind, row, values)
        for file in columns.files:
            sha256 = values.get(file.name)
            setattr(row, file.attname, self._file(sha256) if sha256 is not None else None)
        return row

    def _own(self, kind: TakeoutKind, row: Any, values: Values) -> None:
        """Whose it is said to be: the organisation's that takes in, or nobody's."""
        said = values.get(kind.whose)
        if said is not None and said != self.opened.organisation_id:
            raise CannotBe(_("It belongs to another organisation."))
        setattr(row, f"{kind.whose}_id", self.taking.organisation_id if said else None)

    def _file(self, sha256: Any) -> int:
        """The number of the file here; looked at as every file that comes in."""
        if not isinstance(sha256, str) or sha256 not in self.opened.files:
            raise CannotBe(_("Its file is not in the takeout."))
        if sha256 not in self._stored:
            known = StoredFile.objects.filter(sha256=sha256).first()
            try:
                with self.opened.open_file(sha256) as file:
                    self._stored[sha256] = (known or files.take_back(file, keep=self.save)).pk
            except FileRefused as refusal:
                raise CannotBe(str(refusal.sentence)) from refusal
        return self._stored[sha256]

    def _same(self, kind: TakeoutKind, values: Values, row: Any) -> int | None:
        """The row here that is the same, when such a kind of row can be recognised."""
        if kind.key == ORGANISATION and values["id"] == self.opened.organisation_id:
            return self._same_organisation(row)
        here: Any = None
        if kind.find:
            try:
                here = kind.find(values)
            except (KeyError, TypeError, AttributeError) as fault:
                raise CannotBe(_("It does not say what such a record has to say.")) from fault
        elif kind.found_by:
            wanted = {name: getattr(row, kind.model._meta.get_field(name).attname) for name in kind.found_by}  # type: ignore[union-attr]
            here = kind.model._default_manager.filter(
                **{f"{name}__isnull" if value is None else name: True if value is None else value
                   for name, value in wanted.items()}
            ).first()  # fmt: skip
        if here is None:
            if kind.whose and getattr(row, f"{kind.whose}_id") is None:
                setattr(row, f"{kind.whose}_id", self.taking.organisation_id)
            if kind.key == ORGANISATION:
                row.slug = free_slug(row.slug or row.name)
            return None
        return int(here.pk)

    # --- The organisations --------------------------------------------------------------------------------------------

    def _same_organisation(self, row: Organisation) -> int | None:
        """Whose it becomes: the one that was named, or a new one."""
        if self.organisation is not None:
            return int(self.organisation.pk)
        if Organisation.objects.filter(slug=row.slug).exists():
            raise CannotBe(
                _(
                    "There is an organisation with the address “%(slug)s” here. Say that it is the same one: --organisation %(slug)s"
                )
                % {"slug": row.slug}
            )
        return None

    def _is_organisation(self, values: Values, here: Organisation) -> None:
        if values["id"] == self.opened.organisation_id:
            if self.organisation is not None and here.pk != self.organisation.pk:
                self._problem(self.kinds[ORGANISATION], values, _("It works here already, under another name."))
            self.organisation = self.organisation or here
            self.taking = replace(self.taking, organisation_id=self.organisation.pk)
        elif not self.by_operator and organisations_with_members([here.pk]) and here != self.organisation:
            self._others[here.pk] = values

    def _see_who_is_spoken_for(self, kind: TakeoutKind, made: list[tuple[Values, Any]]) -> None:
        """By a page nothing is made that says what an organisation did that works here itself."""
        keys = [key.attname for key, to in columns_of(kind.key).keys if to == ORGANISATION and not key.null]
        for number in {getattr(row, key) for _values, row in made for key in keys} & set(self._others):
            self._problem(
                self.kinds[ORGANISATION], self._others.pop(number),
                _("It works here itself. What is joint with it is taken in by those who run the installation: byalag take-in"),
            )  # fmt: skip

    # --- Into the tables ----------------------------------------------------------------------------------------------

    def _insert(self, kind: TakeoutKind, rows: list[tuple[Values, Any]]) -> list[tuple[Values, Any]]:
        """All at once; when the database refuses, one by one, so that it is known which."""
        try:
            with transaction.atomic():
                kind.model._default_manager.bulk_create([row for _values, row in rows])
            return rows
        except (DatabaseError, ValidationError, ValueError, OverflowError):
            pass
        made = []
        for values, row in rows:
            row.pk = None
            try:
                with transaction.atomic():
                    row.save(force_insert=True)
                made.append((values, row))
            except (DatabaseError, ValidationError, ValueError, OverflowError):
                self._problem(kind, values, _("It does not go together with what is here already."))
        return made

    def _inside(self, kind: TakeoutKind, made: list[tuple[Values, Any]]) -> None:
        for inner in kind.inner:
            model = apps.get_model(inner.key)
            for values, row in made:
                lines = values.get(inner.name)
                for line in lines if isinstance(lines, list) else ():
                    told = {name: str(line.get(name, ""))[:40] for name in inner.fields}
                    if not model._default_manager.filter(**told).exists():
                        model._default_manager.create(**told, **{f"{inner.owner}_id": row.pk})

    def _fill_in(self, kind: TakeoutKind) -> None:
        """What points to kinds that came later, and what is many to many; of new rows only."""
        columns = columns_of(kind.key)
        later = columns.later(kind.key)
        if not self.new[kind.key] or not (later or columns.many):
            return
        for batch in batched(self.opened.rows(kind.key), BATCH):
            numbers = self._here(kind.key, [values["id"] for values in batch])
            new = [
                (values, numbers[values["id"]]) for values in batch if numbers.get(values["id"]) in self.new[kind.key]
            ]
            self._point(kind, new, later)
            for many, target in columns.many:
                self._link(many, target, new)

    def _point(self, kind: TakeoutKind, new: list[tuple[Values, int]], later: Any) -> None:
        rows = kind.model._default_manager.in_bulk([number for _values, number in new])
        changed: dict[int, Any] = {}
        for key, target in later:
            here = self._here(target, {values[key.name] for values, _n in new if is_identifier(values.get(key.name))})
            for values, number in new:
                name = values.get(key.name)
                if name is None or (is_identifier(name) and (target, name) in self._stayed):
                    continue
                if not is_identifier(name) or name not in here:
                    self._problem(kind, values, _("It points to something that is not in the file."))
                    continue
                setattr(rows[number], key.attname, here[name])
                changed[number] = rows[number]
        if changed:
            try:
                with transaction.atomic():
                    kind.model._default_manager.bulk_update(changed.values(), [key.name for key, _target in later])
            except DatabaseError:
                self._problem(kind, new[0][0], _("It does not go together with what is here already."))

    def _link(self, many: Any, target: str, new: list[tuple[Values, int]]) -> None:
        wanted = {name for values, _n in new for name in all_pointed(values, many.name)}
        here, through = self._here(target, wanted), many.remote_field.through
        mine, theirs = many.m2m_field_name(), many.m2m_reverse_field_name()
        through._default_manager.bulk_create(
            through(**{f"{mine}_id": number, f"{theirs}_id": here[name]})
            for values, number in new
            for name in all_pointed(values, many.name)
            if name in here
        )

    def _problem(self, kind: TakeoutKind, values: Values, sentence: str) -> None:
        if len(self.found.problems) >= MOST_PROBLEMS:
            self.found.more_problems += 1
            return
        self.found.problems.append(f"{kind.label}, “{called(values)}”: {sentence}")


def split(identifier: str) -> tuple[str, int]:
    home, _point, number = identifier.rpartition(".")
    return home, int(number)


def is_identifier(value: Any) -> bool:
    return isinstance(value, str) and IDENTIFIER.fullmatch(value) is not None


def pointed(values: Values, name: str) -> str | None:
    """What a foreign key points to. Raises CannotBe for what is no identifier."""
    said = values.get(name)
    if said is not None and not is_identifier(said):
        raise CannotBe(_("It points to something that is not in the file."))
    return said


def all_pointed(values: Values, name: str) -> list[str]:
    """What a many-to-many field points to, each once."""
    said = values.get(name)
    return list(dict.fromkeys(filter(is_identifier, said))) if isinstance(said, list) else []


def called(values: Values) -> str:
    """A row as a person would name it."""
    said = next((values[name] for name in ("title", "name", "text", "shows", "post") if values.get(name)), values["id"])
    return str(said)[:80]


def free_slug(wanted: str) -> str:
    """An address for an organisation that no other has."""
    slug = slugify(wanted)[:50] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(
        name for number in range(1, len(taken) + 3) if (name := f"{slug}-{number}" if number > 1 else slug) not in taken
    )
