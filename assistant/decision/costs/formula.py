"""Formulas of the cost model: sums of products, read from text. Nothing in them is executed."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from fractions import Fraction

from assistant.decision.costs.polynomial import Polynomial, added, constant, multiplied, scaled


def formula(text: str, names: Mapping[str, Polynomial]) -> Polynomial:
    """What the text says, for example ``people * duration * 12/52 * monthly``.

    ``names`` says what each name stands for. There is no minus: costs only add up, so that each
    rises with every input. ``ValueError`` says what cannot be read.
    """
    try:
        parsed = ast.parse(text, mode="eval").body
    except (SyntaxError, RecursionError, MemoryError) as error:
        msg = f"'{text}' is no formula"
        raise ValueError(msg) from error
    return _read(parsed, names)


def fraction(text: str) -> Fraction:
    """The number in a text such as ``52/12`` or ``0.5``; ``ValueError`` where it is none."""
    try:
        return Fraction(text)
    except ZeroDivisionError as error:
        raise ValueError(str(error)) from error


def _read(node: ast.expr, names: Mapping[str, Polynomial]) -> Polynomial:
    match node:
        case ast.BinOp(left, ast.Add(), right):
            return added((_read(left, names), _read(right, names)))
        case ast.BinOp(left, ast.Mult(), right):
            return multiplied(_read(left, names), _read(right, names))
        case ast.BinOp(left, ast.Div(), ast.Constant(int(by))) if by > 0:
            return scaled(_read(left, names), Fraction(1, by))
        case ast.Constant(int(number)) if not isinstance(number, bool):
            return constant(Fraction(number))
        case ast.Name(name) if name in names:
            return names[name]
        case ast.Name(name):
            msg = f"unknown name '{name}'"
        case _:
            msg = f"'{ast.unparse(node)}' is neither a sum, a product, a name nor a number"
    raise ValueError(msg)
