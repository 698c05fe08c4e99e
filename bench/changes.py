"""Small changes to code, one at a time, each of which a test should notice.

Not changed are words for people, assertions, types, decorators and what only describes.
"""

import ast
import re
from collections.abc import Iterator
from copy import copy, deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

OTHERS: Final[dict[type, tuple[type, ...]]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}
NAMES: Final = {"any": "all", "all": "any", "min": "max", "max": "min"}
# Calls whose keywords say which rows are meant, or what is written.
OF_ROWS: Final = frozenset({"filter", "exclude", "get", "update", "Q"})
# Calls in a chain that may be left out.
STEPS: Final = frozenset({"filter", "exclude", "order_by", "strip", "lower", "removesuffix"})
LEFT_ALONE: Final = frozenset({"decorator_list", "annotation", "returns", "bases"})
SQL: Final = (
    *((f" {a} ", f" {b} ") for a, b in (("AND", "OR"), ("=", "<>"), ("<>", "="), ("<=", "<"))),
    *((f" {a} ", f" {b} ") for a, b in ((">=", ">"), ("<", "<="), (">", ">="), ("IN", "NOT IN"))),
    ("NOT EXISTS", "EXISTS"),
    (" NOT IN ", " IN "),
    (" IS NULL", " IS NOT NULL"),
    (" IS NOT NULL", " IS NULL"),
    ("AND NOT ", "AND "),
    (" OR ", " AND "),
)


@dataclass(slots=True)
class Change:
    """One other way to write a place of `file`."""

    file: Path
    line: int
    function: str
    what: str
    tree: ast.Module
    parent: ast.AST
    field: str
    place: int | None
    new: Any
    # Whether it is done when the module is loaded, and not each time somebody comes by.
    is_at_top: bool

    def code(self) -> ast.Module:
        """The file with this change, and with no other."""
        old = getattr(self.parent, self.field)
        value = self.new if self.place is None else [*old]
        if self.place is not None:
            value[self.place : self.place + 1] = [] if self.new is None else [self.new]
        setattr(self.parent, self.field, value)
        changed = ast.fix_missing_locations(deepcopy(self.tree))
        setattr(self.parent, self.field, old)
        return changed


def changes(file: Path, *, sql: bool = False) -> Iterator[Change]:
    """Of functions; at the top of a file, of what has a name."""
    tree = ast.parse(file.read_text())
    for top in tree.body:
        name = getattr(top, "name", "")
        if isinstance(top, ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign):
            for part, function in _parts(top, name):
                is_at_top = sql or isinstance(top, ast.Assign | ast.AnnAssign)
                for parent, field, place, old, new in _places(part, sql=sql):
                    what = _told(old, new)
                    yield Change(
                        *(file, getattr(old, "lineno", part.lineno), function, what),
                        *(tree, parent, field, place, new, is_at_top),
                    )


def _parts(top: ast.stmt, name: str) -> Iterator[tuple[ast.stmt, str]]:
    if not isinstance(top, ast.ClassDef):
        yield top, name
        return
    for each in top.body:
        if isinstance(each, ast.FunctionDef):
            yield each, f"{name}.{each.name}"


def _places(root: ast.AST, *, sql: bool) -> Iterator[tuple[ast.AST, str, int | None, Any, Any]]:
    for parent in _walk(root):
        for field, value in ast.iter_fields(parent):
            if field in LEFT_ALONE:
                continue
            children = enumerate(value) if isinstance(value, list) else [(None, value)]
            for place, child in children:
                if isinstance(child, ast.AST) and not isinstance(child, ast.arguments):
                    for new in _others(parent, field, child, sql=sql):
                        yield parent, field, place, child, new


def _walk(root: ast.AST) -> Iterator[ast.AST]:
    if isinstance(root, ast.Assert | ast.arguments):
        return
    yield root
    for field, value in ast.iter_fields(root):
        if field not in LEFT_ALONE:
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, ast.AST):
                    yield from _walk(each)


