"""Which small errors can be made in a module: one change of one place each.

Only what functions do is changed. What is only said to a person (strings, messages of
errors) and what only holds for certain (asserts) is left alone.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import CodeType

_BOUNDARIES = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
_SIGNS = {ast.Add: ast.Sub, ast.Sub: ast.Add}
_JUNCTIONS = {ast.And: ast.Or, ast.Or: ast.And}
_EXTREMES = {"min": "max", "max": "min"}
#: Larger numbers are judgements (how sure a proposal is, how many days are near), and
#: one more or less of them is no error.
_COUNTED = 2
#: What is said, or certain; and what is only a type.
_LEFT_ALONE = ast.Assert | ast.JoinedStr | ast.Raise | ast.arguments
_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A module with one error in it.

    Attributes:
        path: The module.
        place: Which of its changes.
        line: Where.
        function: In which function, with its class: ``Buckets.index``.
        change: What was there, and what is there now.
    """

    path: Path
    place: int
    line: int
    function: str
    change: str

    def code(self) -> CodeType:
        """The whole module with the error, compiled."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        list(_changes(tree))[self.place].apply()
        return compiled(tree, self.path)


def mutants_of(path: Path) -> list[Mutant]:
    """Every error that can be made in a module."""
    found = []
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for place, change in enumerate(_changes(tree)):
        before = ast.unparse(change.shown)
        undo = change.apply()
        after = ast.unparse(change.shown)
        undo()
        after = "left out" if after == before else after
        mutant = Mutant(
            path=path,
            place=place,
            line=change.line,
            function=change.function,
            change=f"{before}  ->  {after}",
        )
        found.append(mutant)
    return found


def compiled(tree: ast.Module, path: Path) -> CodeType:
    """A changed tree as code that says it is the module's."""
    ast.fix_missing_locations(tree)
    return compile(tree, str(path), "exec", dont_inherit=True)


def outer_functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions and methods by their names; what they define is part of them."""
    for statement in tree.body:
        if isinstance(statement, _FUNCTION):
            yield statement.name, statement
        elif isinstance(statement, ast.ClassDef):
            for member in statement.body:
                if isinstance(member, _FUNCTION):
                    yield f"{statement.name}.{member.name}", member


@dataclass(slots=True)
class _Change:
    """A change that can be made: `apply` makes it and returns how to undo it."""

    line: int
    function: str
    shown: ast.AST
    apply: Callable[[], Callable[[], None]]


def _changes(tree: ast.Module) -> Iterator[_Change]:
    for name, function in outer_functions(tree):
        for statement in function.body:
            for holder, node in _inside(function, statement):
                for shown, apply in _of(holder, node, function):
                    yield _Change(node.lineno, name, shown, apply)


def _inside(parent: ast.AST, node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """A node and what is in it, each with what it stands in."""
    if isinstance(node, _LEFT_ALONE):
        return
    if isinstance(node, ast.expr | ast.stmt):
        yield parent, node
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _inside(node, child)


#: What to show of a change, and what makes it.
_Possible = tuple[ast.AST, "Callable[[], Callable[[], None]]"]


def _of(
    holder: ast.AST, node: ast.AST, function: ast.FunctionDef
) -> Iterator[_Possible]:
    """What can be changed of one node."""
    if isinstance(node, ast.stmt):
        yield from _of_statement(holder, node, function)
    elif isinstance(node, ast.Compare):
        yield from _of_comparison(node)
    elif isinstance(node, ast.Constant):
        yield from _of_number(holder, node)
    else:
        yield from _of_expression(node)


def _of_statement(
    holder: ast.AST, node: ast.stmt, function: ast.FunctionDef
) -> Iterator[_Possible]:
    match node:
        case ast.AugAssign(op=op) if not _is_text(node):
            if type(op) in _SIGNS:
                yield node, _set(node, "op", _SIGNS[type(op)]())
            yield node, _drop(holder, node)
        case ast.Return(value=ast.expr() as value) if _gives_decimal(function, value):
            yield node, _set(node, "value", ast.UnaryOp(ast.USub(), value))
        case ast.Expr(value=ast.Call()) | ast.Continue():
            yield node, _drop(holder, node)
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield node, _drop(holder, node)


def _of_comparison(node: ast.Compare) -> Iterator[_Possible]:
    for at, op in enumerate(node.ops):
        if type(op) in _BOUNDARIES:
            ops = [*node.ops]
            ops[at] = _BOUNDARIES[type(op)]()
            yield node, _set(node, "ops", ops)


def _of_number(holder: ast.AST, node: ast.Constant) -> Iterator[_Possible]:
    number = node.value
    if isinstance(number, bool) or not isinstance(number, int) or number > _COUNTED:
        return
    for other in (number + 1, number - 1):
        yield _around(holder, node), _set(node, "value", other)


def _of_expression(node: ast.AST) -> Iterator[_Possible]:
    match node:
        case ast.BinOp(op=op) if type(op) in _SIGNS and not _is_text(node):
            yield node, _set(node, "op", _SIGNS[type(op)]())
        case ast.BoolOp(op=op):
            yield node, _set(node, "op", _JUNCTIONS[type(op)]())
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            if not isinstance(operand, ast.Constant):
                yield node, _set(node, "op", ast.UAdd())
        case ast.Call(func=ast.Name(id=name) as called) if name in _EXTREMES:
            yield node, _set(called, "id", _EXTREMES[name])


def _set(node: ast.AST, name: str, value: object) -> Callable[[], Callable[[], None]]:
    def apply() -> Callable[[], None]:
        before = getattr(node, name)
        setattr(node, name, value)
        return lambda: setattr(node, name, before)

    return apply


def _drop(holder: ast.AST, node: ast.AST) -> Callable[[], Callable[[], None]]:
    """Leave a statement out of the block that it stands in."""

    def apply() -> Callable[[], None]:
        block = next(
            value
            for _name, value in ast.iter_fields(holder)
            if isinstance(value, list) and node in value
        )
        at = block.index(node)
        block[at] = ast.Pass(lineno=node.lineno, col_offset=node.col_offset)

        def undo() -> None:
            block[at] = node

        return undo

    return apply


def _around(holder: ast.AST, node: ast.AST) -> ast.AST:
    """What shows a number best: the expression that it stands in."""
    return holder if isinstance(holder, ast.expr) else node


def _is_text(node: ast.BinOp | ast.AugAssign) -> bool:
    """Whether strings are joined, as far as can be seen."""
    return any(
        isinstance(part, ast.JoinedStr)
        or (isinstance(part, ast.Constant) and isinstance(part.value, str))
        for part in ast.walk(node)
    )


def _gives_decimal(function: ast.FunctionDef, value: ast.expr) -> bool:
    """Whether an amount is returned that another sign makes another one."""
    if isinstance(value, ast.Name) and value.id == "ZERO":
        return False
    return isinstance(function.returns, ast.Name) and function.returns.id == "Decimal"
