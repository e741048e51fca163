"""The contract of theme classifiers.

*Rule:* the same text always has the same themes, whatever was asked before; any text is taken, in any script, empty ones and very long ones
too; what comes back are names.

Example:
    >>> from servstd.testing import ThemeClassifierContract
    >>> class TestModel(ThemeClassifierContract):
    ...     def make(self): ...
"""

from __future__ import annotations

from collections.abc import Sequence

from servstd.protocols import ThemeClassifier
from servstd.testing.contracts._rules import broken, called, check_members, check_name, check_no_secret, must_override, name_of

__all__ = ["ThemeClassifierContract"]

_TEXTS = ("", " ", "厨房又漏水了", "The tap leaks.", "😀" * 50, "\x00\ufffd", "a" * 10_000)
_RULE = "`themes` returns the names of a text's themes"


class ThemeClassifierContract:
    """What every theme classifier keeps. Subclass it as `Test...` and give `make`, and `sample`: a text that has a theme.

    Attributes:
        secrets: Secrets the classifier holds in another form than `Secret`; those are found by themselves.
    """

    secrets: Sequence[str] = ()

    def make(self) -> ThemeClassifier:
        """Return the classifier."""
        must_override(self, "make", "a theme classifier")

    def sample(self) -> str:
        """Return a text that has at least one theme."""
        must_override(self, "sample", "a text that has a theme")

    def test_it_has_every_member(self) -> None:
        check_members(self.make(), ThemeClassifier, "themes")

    def test_it_says_what_it_is(self) -> None:
        check_name(self.make())

    def test_it_has_a_version(self) -> None:
        part = self.make()
        version: object = getattr(part, "version", None)
        if not isinstance(version, str) or not version:
            broken(
                f"{name_of(part)}.version is {version!r}",
                rule="a version is a text that changes whenever the same text may get other themes",
                mend="give the model's version, or the date of its words",
            )

    def test_it_finds_a_theme(self) -> None:
        part = self.make()
        if not self._themes(part, self.sample()):
            broken(
                f"{name_of(part)}.themes found nothing in {self.sample()!r}",
                rule="the contract's sample has a theme, else nothing can be checked",
                mend="let `sample` return a text of yours that has one",
            )

    def test_it_takes_any_text(self) -> None:
        part = self.make()
        for text in _TEXTS:
            for language in ("zh", "en"):
                self._themes(part, text, language)

    def test_it_says_the_same_again(self) -> None:
        part, other = self.make(), self.make()
        texts = [*_TEXTS, self.sample()]
        first = [self._themes(part, text) for text in texts]
        again = [self._themes(part, text) for text in reversed(texts)][::-1]
        new = [self._themes(other, text) for text in texts]
        if not first == again == new:
            broken(
                f"{name_of(part)} told one text other themes when it was asked again, in another order, or anew",
                rule="the same text always has the same themes",
                mend="remember nothing between texts, and draw no lots",
            )

    def test_its_repr_shows_no_secret(self) -> None:
        check_no_secret(self.make(), self.secrets)

    def _themes(self, part: ThemeClassifier, text: str, language: str = "zh") -> list[str]:
        __tracebackhide__ = True
        what = f"{name_of(part)}.themes of {text[:40]!r}"
        mend = "return a list of names, empty where there is none"
        found: list[object] = called(lambda: list(part.themes(text, language)), what, rule=_RULE, mend=mend)
        for name in found:
            if not isinstance(name, str) or not name:
                broken(f"{what} gave {found!r}"[:200], rule=_RULE, mend=mend)
        return [name for name in found if isinstance(name, str)]
