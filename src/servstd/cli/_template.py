"""Filling in a copier template without copier.

*Rule:* a template is words, `[[ name ]]`, and parts, `[% include "folder/" ~ name %]`; no conditions, no loops. So little is needed
that the command works with servstd alone, and so little is allowed that `copier copy` makes the same files: a test compares them.

Example:
    >>> fill("hello [[ name ]]", {"name": "pager"})
    'hello pager'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable

__all__ = ["ENDING", "fill", "rendered"]

ENDING = ".jinja"
_WORD = re.compile(r"\[\[ (\w+) \]\]")
_INCLUDE = re.compile(r"\[% include (.+?) %\]\n?")  # the line break after it belongs to it: Jinja's trim_blocks
_TERM = re.compile(r'"([^"]*)"|(\w+)')


def fill(text: str, answers: Mapping[str, str], parts: Traversable | None = None) -> str:
    """Return a text with its words and parts filled in.

    Args:
        text: The template.
        answers: The word for each name.
        parts: The folder that includes are relative to.

    Raises:
        KeyError: the template names a word that is not answered.
    """

    def include(found: re.Match[str]) -> str:
        assert parts is not None
        path = "".join(literal or answers[name] for literal, name in _TERM.findall(found[1]))
        return fill(parts.joinpath(*path.split("/")).read_text("utf-8"), answers, parts)

    return _WORD.sub(lambda found: answers[found[1]], _INCLUDE.sub(include, text))


def rendered(template: Traversable, answers: Mapping[str, str], *, under: str = "project") -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every file a template makes.

    Args:
        template: The template's folder, with `copier.yml`.
        answers: The word for each name.
        under: The folder of the template that is copied.
    """
    yield from _files(template.joinpath(under), "", answers, template)


def _files(folder: Traversable, prefix: str, answers: Mapping[str, str], parts: Traversable) -> Iterator[tuple[str, str]]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        path = prefix + fill(item.name, answers)
        if item.is_dir():
            yield from _files(item, f"{path}/", answers, parts)
        else:
            text = item.read_text("utf-8")
            yield (path.removesuffix(ENDING), fill(text, answers, parts)) if path.endswith(ENDING) else (path, text)