def _others(parent: ast.AST, field: str, child: ast.AST, *, sql: bool) -> Iterator[ast.AST | None]:
    if sql:
        yield from _other_sql(child)
        return
    if field in ("test", "ifs") and not isinstance(parent, ast.Assert):
        yield from _decided(child, may_hold=not isinstance(parent, ast.While))
    yield from _other_values(child)
    yield from _other_words(child)
    yield from _other_deeds(parent, child)


def _decided(test: Any, *, may_hold: bool) -> Iterator[ast.AST]:
    """The question is asked, and the answer known before."""
    yield ast.copy_location(ast.BoolOp(ast.And(), [test, ast.Constant(False)]), test)
    if may_hold:
        yield ast.copy_location(ast.BoolOp(ast.Or(), [test, ast.Constant(True)]), test)


def _other_values(child: ast.AST) -> Iterator[ast.AST]:
    match child:
        case ast.Compare(left, [operator], [right]):
            for other in OTHERS.get(type(operator), ()):
                yield ast.copy_location(ast.Compare(left, [other()], [right]), child)
        case ast.BoolOp(operator, values):
            for other in OTHERS[type(operator)]:
                yield ast.copy_location(ast.BoolOp(other(), values), child)
            for rest in _but_one(values):
                yield ast.copy_location(ast.BoolOp(operator, rest), child) if rest[1:] else rest[0]
        case ast.Tuple(values) | ast.List(values) | ast.Set(values) if _are_constant(values):
            for rest in _but_one(values):
                yield ast.copy_location(_same_with(child, rest), child)
        case ast.BinOp(left, operator, right) if type(operator) in OTHERS:
            other = OTHERS[type(operator)][0]
            yield ast.copy_location(ast.BinOp(left, other(), right), child)
        case ast.UnaryOp(ast.Not() | ast.Invert(), operand):
            yield operand


def _but_one(values: list[ast.expr]) -> Iterator[list[ast.expr]]:
    for place in range(len(values)) if len(values) > 1 else ():
        yield [*values[:place], *values[place + 1 :]]


def _are_constant(values: list[ast.expr]) -> bool:
    return all(isinstance(value, ast.Constant) for value in values)


def _same_with(group: Any, values: list[ast.expr]) -> ast.AST:
    changed: ast.AST = copy(group)
    changed.elts = values  # type: ignore[attr-defined]
    return changed


def _other_words(child: ast.AST) -> Iterator[ast.AST]:
    match child:
        case ast.Constant(bool() as value):
            yield ast.copy_location(ast.Constant(not value), child)
        case ast.Constant(int() | float() as value):
            yield ast.copy_location(ast.Constant(value + 1), child)
        case ast.Name(str() as name) if name in NAMES:
            yield ast.copy_location(ast.Name(NAMES[name], ast.Load()), child)
        case ast.Call(ast.Attribute(value, name)) if name in STEPS:
            yield value


def _other_deeds(parent: ast.AST, child: ast.AST) -> Iterator[ast.AST | None]:
    match child:
        case ast.Return(value) if value is not None and not isinstance(value, ast.Constant):
            yield ast.copy_location(ast.Return(ast.Constant(None)), child)
        case ast.Expr(ast.Call()) | ast.Raise() | ast.AugAssign() | ast.Continue() | ast.Break():
            yield ast.copy_location(ast.Pass(), child)
        case ast.keyword() if isinstance(parent, ast.Call) and _name(parent.func) in OF_ROWS:
            yield None


def _other_sql(child: ast.AST) -> Iterator[ast.AST]:
    if isinstance(child, ast.Constant) and isinstance(child.value, str):
        for old, new in SQL:
            for found in re.finditer(re.escape(old), child.value):
                text = child.value[: found.start()] + new + child.value[found.end() :]
                if "NOT NOT" not in text:
                    yield ast.copy_location(ast.Constant(text), child)


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


def _told(old: ast.AST, new: ast.AST | None) -> str:
    match new:
        case None:
            return f"{_said(old)}: left out"
        case ast.BoolOp(_, [question, ast.Constant(answer)]) if question is old:
            return f"{_said(old)}: {'always' if answer else 'never'}"
    return f"{_said(old)}: {_said(new)}"


def _said(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())
