"""Templates of notices: Jinja2, narrowed until a template surely ends and reads nothing but facts.

*Rule:* only what is listed here is allowed: text, facts and their parts, constants, `if`, comparisons, `and`/`or`/`not`, `for` over a
fact (two levels at most) and a few filters. Calls, macros, arithmetic, imports and assignments are refused when the template is read,
whoever wrote it; the sandbox of Jinja2 stands behind that.

Example:
    >>> [problem.code for problem in check_template("{{ case }} {{ range(9) }}", path=("notices", 0, "text"))]
    ['DLV011']
    >>> check_template("{% if tier == 'vip' %}{{ owner.name }}{% endif %}")
    []
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NoReturn, cast

import attrs
from jinja2 import TemplateSyntaxError, nodes
from jinja2.environment import Template
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

from servstd.delivery.facts import Facts, Missing, NoValue, Value, say
from servstd.effects import Order
from servstd.errors import Path, Problem
from servstd.messages.nearest import did_you_mean

__all__ = ["FILTERS", "LONGEST_OUTPUT", "LONGEST_TEMPLATE", "Compiled", "TooLong", "check_template", "check_templates", "compile_template"]

LONGEST_TEMPLATE = 8_000
LONGEST_OUTPUT = 8_000
"""Characters; what is longer is no notice."""
_DEEPEST = 20
_LOOPS = 2
_EACH = "_each"  # put around what a loop goes over; no template can name it
_LOOP_PARTS = frozenset({"index", "first", "last"})
_RESERVED = frozenset({"self", "caller", "varargs", "kwargs", "super", "true", "false", "none"})
_ALONE = re.compile(r"^[ \t]*(\{%(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\})[ \t]*\n", re.MULTILINE)
"""A tag alone on its line: the line goes with it; the break is kept in a comment, so that lines keep their numbers."""
_TESTS = ("defined", "undefined", "none")
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.If, nodes.For, nodes.Compare,
    nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Filter, nodes.Test, nodes.List, nodes.Tuple, nodes.Neg,
)  # fmt: skip
_WHAT: Mapping[str, tuple[str, str]] = {
    "Call": ("a call", "函数调用"),
    "Macro": ("a macro", "宏"),
    "CallBlock": ("a call block", "call 块"),
    "Import": ("an import", "import"),
    "FromImport": ("an import", "import"),
    "Include": ("an include", "include"),
    "Extends": ("an extends", "extends"),
    "Block": ("a block", "block"),
    "Assign": ("a set", "set 赋值"),
    "AssignBlock": ("a set", "set 赋值"),
    "With": ("a with", "with"),
    "FilterBlock": ("a filter block", "filter 块"),
    "Getitem": ("square brackets", "方括号取值"),
    "Dict": ("a dictionary", "字典"),
    "Concat": ("the joining sign ~", "连接符 ~"),
}
_ARITHMETIC = ("arithmetic", "算术运算")


class TooLong(Exception):
    """A template made more than `LONGEST_OUTPUT` characters."""


# ── filters ───────────────────────────────────────────────────────────────────────────────────────────────────
def _filters(language: str) -> dict[str, Callable[..., object]]:
    def written(value: object) -> str:
        return say(value, language)

    def default(value: object, other: object = "", also_empty: bool = False) -> object:
        return other if isinstance(value, Missing) or (also_empty and not value) else value

    def join(value: object, sign: str = "") -> str:
        items = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
        return sign.join(written(item) for item in items)

    def length(value: object) -> int:
        return len(cast("tuple[object, ...]", value)) if isinstance(value, (tuple, str, Missing)) else len(written(value))

    def rounded(value: object, digits: int = 0) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TypeError("only a number is rounded")
        return round(float(value), max(-15, min(int(digits), 15)))

    def lower(value: object) -> str:
        return written(value).lower()

    def trim(value: object) -> str:
        return written(value).strip()

    def upper(value: object) -> str:
        return written(value).upper()

    return {"default": default, "join": join, "length": length, "lower": lower, "round": rounded, "trim": trim, "upper": upper}


def _each(value: object) -> object:
    """Return what a loop goes over: a list's items; anything else is one item, for a loop over the letters of texts would not end soon."""
    return cast(object, value) if isinstance(value, (tuple, Missing)) else (value,)


def _is_defined(value: object) -> bool:
    return not isinstance(value, Missing)


def _is_undefined(value: object) -> bool:
    return isinstance(value, Missing)


FILTERS: Mapping[str, int] = {"default": 2, "join": 1, "length": 0, "lower": 0, "round": 1, "trim": 0, "upper": 0}
"""The filters there are, and how many arguments each takes at most."""


# ── the environment ───────────────────────────────────────────────────────────────────────────────────────────
class _Closed(SandboxedEnvironment):
    """Reads parts of facts and of nothing else, and calls nothing, even if a template got past the check."""

    def getattr(self, obj: object, attribute: str) -> object:
        if isinstance(obj, (Facts, Missing)):
            return obj.get(attribute)
        if isinstance(obj, LoopContext) and attribute in _LOOP_PARTS:
            return getattr(obj, attribute)
        raise NoValue(attribute)

    def getitem(self, obj: object, argument: object) -> NoReturn:  # noqa: ARG002  # Jinja2's signature
        raise NoValue(str(argument))

    def call(self, *args: object, **kwargs: object) -> NoReturn:  # noqa: ARG002  # Jinja2's signature
        raise NoValue("()")


@lru_cache(maxsize=8)
def _environment(language: str) -> SandboxedEnvironment:
    def written(value: object) -> str:
        return say(value, language)

    made = _Closed(lstrip_blocks=True, autoescape=False, optimized=False, finalize=written)
    tests = {"defined": _is_defined, "undefined": _is_undefined, "none": _is_undefined}
    vars(made).update(globals={}, filters={**_filters(language), _EACH: _each}, tests=tests)
    return made


