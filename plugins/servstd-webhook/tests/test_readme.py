"""The README tells the truth: its operations file loads, and its tables name every setting."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

import servstd_webhook
from servstd.host import Host

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_operations_file_loads(tmp_path: Path):
    file = tmp_path / "operations.yaml"
    file.write_text(re.search(r"```yaml\n(.*?)```", README, re.DOTALL)[1], encoding="utf-8")
    environ = dict.fromkeys(re.findall(r"env: (\w+_\w+)", README), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    with Host.empty(environ=environ) as empty, empty.with_plugin(servstd_webhook, name="webhook", operations=str(file)) as host:
        assert sorted((one.kind, one.name) for one in host.plugins[-1].components) == OFFERED


@pytest.mark.parametrize("form", [servstd_webhook.WebhookSettings, servstd_webhook.InboundSettings])
def test_every_setting_is_told(form: type):
    told = set(re.findall(r"`(\w+)`", "\n".join(re.findall(r"^\| (`.*?) \|", README, re.MULTILINE))))
    assert {field.name for field in attrs.fields(form)} <= told


OFFERED = [("channels", "webhook"), ("notifiers", "partner")]
