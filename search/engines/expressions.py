"""What has to match, said independently of the engine that finds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the index; with ``is_prefix``, every term that begins so."""

    text: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that follow each other."""

    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """All of some; there is at least one."""

    of: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of some at least; there is at least one."""

    of: tuple[Expression, ...]


Expression = Term | Phrase | All | Either


def both(*expressions: Expression) -> Expression:
    """Return what asks for all of some."""
    return expressions[0] if len(expressions) == 1 else All(expressions)


def either(*expressions: Expression) -> Expression:
    """Return what asks for one of some."""
    distinct = tuple(dict.fromkeys(expressions))
    return distinct[0] if len(distinct) == 1 else Either(distinct)


def together(terms: tuple[str, ...]) -> Expression:
    """Return what asks for all of some terms, wherever they stand."""
    return both(*(Term(term) for term in dict.fromkeys(terms)))


def phrase(terms: tuple[str, ...]) -> Expression:
    """Return what asks for terms that follow each other."""
    return Phrase(terms) if len(terms) > 1 else Term(terms[0])


def leaves(expression: Expression) -> list[Term | Phrase]:
    """Return the terms and phrases of an expression, each once."""
    if isinstance(expression, Term | Phrase):
        return [expression]
    return list(dict.fromkeys(leaf for inner in expression.of for leaf in leaves(inner)))


def has_phrase(expression: Expression) -> bool:
    """Whether an expression asks for terms that follow each other."""
    return any(isinstance(leaf, Phrase) for leaf in leaves(expression))


def unplaced(expression: Expression) -> Expression:
    """Return an expression that asks for all terms of a phrase, wherever they stand."""
    match expression:
        case Term():
            return expression
        case Phrase(terms):
            return together(terms)
        case All(of):
            return All(tuple(unplaced(one) for one in of))
        case Either(of):
            return Either(tuple(unplaced(one) for one in of))
