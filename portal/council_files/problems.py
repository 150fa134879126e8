"""What is wrong with council files: collected, so that an office sees everything at once."""

from dataclasses import dataclass, field
from pathlib import Path

WHOLE_FILE = "(file)"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, with the place where it stands."""

    file: str
    line: int
    path: str
    message: str

    def __str__(self):
        return f"{self.file}:{self.line}: {self.path}: {self.message}"


@dataclass
class Problems:
    """The errors, which keep everything out of the database, and the warnings, which keep nothing out."""

    errors: dict = field(default_factory=dict)  # as keys, so that nothing is said twice
    warnings: dict = field(default_factory=dict)

    def error(self, place, message):
        self.errors[place.problem(message)] = True

    def warn(self, place, message):
        self.warnings[place.problem(message)] = True

    @property
    def in_order(self):
        """Errors by file as given, then by line."""
        files = {problem.file: None for problem in self.errors}
        numbers = {file: number for number, file in enumerate(files)}
        return sorted(self.errors, key=lambda problem: (numbers[problem.file], problem))


@dataclass(frozen=True)
class Place:
    """Where something stands in a file; problems are reported against it."""

    file: Path
    line: int
    path: str = ""

    def problem(self, message):
        return Problem(str(self.file), self.line, self.path or WHOLE_FILE, str(message))

    def below(self, name, line=None):
        return Place(self.file, line or self.line, f"{self.path}/{name}" if self.path else str(name))
