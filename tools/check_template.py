"""Makes a plugin of every kind with `servstd plugins new`, installs them all and holds them to what they promise.

*Rule:* what is checked is what a newcomer gets: an installed servstd, installed plugins, their own tests, types and style, and the
commands of their READMEs. One environment and one process a tool serve all kinds, so that it is fast; nothing is downloaded: what
servstd and the tests need comes from the environment this runs in.

Run:
    python tools/check_template.py [--wheel dist/servstd-0.1.0-py3-none-any.whl] [--keep FOLDER] [KIND ...]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

import servstd
from servstd.cli._session import Session
from servstd.cli.plugins_new import PLUGIN_KINDS, new

__all__ = ["main"]

_LOOK = """
import contextlib, io, json, sys
from servstd.cli import run
found = {}
for kind, name, folder in json.loads(sys.argv[1]):
    example, events = f"{folder}/example", f"{folder}/example/events.jsonl"
    calls = {
        "check": ["plugins", "check", name],
        "settings": ["plugins", "check", name, "--operations", example],
        "example": ["check", example],
        "scenarios": ["test", example],
        "notify": ["notify", example, "--events", events, "--sent", f"{folder}/sent.jsonl", "--after", "2026-01-01", "--dry-run"],
    }
    for step, call in calls.items():
        told = io.StringIO()
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
            code = run(call)
        if code:
            found.setdefault(step, {})[kind] = f"$ servstd {' '.join(call)}\\n{told.getvalue()}"
