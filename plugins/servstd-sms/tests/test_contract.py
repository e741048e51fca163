"""The contracts of servstd that every notifier and every plugin keeps."""

from __future__ import annotations

import servstd_sms
from servstd.secret import Secret
from servstd.testing import Answer, NotifierContract, PluginContract
from servstd_sms import Aliyun, AliyunSms, Twilio, TwilioSms


class TestAliyun(NotifierContract):
    address = "13800138000"
    taken = Answer(200, body='{"Code": "OK", "Message": "OK", "BizId": "1^0"}')
    unauthorised = Answer(400, body='{"Code": "SignatureDoesNotMatch", "Message": "no"}')
    refusals = (Answer(200, body='{"Code": "isv.BUSINESS_LIMIT_CONTROL"}'), Answer(200, body='{"Code": "isv.NEW"}'), Answer(200, body=""))
    has_time_out = True

    def make_at(self, url: str) -> AliyunSms:
        key = Secret("made-up-key-of-aliyun")
        settings = Aliyun(access_key_id="L", access_key_secret=key, sign_name="s", template_code="SMS_1", endpoint=url, timeout=0.5)
        return AliyunSms("sms", settings=settings)


class TestTwilio(NotifierContract):
    address = "+8613800138000"
    taken = Answer(201, body='{"sid": "SM1", "status": "queued"}')
    unauthorised = Answer(401, body='{"code": 20003, "message": "Authenticate"}')
    refusals = (Answer(200, body='{"status": "failed"}'), Answer(201, body='{"sid": "SM1", "status": "undelivered"}'))
    has_time_out = True

    def make_at(self, url: str) -> TwilioSms:
        settings = Twilio(account_sid="AC1", auth_token=Secret("made-up-token"), sender="+15005550006", endpoint=url, timeout=0.5)
        return TwilioSms("sms", settings=settings)


class TestPlugin(PluginContract):
    name = "sms"
    operations = {
        "notifiers": {
            "customers": {
                "type": "aliyun_sms",
                "access_key_id": {"env": "ALIYUN_ID"},
                "access_key_secret": {"env": "ALIYUN_KEY"},
                "sign_name": "某某公司",
                "template_code": "SMS_205391430",
                "variable": "content",
                "length": 70,
            },
            "abroad": {"type": "twilio_sms", "account_sid": "AC1", "auth_token": {"env": "TWILIO_TOKEN"}, "sender": "+15005550006"},
        }
    }
    environ = {"ALIYUN_ID": "LTAI-made-up", "ALIYUN_KEY": "made-up-key", "TWILIO_TOKEN": "made-up-token"}
    offers = {"notifiers": ["customers", "abroad"]}

    def make(self) -> object:
        return servstd_sms
