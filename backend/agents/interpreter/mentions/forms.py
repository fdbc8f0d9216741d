"""The forms of values: one regular expression and one reading each, in the order of search."""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import JsonValue

from backend.agents.interpreter.mentions.mention import Mention
from backend.agents.interpreter.mentions.regions import CODE, NAME, find_region

Read = Callable[[re.Match[str]], Mention | None]

EXTENSIONS = (
    "zip|jar|war|tar|gz|tgz|bz2|7z|rar|csv|tsv|json|jsonl|ya?ml|toml|txt|md|pdf|docx?|xlsx?|pptx?|"
    "png|jpe?g|gif|svg|webp|ico|mp[34]|mov|avi|mkv|wav|html?|css|m?js|tsx?|jsx|py|rb|"
    "go|rs|java|sh|bash|"
    "sql|db|sqlite|bak|dump|log|parquet|avro|xml|ini|cfg|conf|env|pem|key|exe|bin|iso|img|dmg|pkl|"
    "ipynb|tf|template|lock|woff2?|map|wasm|psd|ai|backup|dat|orc|snappy|zst|ics|eml|"
    "vcf|h5|npy|onnx|pt"
)
_END = r"(?=$|[\s,;:!?)\]}\"'<]|\.(?:\s|$))"
_START = r"(?<![\w/:.~@*-])"
_RUNTIMES = {
    "python": "python{}",
    "node": "nodejs{}.x",
    "nodejs": "nodejs{}.x",
    "node.js": "nodejs{}.x",
    "java": "java{}",
    "ruby": "ruby{}",
    "dotnet": "dotnet{}",
    ".net": "dotnet{}",
}


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of value, how it looks, and what it means; ``None`` where it is none after all."""

    kind: str
    pattern: re.Pattern[str]
    read: Read


def _plain(kind: str, *, lower: bool = False) -> Read:
    def read(match: re.Match[str]) -> Mention:
        text = match[0]
        return Mention(kind=kind, text=text, value=text.lower() if lower else text)

    return read


def _form(kind: str, pattern: str, read: Read | None = None, *, lower: bool = False) -> Form:
    return Form(kind, re.compile(pattern, re.I), read or _plain(kind, lower=lower))


def _identifier(kind: str, prefix: str) -> Form:
    value = r"(?=[0-9a-z]*[0-9]|[0-9a-f]{8})[0-9a-z]{3,17}"
    return _form(kind, rf"(?<![\w/.-]){prefix}-{value}(?![\w-])", lower=True)


def _s3(match: re.Match[str]) -> Mention:
    text = match[0].rstrip(".,;:!?")
    key = text[5:].partition("/")[2]
    return Mention(
        kind="object_uri" if key else "uri",
        text=text,
        value=text[5:].partition("/")[0],
        extra=key or None,
    )


def _github(match: re.Match[str]) -> Mention:
    text = match[0].rstrip(".,;:!?/")
    tail = match["tail"] or ""
    branch = re.match(r"/tree/(.+)", tail)
    repository = text.partition(tail)[0] if tail.strip("/.,;:!?") else text
    return Mention(
        kind="github_url",
        text=text,
        value=repository,
        extra=branch[1].rstrip("/") if branch else None,
    )


def _pull_url(match: re.Match[str]) -> Mention:
    kind = "pull_url" if match["what"].startswith("pull") else "issue_url"
    return Mention(kind=kind, text=match[0], value=match["repository"], extra=match["number"])


def _arn(match: re.Match[str]) -> Mention:
    text = match[0].rstrip(".,;:!?")
    found = re.search(r":(role|policy|user|function|cluster|service)[/:]", text)
    kind = {"role": "role_arn", "policy": "policy_arn", "user": "user_arn"}.get(
        found[1] if found else "", "arn"
    )
    return Mention(kind=kind, text=text, value=text)


def _cidr(match: re.Match[str]) -> Mention | None:
    try:
        ipaddress.ip_network(match[0], strict=False)
    except ValueError:
        return None
    return Mention(kind="cidr", text=match[0], value=match[0])


def _ip(match: re.Match[str]) -> Mention | None:
    try:
        address = ipaddress.ip_address(match[0])
    except ValueError:
        return None
    return Mention(kind="ip", text=match[0], value=f"{address}/{address.max_prefixlen}")


def _region(match: re.Match[str]) -> Mention | None:
    found = find_region(match[0])
    if found is None:
        return None
    zone = CODE.fullmatch(match[0])
    letter = zone[2] if zone else ""
    return Mention(
        kind="region", text=match[0], value=found[0], extra=match[0].lower() if letter else None
    )


def _size(match: re.Match[str]) -> Mention:
    number = float(match[1].replace(",", ""))
    unit = match[2].lower()
    gigabytes = number * 1024 if unit.startswith("t") else number
    if unit.startswith("m"):
        return Mention(kind="megabytes", text=match[0], value=int(number))
    return Mention(kind="size", text=match[0], value=int(gigabytes))


def _runtime(match: re.Match[str]) -> Mention:
    text = match[0].lower()
    spoken = re.fullmatch(
        r"(python|node(?:\.?js)?|java|ruby|dotnet|\.net) ?(\d[\d.]*)(?:\.x)?", text
    )
    value: JsonValue = text
    if spoken:
        value = _RUNTIMES[spoken[1]].format(spoken[2].rstrip("."))
    return Mention(kind="runtime", text=match[0], value=value)


def _variable(match: re.Match[str]) -> Mention:
    value = match["value"]
    is_quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    return Mention(
        kind="variable" if match["name"].isupper() else "pair",
        text=match[0],
        value=value[1:-1] if is_quoted else value.rstrip(".!?"),
        extra=match["name"],
    )


def _task_definition(match: re.Match[str]) -> Mention:
    return Mention(kind="revision", text=match[0], value=match[0])


def _slash(match: re.Match[str]) -> Mention | None:
    text = match[0].rstrip(".")
    if re.fullmatch(
        r"and/or|yes/no|on/off|ci/cd|i/o|w/o|n/a|a/b|24/7|tcp/ip|\d+/\d+|s3/ec2|"
        r"key/pair|[\d.]+/\d+",
        text,
        re.I,
    ):
        return None
    return Mention(kind="slash", text=text, value=text)


FORMS: tuple[Form, ...] = (
    _form("uri", r"\bs3://[a-z0-9][\w.-]{1,80}(?:/[^\s,;\"'<>]*)?", _s3),
    _form(
        "pull_url",
        r"(?:https?://)?(?:www\.)?github\.com/(?P<repository>[\w.-]+/[\w.-]+)/(?P<what>p"
        "ull|pulls|issues)/"
        r"(?P<number>\d+)\b",
        _pull_url,
    ),
    _form(
        "github_url",
        r"(?:\bhttps?://|\bssh://git@|\bgit@|"
        r"\bwww\.)[\w.-]+(?::\d+)?[:/][\w.~-]+/[\w.-]+?(?:\.git)?"
        r"(?P<tail>/[^\s,;\"'<>)]*)?" + r"(?=[\s,;:!?\"'<>)]|\.?\s|\.?$)",
        _github,
    ),
    _form(
        "github_url",
        r"\b(?:github|gitlab|bitbucket)\.(?:com|org)/[\w.-]+/[\w.-]+?(?:\.git)?"
        r"(?P<tail>/[^\s,;\"'<>)]*)?(?=[\s,;:!?\"'<>)]|\.?\s|\.?$)",
        _github,
    ),
    _form("url", r"\bhttps?://[^\s,;\"'<>)]{3,500}"),
    _form("arn", r"\barn:aws[\w-]*:[^\s,;\"'<>)]{3,300}", _arn),
    Form(
        "variable",
        re.compile(
            r"(?<![\w./-])(?P<name>[A-Z][A-Z0-9_]{1,127})="
            r"(?P<value>\"[^\"]{0,4096}\"|'[^']{0,4096}'|[^\s,;]{0,4096})"
        ),
        _variable,
    ),
    _form(
        "pair",
        r"(?<![\w./-])(?P<name>[a-z][\w:.-]{0,127})=(?P<value>\"[^\"]{0,256}\"|"
        r"'[^']{0,256}'|[^\s,;=]{1,256})",
        _variable,
    ),
    _identifier("instance", "i"),
    _identifier("volume", "vol"),
    _identifier("group", "sg"),
    _identifier("vpc", "vpc"),
    _identifier("subnet", "subnet"),
    _identifier("ami", "ami"),
    _identifier("route_table", "rtb"),
    _identifier("gateway", "(?:igw|nat|eigw|vgw|tgw|lgw|pcx|vpce|cagw)"),
    _identifier("deployment", "(?:dep|dpl|deployment|deploy)"),
    _form("deployment", r"(?<![\w/.-])dep[_-](?=[a-z]*\d)[0-9a-z]{1,40}\b(?![\w.-]*\w)"),
    _form("cidr", r"(?<![\w/.])\d{1,3}(?:\.\d{1,3}){3}/\d{1,2}\b", _cidr),
    _form("cidr", r"(?<![\w/.:])[0-9a-f:]*::[0-9a-f:]*/\d{1,3}\b", _cidr),
    _form("ip", r"(?<![\w/.])\d{1,3}(?:\.\d{1,3}){3}(?![\w/]|\.\d)", _ip),
    _form("region", CODE.pattern, _region),
    _form(
        "region",
        r"(?<![\w/.-])(?:us|eu|ap|ca|sa|af|me|il|mx) (?:north|south|east|west|central|"
        "northeast|"
        r"southeast) [1-9](?![\w/-])",
        _region,
    ),
    _form(
        "instance_type",
        r"(?<![\w/.-])[a-z][a-z0-9-]{0,12}\.(?:nano|micro|small|medium|large|metal|"
        r"\d{1,2}x-?large|xlarge)\b",
        lower=True,
    ),
    _form(
        "runtime",
        r"(?<![\w/.-])(?:python ?[23]\.\d{1,2}|nodejs ?\d{1,2}\.x|node(?:\.?js)? "
        r"?\d{1,2}(?:\.x)?(?![\w.])|java ?\d{1,2}"
        r"(?![\w.-])|ruby ?\d\.\d|dotnet ?\d{1,2}|\.net ?\d{1,2}|go1\.x|provided\.al\d+)(?![\w-])",
        _runtime,
    ),
    _form("glob", rf"{_START}[\w./-]*\*[\w.*/-]*"),
    _form("zip", rf"{_START}[\w.@+~/-]*[\w@+-]\.(?:zip|jar|war){_END}"),
    _form("path", rf"{_START}(?:~|\.{{1,2}})?/[\w.@+~/-]{{0,300}}[\w/~-]"),
    _form("path", r"(?<![\w])[a-z]:\\[\w.\\ -]{1,200}[\w]"),
    _form("path", rf"{_START}(?:[\w@+-][\w.@+-]*/)*[\w@+-][\w.@+-]*\.(?:{EXTENSIONS}){_END}"),
    _form("path", rf"{_START}[\w.@+-]+(?:/[\w.@+-]+){{2,12}}/?{_END}"),
    _form("path", rf"{_START}(?:[\w.@+-]+/){{1,12}}{_END}"),
    _form("slash", rf"{_START}[a-z0-9][\w.-]*/[\w.-]*\w(?:{_END}|(?=#\d))", _slash),
    _form("revision", rf"{_START}[a-z][\w-]*:\d{{1,6}}\b", _task_definition),
    _form("dotted", r"(?<![\w/:.~@<-])[a-z_]\w*(?:\.[a-z_]\w*)+(?![\w/@-]|\.\w)"),
    _form("email", r"\b[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+\b"),
    _form(
        "size",
        r"(?<![\w.-])(\d[\d,]*(?:\.\d+)?) ?-?(gi?b|gigs?|gigabytes?|g|ti?b|terabytes?|mi?b|"
        r"megabytes?|megs?)\b",
        _size,
    ),
    _form("money", r"[$€£]\d[\d,.]*"),
    _form("region", NAME.pattern, _region),
)
