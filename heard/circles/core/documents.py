"""A format as it is written: YAML text, with the line on which each part stands."""

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from heard.circles.core.formats import Format, FormatFault, read_format

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A format with the lines of its parts, counted from 1."""

    format: Format
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        return line_of(self.lines, path)


class DocumentFault(ValueError):
    """A text that is not a format: the line, and what to do."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
        self.message = message


def read_text(text: str) -> Document:
    """Raises `DocumentFault` with the line of the first fault."""
    try:
        _refuse_aliases(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        document = yaml.safe_load(text)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise DocumentFault(line, f"this is not YAML: {fault.problem}.") from fault
    except yaml.YAMLError as fault:
        raise DocumentFault(1, f"this is not YAML: {fault}.") from fault
    lines: dict[Path, int] = {(): 1}
    if node is not None:
        _note_lines(node, (), lines)
    try:
        return Document(read_format(document), lines)
    except FormatFault as fault:
        where = ".".join(map(str, fault.path)) or "document"
        raise DocumentFault(line_of(lines, fault.path), f"{where}: {fault.message}") from fault


def _refuse_aliases(text: str) -> None:
    """Aliases can make a small text endless."""
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise DocumentFault(line, f"*{event.anchor} is an alias; write the part out.")


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of the nearest part that is written; a missing part stands in its parent."""
    while path not in lines:
        path = path[:-1]
    return lines[path]


def _note_lines(node: yaml.Node, path: Path, lines: dict[Path, int]) -> None:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            lines[(*path, key.value)] = key.start_mark.line + 1
            _note_lines(value, (*path, key.value), lines)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            _note_lines(item, (*path, number), lines)