@attrs.frozen(eq=False)
class Compiled:
    """A template that was found harmless. `names` are what it asks for."""

    names: frozenset[str]
    _template: Template = attrs.field(repr=False)

    def render(self, values: Mapping[str, Value]) -> str:
        """Return the text.

        Args:
            values: What each of `names` stands for: see `servstd.delivery.facts.context_of`.

        Raises:
            TooLong: it gets longer than `LONGEST_OUTPUT`.
            NoValue: a due that is not known is written, or a part is asked of what has none.
        """
        out: list[str] = []
        size = 0
        for piece in self._template.root_render_func(self._template.new_context(dict(values))):
            size += len(piece)
            if size > LONGEST_OUTPUT:
                raise TooLong
            out.append(piece)
        return "".join(out)


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────
@lru_cache(maxsize=256)
def compile_template(text: str, language: str = "en") -> Compiled | tuple[Problem, ...]:
    """Return a template that can be rendered, or what is wrong with it (without its path).

    Args:
        text: As the standard has it.
        language: `zh` or `en`: how lists, yes and no are written.
    """
    if len(text) > LONGEST_TEMPLATE:
        return (Problem("DLV014", params={"limit": LONGEST_TEMPLATE, "found": len(text)}),)
    environment = _environment("zh" if language.startswith("zh") else "en")
    try:
        tree = environment.parse(text if "raw" in text else _ALONE.sub(r"\1{#\n#}", text))
        problems = tuple(_look(tree, 0, 0))
        if problems:
            return problems
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, _EACH, [], [], None, None)
        names = frozenset(find_undeclared_variables(tree))
        code = environment.compile(tree)
        return Compiled(names, Template.from_code(environment, code, {}))
    except TemplateSyntaxError as error:
        return (Problem("DLV010", params={"line": error.lineno, "reason": error.message or type(error).__name__}),)
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError) as error:
        return (Problem("DLV010", params={"line": 1, "reason": str(error) or type(error).__name__}),)


def check_template(text: str, *, path: Path = ()) -> list[Problem]:
    """Return why a template will be refused; nothing: it will not.

    Args:
        text: As the standard has it.
        path: Where it stands.
    """
    found = compile_template(text)
    return [] if isinstance(found, Compiled) else [attrs.evolve(problem, path=path) for problem in found]


def check_templates(templates: Iterable[Order | tuple[Path, str]]) -> list[Problem]:
    """Return why templates will be refused.

    Args:
        templates: Orders, or (path, text) of each template.
    """
    out: list[Problem] = []
    for one in templates:
        if isinstance(one, Order):
            out += check_template(one.text, path=(*one.path, "text")) + check_template(one.subject, path=(*one.path, "subject"))
        else:
            out += check_template(one[1], path=one[0])
    return out


def _look(node: nodes.Node, depth: int, loops: int) -> Iterator[Problem]:
    """Yield what is not allowed in a part of a template."""
    if depth > _DEEPEST:
        yield Problem("DLV013", params={"line": node.lineno, "limit": _DEEPEST})
        return
    if not isinstance(node, _ALLOWED) or (isinstance(node, nodes.Neg) and not isinstance(node.node, nodes.Const)):
        kind = type(node).__name__
        what = _ARITHMETIC if isinstance(node, (nodes.BinExpr, nodes.UnaryExpr)) else (kind.lower(), kind.lower())
        en, zh = _WHAT.get(kind, what)
        yield Problem("DLV011", params={"line": node.lineno, "what_en": en, "what_zh": zh})
        return
    yield from _look_closer(node, loops)
    inner = loops + isinstance(node, nodes.For)
    for child in node.iter_child_nodes():
        yield from _look(child, depth + (not isinstance(node, (nodes.Template, nodes.Output))), inner)


def _look_closer(node: nodes.Node, loops: int) -> Iterator[Problem]:
    if isinstance(node, (nodes.Name, nodes.Getattr)):
        name = node.name if isinstance(node, nodes.Name) else node.attr
        if name.startswith("_") or name in _RESERVED:
            yield Problem("DLV012", params={"line": node.lineno, "name": name})
    elif isinstance(node, nodes.For):
        if node.recursive or not _is_fact(node.iter) or not isinstance(node.target, nodes.Name):
            yield Problem("DLV016", params={"line": node.lineno})
        elif loops >= _LOOPS:
            yield Problem("DLV017", params={"line": node.lineno, "limit": _LOOPS})
    elif isinstance(node, nodes.Filter):
        yield from _look_at_filter(node)
    elif isinstance(node, nodes.Test) and node.name not in _TESTS:
        expected = did_you_mean(node.name, _TESTS) or ", ".join(_TESTS)
        yield Problem("DLV015", params={"line": node.lineno, "name": f"is {node.name}", "expected": expected})


def _look_at_filter(node: nodes.Filter) -> Iterator[Problem]:
    most = FILTERS.get(node.name)
    if most is None:
        expected = did_you_mean(node.name, FILTERS) or ", ".join(FILTERS)
        yield Problem("DLV015", params={"line": node.lineno, "name": node.name, "expected": expected})
        return
    plain = len(node.args) <= most and not node.kwargs and node.dyn_args is None and node.dyn_kwargs is None and node.node is not None
    if node.name == "join":  # joined again and again, a text would grow without end
        plain = plain and _is_fact(node.node) and all(isinstance(arg, nodes.Const) for arg in node.args)
    if not plain:
        yield Problem("DLV018", params={"line": node.lineno, "name": node.name})


def _is_fact(node: nodes.Node | None) -> bool:
    while isinstance(node, nodes.Getattr):
        node = node.node
    return isinstance(node, nodes.Name)
