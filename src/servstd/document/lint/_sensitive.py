"""Words that name what people should not be judged by, and words that name prices, in English and Chinese.

Orientation, not advice: China's Personal Information Protection Law (articles 24 and 28), GB/T 35273-2020 annex B, and the GDPR
(articles 9 and 22) treat these as data that need a reason of their own before a decision about a person may rest on them.

*Rule:* an English word counts as a whole word, so that `page` is no `age`; a Chinese one wherever it stands.

Example:
    >>> find_sensitive("customer_age"), find_sensitive("pages_read"), find_sensitive("客户性别")
    (('age', '年龄'), None, ('gender', '性别'))
    >>> find_price("10% discount"), find_price("九折"), find_price("hold the line free of charge")
    (True, True, False)
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from servstd.document.shapes import Words

__all__ = ["find_price", "find_sensitive"]

_SENSITIVE: Mapping[Words, tuple[str, str]] = {
    ("age", "年龄"): ("age ages birthday birthdate birth dob", "年龄 年纪 岁数 生日 出生"),
    ("gender", "性别"): ("gender sex", "性别 男女"),
    ("ethnic origin", "民族种族"): ("ethnicity ethnic race nationality", "民族 种族 国籍 籍贯 户籍"),
    ("religion", "宗教信仰"): ("religion religious faith", "宗教 信仰"),
    ("political opinions", "政治面貌"): ("political politics", "政治 党派"),
    ("health", "健康"): ("health medical disease illness disability disabled pregnancy pregnant", "健康 疾病 病史 病历 残疾 怀孕 医疗"),
    ("sex life or orientation", "性取向"): ("orientation", "性取向 性生活"),
    ("marriage and family", "婚姻状况"): ("marital marriage married", "婚姻 婚否"),
    ("personality", "性格"): ("personality temperament mbti zodiac horoscope", "性格 脾气 人格 星座 生肖 血型 属相"),
    ("biometrics", "生物识别信息"): ("biometric biometrics fingerprint face", "人脸 指纹 声纹 虹膜 生物识别"),
    ("criminal record", "犯罪记录"): ("criminal conviction convictions", "犯罪 案底"),
    ("whereabouts", "行踪轨迹"): ("whereabouts", "行踪 轨迹"),
    ("looks", "外貌"): ("looks appearance", "外貌 长相 颜值 身材"),
}
_PRICE = "price prices priced pricing discount discounts discounted rebate rebates surcharge markup fee fees tariff"
_PRICE_ZH = re.compile("价格|定价|报价|单价|涨价|加价|降价|特价|会员价|优惠价|折扣|打折|返利|返现|费率|(?:[0-9.一二三四五六七八九两]+)折")
_WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+")


def find_sensitive(text: str) -> Words | None:
    """Return what a name says about a person that should not be judged, in English and Chinese; None: nothing known."""
    words = _words(text)
    for what, (english, chinese) in _SENSITIVE.items():
        if words & set(english.split()) or any(word in text for word in chinese.split()):
            return what
    return None


def find_price(text: str) -> bool:
    """Return whether a text speaks of a price."""
    return bool(_words(text) & set(_PRICE.split()) or _PRICE_ZH.search(text))


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}
