"""Problems of invitations, tokens and the contact ledger (FBK080-109)."""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

ENTRIES: Mapping[str, Entry] = {
    "FBK080": Entry(
        "error",
        (
            "a secret for answer tokens has {least} bytes or more; one of {found} was given",
            "Make one with `python -c 'import secrets; print(secrets.token_hex(32))'` and keep it out of the repository.",
        ),
        (
            "签发问卷链接的密钥至少 {least} 字节，现为 {found} 字节",
            "用 `python -c 'import secrets; print(secrets.token_hex(32))'` 生成一个，不要放进代码库。",
        ),
        ("Whoever guesses the secret answers in every customer's name.", "猜到密钥的人可以冒充任何客户作答。"),
        'make_token(ticket, b"secret")',
        'make_token(ticket, bytes.fromhex(os.environ["ANSWER_SECRET"]))',
    ),
    "FBK081": Entry(
        "error",
        ("this is no answer token", "Hand over the whole token from the link, unchanged; mail programs break long lines."),
        ("这不是问卷令牌", "请原样传入链接中的整个令牌；有的邮件程序会把长链接折断。"),
        ("A broken link must not be taken for an answer.", "链接残缺时不能当作已作答。"),
        'read_token("hello", secrets, now_us=now)',
        'read_token(request.form["token"], secrets, now_us=now)',
    ),
    "FBK082": Entry(
        "error",
        (
            "the token was forged, changed on its way, or signed with another secret",
            "Refuse the answer and record it; after a change of secret give the former one too until its tokens have expired.",
        ),
        ("令牌是伪造的、被改动过，或用其他密钥签发", "拒收并记录；更换密钥后，在旧令牌过期前把旧密钥也传入。"),
        ("An answer for somebody else's case would count as that customer's word.", "替别人作答会被当成那位客户的意见。"),
        "read_token(token, [new_secret], now_us=now)",
        "read_token(token, [new_secret, former_secret], now_us=now)",
    ),
    "FBK083": Entry(
        "error",
        ("the token expired at {expires}; the answer came at {now}", "Thank the customer and record the answer as `late`: it is not counted."),
        ("令牌已于 {expires} 过期，作答时间为 {now}", "向客户致谢，并把该答复记为 late（逾期），不计入统计。"),
        ("A figure is about a time; answers from another time would change what it means.", "数字对应一段时间，过期的答复会改变它的含义。"),
        "read_token(token_of_last_year, secrets, now_us=now)",
        "read_token(token, secrets, now_us=now)   # within the invitation's `expires`",
    ),
    "FBK084": Entry(
        "error",
        ("invitation {invitation} was sent already", "Append each invitation once; a second try is an entry `reminded`."),
        ("邀请 {invitation} 已经发送过", "每份邀请只记一次发送；再次提醒请记为 reminded。"),
        ("Sent twice, it would count twice against the customer's budget.", "重复记录会让客户的打扰次数多算一次。"),
        "ledger.append(outcome.entry); ledger.append(outcome.entry)",
        "ledger.append(outcome.entry)",
    ),
    "FBK085": Entry(
        "error",
        ("invitation {invitation} is said to be {kind}, but it was never sent", "Give the ledger whole, in the order in which it was written."),
        ("邀请 {invitation} 记为 {kind}，但从未发送过", "请按写入顺序提供完整的台账。"),
        ("Without its beginning a ledger forgets whom we asked.", "台账缺了开头，就不知道打扰过谁。"),
        "ContactLedger(entries[500:])",
        "ContactLedger(entries)",
    ),
    "FBK086": Entry(
        "error",
        ("this line is no entry of a contact ledger: {found}", "Expected {expected}."),
        ("这一行不是联系台账的记录：{found}", "应为 {expected}。"),
        ("An entry that is passed over would let a customer be asked again.", "跳过一条记录，客户就可能被重复打扰。"),
        '{"customer": "c7", "sent": true}',
        '{"kind": "sent", "at": "2026-01-05T09:00:00Z", "customer": "c7", "instrument": "after_service", "invitation": "k1"}',
    ),
    "FBK087": Entry(
        "error",
        ("the standard has no invitation `{name}`", "Expected {expected}."),
        ("标准里没有名为 `{name}` 的邀请", "应为 {expected}。"),
        ("An occasion of another standard would be judged by the wrong gates.", "别的标准的邀请会被用错误的规则判断。"),
        'Occasion("k1", invitation="after_servise", at_us=0)',
        'Occasion("k1", invitation="after_service", at_us=0)',
    ),
}