print(json.dumps(found))
"""
_STEPS = ("tests", "mypy", "ruff", "check", "settings", "example", "scenarios", "notify")
_Failures = Mapping[str, str]


class _Bench:
    """The folder everything is made in, and the environment everything runs in."""

    def __init__(self, folder: Path, kinds: Sequence[str], wheel: str | None) -> None:
        self.folder = folder
        self.wheel = str(Path(wheel).resolve()) if wheel else None
        self.projects = {kind: folder / f"servstd-try-{kind}" for kind in kinds}
        self.python = folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def run(self, *command: str, at: Path | None = None) -> subprocess.CompletedProcess[str]:
        environ = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "MYPYPATH")}
        environ |= {"PYTHONDONTWRITEBYTECODE": "1", "SERVSTD_LOCALE": "en"}
        environ |= {"TRY_NOTIFIER_URL": "https://example.com/hook", "TRY_CHANNEL_SECRET": "only for tests"}  # as example/ names them
        if self.wheel is None:
            environ |= dict.fromkeys(("PYTHONPATH", "MYPYPATH"), str(Path(servstd.__file__).parents[1]))
        return subprocess.run(
            [str(self.python), *command], cwd=at or self.folder, env=environ, capture_output=True, text=True, encoding="utf-8", check=False
        )

    def make(self) -> None:
        """Write the projects, half of them in Chinese."""
        for number, kind in enumerate(self.projects):
            lang = "zh" if number % 2 else "en"
            new(Session("plugins", format="json"), f"try-{kind}", kind, into=str(self.folder), lang=lang)  # type: ignore[arg-type]  # a literal

    def install(self) -> None:
        """Install servstd's wheel and every project; the rest is seen from the environment this runs in."""
        venv.create(self.folder / "venv", with_pip=False)
        asked = self.run("-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip()
        outer = sysconfig.get_path("purelib")
        Path(asked, "outer.pth").write_text(f"{outer}\nimport site; site.addsitedir({outer!r})\n", encoding="utf-8")
        things = [*([self.wheel] if self.wheel else []), *self._folders()]
        done = self.run("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--force-reinstall", *things)
        if done.returncode:
            sys.exit(f"the plugins cannot be installed:\n{done.stdout}{done.stderr}")

    def tests(self) -> _Failures:
        report = self.folder / "tests.xml"
        folders = [str(project / "tests") for project in self.projects.values()]
        (self.folder / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")
        done = self.run("-m", "pytest", "-q", "--import-mode=importlib", "-p", "no:cacheprovider", f"--junitxml={report}", *folders)
        if not report.exists():
            return dict.fromkeys(self.projects, done.stdout + done.stderr)
        found: dict[str, str] = {}
        counts = dict.fromkeys(self.projects, 0)
        for case in ElementTree.parse(report).iter("testcase"):
            kind = next((kind for kind in self.projects if f"servstd-try-{kind}." in f"{case.get('classname')}."), "")
            if kind:
                counts[kind] += case.find("skipped") is None
            for wrong in (*case.iter("failure"), *case.iter("error")):
                text = f"{case.get('classname')}.{case.get('name')}\n{wrong.text}\n"
                for one in [kind] if kind else self.projects:
                    found[one] = found.get(one, "") + text
        return found | {kind: f"no test ran\n{done.stdout}" for kind, count in counts.items() if not count and kind not in found}

    def mypy(self) -> _Failures:
        copies = self.folder / "types"  # test_plugin.py eleven times would be one module
        copies.mkdir()
        files = []
        for kind, project in self.projects.items():
            copy = copies / f"test_{kind.replace('-', '_')}.py"
            shutil.copy(project / "tests" / "test_plugin.py", copy)
            files += [str(copy), str(project / "src")]
        config = str(next(iter(self.projects.values())) / "pyproject.toml")
        done = self.run("-m", "mypy", f"--config-file={config}", f"--cache-dir={self.folder / 'mypy'}", "--no-error-summary", *files)
        return self._by_kind(done)

    def ruff(self) -> _Failures:
        found = dict(self._by_kind(self.run("-m", "ruff", "check", "--no-cache", "--output-format=concise", *self._folders())))
        for kind, text in self._by_kind(self.run("-m", "ruff", "format", "--check", "--no-cache", *self._folders())).items():
            found[kind] = found.get(kind, "") + text
        return found

    def commands(self) -> Mapping[str, _Failures]:
        asked = [(kind, f"try-{kind}", str(project)) for kind, project in self.projects.items()]
        done = self.run("-c", _LOOK, json.dumps(asked))
        if done.returncode:
            return dict.fromkeys(_STEPS[3:], dict.fromkeys(self.projects, done.stdout + done.stderr))
        found: Mapping[str, _Failures] = json.loads(done.stdout.splitlines()[-1])
        return found

    def _folders(self) -> list[str]:
        return [str(project) for project in self.projects.values()]

    def _by_kind(self, done: subprocess.CompletedProcess[str]) -> _Failures:
        """Return what a tool said of each kind; what it said of none stands with all."""
        if done.returncode == 0:
            return {}
        found: dict[str, str] = {}
        for line in done.stdout.splitlines():
            for kind in self.projects:
                if f"servstd-try-{kind}{os.sep}" in line or f"test_{kind.replace('-', '_')}.py" in line:
                    found[kind] = found.get(kind, "") + line + "\n"
        return found or dict.fromkeys(self.projects, done.stdout + done.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the kinds and return the exit code: 0 when every plugin keeps everything."""
    parser = argparse.ArgumentParser(description="Makes a plugin of every kind and holds it to what it promises.")
    parser.add_argument("--wheel", help="the wheel of servstd; without it, the servstd that is running")
    parser.add_argument("--keep", help="make everything in this folder, which must not exist, and keep it")
    parser.add_argument("kinds", metavar="KIND", nargs="*", help="only these kinds")
    options = parser.parse_args(arguments)
    unknown = [kind for kind in options.kinds if kind not in PLUGIN_KINDS]
    if unknown:
        parser.error(f"there is no kind {unknown[0]!r}; there are {', '.join(PLUGIN_KINDS)}")
    folder = Path(options.keep).resolve() if options.keep else Path(tempfile.mkdtemp(prefix="servstd-template-"))
    if options.keep:
        folder.mkdir(parents=True)
    try:
        return _check(_Bench(folder, options.kinds or PLUGIN_KINDS, options.wheel))
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


def _check(bench: _Bench) -> int:
    began = time.monotonic()
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        out, sys.stdout = sys.stdout, nowhere
        try:
            bench.make()
        finally:
            sys.stdout = out
    bench.install()
    failures: dict[str, _Failures] = {"tests": bench.tests(), "mypy": bench.mypy(), "ruff": bench.ruff(), **bench.commands()}
    print(f"{'kind':16}" + "".join(f"{step:>10}" for step in _STEPS))
    for kind in bench.projects:
        print(f"{kind:16}" + "".join(f"{'FAILED' if kind in failures.get(step, {}) else 'ok':>10}" for step in _STEPS))
    for step, found in failures.items():
        for text in dict.fromkeys(found.values()):  # what concerns them all is told once
            print(f"\n── {step}: {', '.join(kind for kind in found if found[kind] == text)}\n{text.rstrip()}")
    print(f"\n{len(bench.projects)} plugins in {time.monotonic() - began:.0f} s")
    return 1 if any(failures.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
