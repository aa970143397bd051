"""What can be wrong with a survey's data, a design or a target: each has a name, and says what it is about."""

from __future__ import annotations

from collections.abc import Iterable


class SurveyFault(ValueError):
    """Anything that the data or what was asked for does not allow."""


class UnknownSource(SurveyFault):
    """The source is none of the kinds of table that can be read."""

    def __init__(self, source: object):
        super().__init__(f"a {type(source).__name__} is no table that can be read: give a Parquet path or a data frame")


class UnknownColumn(SurveyFault):
    """A column that was named is not in the source."""

    def __init__(self, names: Iterable[str]):
        self.names = tuple(names)
        super().__init__(f"the source has no column {', '.join(map(repr, self.names))}")


class NotNumeric(SurveyFault):
    """A mean, total, ratio or quantile of a column that holds no numbers."""

    def __init__(self, name: str):
        self.name = name
        super().__init__(f"{name!r} holds no numbers; ask for its shares instead")


class NotFinite(SurveyFault):
    """A column holds an infinite number."""

    def __init__(self, name: str):
        self.name = name
        super().__init__(f"{name!r} holds a number that is infinite")


class BadDesign(SurveyFault):
    """The design contradicts itself or the data."""


class BadWeight(SurveyFault):
    """Weights that are missing, negative or infinite. `rows`: how many. A weight of zero is allowed: the row counts as
    one of the design, and in no table."""

    def __init__(self, name: str, rows: int):
        self.name, self.rows = name, rows
        super().__init__(f"{rows} rows have no weight in {name!r}, or one that is negative or infinite")


class BadPopulation(SurveyFault):
    """A population that is missing, differs within a stratum, or is smaller than what was drawn from it."""


class SinglePsu(SurveyFault):
    """Strata with one PSU, of which nothing can be said how much it could vary. `strata`: which, as the source names them."""

    def __init__(self, strata: Iterable[object], stage: int = 1):
        self.strata = tuple(strata)
        self.stage = stage
        shown = ", ".join(map(str, self.strata[:5])) + (", …" if len(self.strata) > 5 else "")
        super().__init__(
            f"only one unit was drawn at stage {stage} in {shown}: put strata together, or say with Design(single=…) how "
            "such a stratum counts"
        )


class EmptyCell(SurveyFault):
    """A target for people whom nobody in the survey stands for. `cells`: which."""

    def __init__(self, cells: Iterable[object]):
        self.cells = tuple(cells)
        super().__init__(f"there is a target but no weight for {', '.join(map(str, self.cells[:5]))}")


class NoTarget(SurveyFault):
    """People in the survey whom no target stands for. `cells`: which."""

    def __init__(self, cells: Iterable[object]):
        self.cells = tuple(cells)
        super().__init__(f"there is no target for {', '.join(map(str, self.cells[:5]))}")


class CannotMeet(SurveyFault):
    """Targets that cannot be met together, or not within the bounds. `margins`: those that are missed most; `error`: by how
    much, relative."""

    def __init__(self, message: str, margins: Iterable[str] = (), error: float = float("nan")):
        self.margins, self.error = tuple(margins), error
        super().__init__(message)
