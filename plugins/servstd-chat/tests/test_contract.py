"""The contracts of servstd that every notifier and every plugin keeps."""

from __future__ import annotations

import servstd_chat
from servstd.secret import Secret
from servstd.testing import Answer, NotifierContract, PluginContract
from servstd_chat import DingTalk, Feishu, GroupBot, Slack, WeCom, dingtalk_bot, feishu_bot, slack_bot, wecom_bot

TOKEN = "0a1b2c3d4e5f60718293"
LIMITED = Answer(200, body='{"errcode": 45009, "errmsg": "api freq out of limit"}')
REFUSED = Answer(200, body='{"errcode": 1, "errmsg": "no"}')


class TestWeCom(NotifierContract):
    address = "lilei"
    taken = Answer(200, body='{"errcode": 0, "errmsg": "ok"}')
    unauthorised = Answer(200, body='{"errcode": 93000, "errmsg": "invalid webhook url"}')
    refusals = (LIMITED, REFUSED, Answer(200, body=""))
    has_time_out = True

    def make_at(self, url: str) -> GroupBot:
        return wecom_bot("group", settings=WeCom(url=Secret(f"{url}/send?key={TOKEN}"), timeout=0.5))


class TestDingTalk(NotifierContract):
    address = "13800138000"
    taken = Answer(200, body='{"errcode": 0, "errmsg": "ok"}')
    unauthorised = Answer(200, body='{"errcode": 310000, "errmsg": "sign not match"}')
    refusals = (Answer(200, body='{"errcode": 130101, "errmsg": "send too fast"}'), REFUSED)
    has_time_out = True

    def make_at(self, url: str) -> GroupBot:
        settings = DingTalk(url=Secret(f"{url}/robot/send?access_token={TOKEN}"), secret=Secret("SECabcdef0123"), timeout=0.5)
        return dingtalk_bot("group", settings=settings)


class TestFeishu(NotifierContract):
    address = "ou_18eac8"
    taken = Answer(200, body='{"code": 0, "msg": "success", "data": {}}')
    unauthorised = Answer(200, body='{"code": 19021, "msg": "sign match fail"}')
    refusals = (Answer(200, body='{"code": 9499, "msg": "Bad Request"}'), Answer(200, body='{"code": 19024, "msg": "Key Words Not Found"}'))
    has_time_out = True

    def make_at(self, url: str) -> GroupBot:
        settings = Feishu(url=Secret(f"{url}/open-apis/bot/v2/hook/{TOKEN}"), secret=Secret("abcdef0123"), timeout=0.5)
        return feishu_bot("group", settings=settings)


class TestSlack(NotifierContract):
    address = "U024BE7LH"
    taken = Answer(200, body="ok")
    unauthorised = Answer(403, body="invalid_token")
    refusals = (Answer(200, body="no_text"), Answer(200, body="<html>sign in</html>"))
    has_time_out = True

    def make_at(self, url: str) -> GroupBot:
        return slack_bot("group", settings=Slack(url=Secret(f"{url}/services/T0/B0/{TOKEN}"), timeout=0.5))


class TestPlugin(PluginContract):
    name = "chat"
    operations = {
        "notifiers": {
            "complaint_group": {"type": "wecom", "url": {"env": "WECOM_URL"}, "format": "markdown", "label": "投诉群"},
            "night_group": {"type": "wecom", "url": {"env": "WECOM_URL"}, "mention": "mobile", "timeout": 3},
            "sales_group": {"type": "dingtalk", "url": {"env": "DINGTALK_URL"}, "secret": {"env": "DINGTALK_KEY"}},
            "team_group": {"type": "feishu", "url": {"env": "FEISHU_URL"}, "contact": "lark"},
            "channel": {"type": "slack", "url": {"env": "SLACK_URL"}},
        }
    }
    environ = {
        "WECOM_URL": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=made-up",
        "DINGTALK_URL": "https://oapi.dingtalk.com/robot/send?access_token=made-up",
        "DINGTALK_KEY": "SECmadeup",
        "FEISHU_URL": "https://open.feishu.cn/open-apis/bot/v2/hook/made-up",
        "SLACK_URL": "https://hooks.slack.com/services/T0/B0/made-up",
    }
    offers = {"notifiers": ["complaint_group", "night_group", "sales_group", "team_group", "channel"]}

    def make(self) -> object:
        return servstd_chat
