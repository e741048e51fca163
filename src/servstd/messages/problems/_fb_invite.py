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
        'make_token(grant, b"secret")',
        'make_token(grant, bytes.fromhex(os.environ["ANSWER_SECRET"]))',
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
        (
            "the token expired at {expires}; the answer came at {now}",
            "Thank the customer and record the answer as `late`: it is not counted.",
        ),
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
        (
            "invitation {invitation} is said to be {kind}, but it was never sent",
            "Give the ledger whole, in the order in which it was written.",
        ),
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
    "FBK088": Entry(
        "error",
        ("answers cannot be taken at {found}", "Give an address with {token} in its path, query or fragment, and a secret with it."),
        ("无法用 {found} 接收作答", "请给出路径、参数或片段中含 {token} 的网址，并同时给出密钥。"),
        (
            "A link that does not carry its token lets nobody answer, and one without a secret lets everybody.",
            "链接不带令牌则无人能答，没有密钥则人人能冒答。",
        ),
        'desk.invite(decisions, ledger, now=now, link="https://example.com/answer")',
        'desk.invite(decisions, ledger, now=now, link="https://example.com/answer?t={token}", secret=secret)',
    ),
    "FBK089": Entry(
        "error",
        (
            "invitation `{name}` is written with {what}, and no address for answers was given",
            "Give `link` and `secret`, or write a text without it.",
        ),
        ("邀请 `{name}` 的文字用到了 {what}，但没有给出接收作答的网址", "请给出 link 与 secret，或改写不含该字段的文字。"),
        ("A customer would get a survey without a way to answer it.", "客户会收到一份无法作答的问卷。"),
        "desk.invite(decisions, ledger, now=now)",
        'desk.invite(decisions, ledger, now=now, link="https://example.com/answer?t={token}", secret=secret)',
    ),
    "FBK090": Entry(
        "error",
        ("{found} is no answer to {name}", "Expected a whole number from {low} to {high}."),
        ("{found} 不是 {name} 的有效答案", "应为 {low} 到 {high} 的整数。"),
        ("A score off its scale would shift every figure it enters.", "超出量表的分数会让每个结果都失真。"),
        'desk.take(token, {"score": 6}, secrets=secrets, now=now)',
        'desk.take(token, {"score": 5}, secrets=secrets, now=now)',
    ),
    "FBK091": Entry(
        "error",
        ("an answer holds no {name}", "Expected {expected}."),
        ("作答里没有 {name} 这一项", "应为 {expected}。"),
        ("What nobody asked would be kept, and what was asked would be missing.", "没问的会被留下，问了的却缺失。"),
        'desk.take(token, {"stars": 5}, secrets=secrets, now=now)',
        'desk.take(token, {"score": 5}, secrets=secrets, now=now)',
    ),
    "FBK092": Entry(
        "warning",
        ("the comment was cut: it has {found} characters", "At most {most} are kept; say so beside the field."),
        ("留言共 {found} 字，已截断", "最多保留 {most} 字；请在输入框旁写明。"),
        ("Without a bound one form fills a disk.", "不设上限，一份表单就能塞满磁盘。"),
        'desk.take(token, {"score": 5, "comment": "x" * 1_000_000}, secrets=secrets, now=now)',
        'desk.take(token, {"score": 5, "comment": "Thank you."}, secrets=secrets, now=now)',
    ),
    "FBK093": Entry(
        "error",
        (
            "{name} was asked in version {version}, and no edition of this standard has it",
            "Keep the answer: it is refused in every figure. Ask again with the present version.",
        ),
        ("{name} 是按第 {version} 版问的，本标准没有这一版", "请保留该答复，它不进入任何统计；需要时按现行版本重新询问。"),
        ("A score given to another question is no answer to this one.", "对另一个问题打的分，不能算作对这个问题的回答。"),
        'desk.take(token_of_version_1, {"score": 5}, secrets=secrets, now=now)   # the standard has version 2 alone',
        'desk.take(token_of_version_2, {"score": 5}, secrets=secrets, now=now)',
    ),
    "FBK094": Entry(
        "error",
        (
            "this token is not for {name} {found}",
            "Refuse the answer and record it: the token says what may be answered, the form does not.",
        ),
        ("该令牌不能用于 {name} {found}", "请拒收并记录：能答什么由令牌决定，不由表单决定。"),
        ("Otherwise whoever has one link could answer for every customer.", "否则拿到一个链接就能替所有客户作答。"),
        'desk.take(token_of_case_42, {"case": "43", "score": 1}, secrets=secrets, now=now)',
        'desk.take(token_of_case_42, {"score": 1}, secrets=secrets, now=now)',
    ),
    "FBK095": Entry(
        "warning",
        (
            "the last line of {file} is not whole: the program that wrote it was stopped",
            "It is taken back, and what the file of what was sent says of it is put in its place.",
        ),
        ("{file} 的最后一行不完整：写入时程序被中断", "该行会被撤回，并按发送记录补上。"),
        ("Half an entry would hide whom we asked.", "半条记录会让人不知道问过谁。"),
        '{"kind": "sent", "at": "2026-01-0',
        '{"kind": "sent", "at": "2026-01-05T09:00:00Z", "customer": "c7", "instrument": "after_service", "invitation": "k1"}',
    ),
    "FBK096": Entry(
        "error",
        ("this is no customer: {found}", "Expected a mapping with `customer`, and attributes beside it."),
        ("这不是客户记录：{found}", "应为含 customer 的映射，其余字段为属性。"),
        ("A campaign that passes over a row would never ask that customer.", "跳过一行，就永远不会问到这位客户。"),
        'desk.campaign([{"name": "Li"}], ledger, on=day, now=now)',
        'desk.campaign([{"customer": "c7", "tier": "vip", "email": "c7@example.com"}], ledger, on=day, now=now)',
    ),
    "FBK097": Entry(
        "error",
        ("nothing is sent without {expected}", "Give them, or `--dry-run` to see who would be asked."),
        ("没有 {expected} 就不发送", "请给出这些选项，或用 --dry-run 先看会问谁。"),
        ("Without a ledger every run would ask everybody again.", "没有台账，每次运行都会把所有人再问一遍。"),
        "servstd feedback invite standard.yaml --events events.jsonl",
        "servstd feedback invite standard.yaml --events events.jsonl --ledger ledger.jsonl --sent asked.jsonl --out surveyed.jsonl",
    ),
}
