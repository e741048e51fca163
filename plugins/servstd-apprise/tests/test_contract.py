"""The contracts of servstd that every notifier and every plugin keeps."""

from __future__ import annotations

import pytest

import servstd_apprise
from servstd.secret import Secret
from servstd.testing import Answer, NotifierContract, PluginContract
from servstd_apprise import AppriseNotifier, AppriseSettings

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # Apprise's own, on Python before 3.13


class TestJson(NotifierContract):
    taken = Answer(200)
    busy_for = None  # Apprise does not tell what Retry-After said
    has_time_out = True

    def make_at(self, url: str) -> AppriseNotifier:
        return AppriseNotifier("ops", settings=AppriseSettings(url=Secret(url.replace("http", "json") + "/0a1b2c3d4e5f?rto=0.5")))


class TestPlugin(PluginContract):
    name = "apprise"
    operations = {"notifiers": {"ops": {"type": "apprise", "url": {"env": "OPS_URL"}, "title": False, "label": "运维"}}}
    environ = {"OPS_URL": "discord://made-up/made-up"}
    offers = {"notifiers": ["ops"]}

    def make(self) -> object:
        return servstd_apprise
