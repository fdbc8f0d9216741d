"""Values that are told by their form."""

import re
from typing import cast

from pydantic import JsonValue

from backend.agents.interpreter.slots.reading import Grammar, Wish, compiled
from backend.agents.interpreter.text.common import NUMBER_WORDS

NUMBER = rf"(?P<number>\d{{1,9}}|{'|'.join(NUMBER_WORDS)})"
_ANYWHERE = (
    r"\b(?:anywhere|any ip|any address|all ips|all addresses|everywhere|the world|whole "
    "world|world|"
    r"everyone|everybody|anyone|the internet|public internet|all traffic|any source|all sources)\b"
)
PORTS = {
    "ssh": 22, "sftp": 22, "ftp": 21, "telnet": 23, "smtp": 25, "dns": 53, "http": 80, "https": 443,
    "web traffic": 80, "imap": 143, "ldap": 389, "mssql": 1433, "sql server": 1433, "oracle": 1521,
    "nfs": 2049, "mysql": 3306, "mariadb": 3306, "rdp": 3389, "remote desktop": 3389,
    "postgresql": 5432, "postgres": 5432, "redshift": 5439, "vnc": 5900, "redis": 6379,
    "kafka": 9092, "elasticsearch": 9200, "memcached": 11211, "mongodb": 27017, "mongo": 27017,
}  # fmt: skip
"""Names of services to their ports (IANA, and what the makers of the others document)."""


def mention(*kinds: str) -> Grammar:
    """The value of the first mention of some kinds."""

    def read(wish: Wish) -> JsonValue:
        found = wish.take(*kinds)
        return found.value if found else None

    return read


def mentions(*kinds: str) -> Grammar:
    """The values of all mentions of some kinds, as a list that holds each once."""

    def read(wish: Wish) -> JsonValue:
        values = dict.fromkeys(str(each.value) for each in wish.take_all(*kinds))
        return cast("JsonValue", [*values] or None)

    return read


def written(*kinds: str) -> Grammar:
    """The first mention of some kinds as it was written, without quotation marks."""

    def read(wish: Wish) -> JsonValue:
        found = wish.take(*kinds)
        return unquoted(found.text) if found else None

    return read


def unquoted(text: str) -> str:
    """Without the quotation marks around it."""
    is_quoted = len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'`"
    return text[1:-1] if is_quoted else text


def region(wish: Wish) -> JsonValue:
    """A region; an availability zone gives its region. The one that is not taken as a zone."""
    found = next((each for _, each in wish.marked.of("region", within=wish.text)), None)
    return found.value if found else None


def zone(wish: Wish) -> JsonValue:
    """An availability zone."""
    for _, found in wish.marked.of("region", within=wish.text):
        if found.extra:
            return found.extra
    return None


CPU_UNITS = 1024
"""Of one virtual processor (Amazon ECS Developer Guide, "Task size")."""


def number_of(text: str) -> int:
    """The integer that a word or digits say."""
    return int(text) if text.isdigit() else NUMBER_WORDS[text.lower()]


def number(*patterns: str) -> Grammar:
    """An integer in one of some patterns over the plain words; ``{n}`` stands for it."""

    def read(wish: Wish) -> JsonValue:
        for pattern in patterns:
            found = compiled(pattern.replace("{n}", NUMBER)).search(wish.words.plain)
            if found:
                return number_of(found["number"])
        return None

    return read


_CPU = number(
    r"\bv?cpu(?: units?)?(?: of| is| to| at|=)? ?{n}\b(?! ?(?:memory|ram|mb|gb)\b(?! \d))",
    r"\b{n} ?(?:cpu|cpu units?)\b",
)
_PROCESSORS = number(r"\b{n} ?vcpus?\b")


def cpu(wish: Wish) -> JsonValue:
    """Processor units of ECS; whole processors are counted in them."""
    processors = _PROCESSORS(wish)
    return processors * CPU_UNITS if isinstance(processors, int) else _CPU(wish)


def flag(yes: str, no: str = r"(?!)") -> Grammar:
    """True or false by what the plain words say."""

    def read(wish: Wish) -> JsonValue:
        if wish.search(no):
            return False
        return True if wish.search(yes) else None

    return read


def choice(**patterns: str) -> Grammar:
    """The first value whose pattern is found in the plain words; ``_`` stands for a dash."""

    def read(wish: Wish) -> JsonValue:
        return next((value for value, pattern in patterns.items() if wish.search(pattern)), None)

    return read


def port(wish: Wish) -> JsonValue:
    """A port's number, or the one of a service's name."""
    found = compiled(
        r"\bports? (?:number )?(?P<number>\d{1,5})\b|\b(?P<other>\d{1,5})/?(?: |/)?(?:tcp|udp)\b"
    ).search(wish.words.plain) or compiled(
        r"\b(?:tcp|udp)[ /:]?(?P<number>\d{1,5})(?P<other>(?!))?\b"
    ).search(wish.words.plain)
    if found:
        return int(found["number"] or found["other"])
    for name, value in PORTS.items():
        if wish.search(rf"\b{name}\b"):
            return value
    bare = compiled(r"(?<![\w.<#/-])(?P<number>\d{2,5})(?![\w.>/-])").search(wish.words.plain)
    return int(bare["number"]) if bare else None


def cidr(wish: Wish) -> JsonValue:
    """A range of addresses; an address is a range of one, "anywhere" is all of IPv4."""
    found = wish.take("cidr") or wish.take("ip")
    if found is not None:
        return found.value
    return "0.0.0.0/0" if wish.search(_ANYWHERE) else None


def protocol(wish: Wish) -> JsonValue:
    """A protocol that was named."""
    found = wish.search(r"\b(tcp|udp|icmp)\b|\d/(tcp|udp)\b")
    return (found[1] or found[2]) if found else None


def variables(wish: Wish) -> JsonValue:
    """Environment variables as an object; the value of a secret one is not repeated."""
    found = wish.take_all("variable")
    if not found:
        return None
    from backend.domain.redaction import PLACEHOLDER, is_secret_name

    return {
        str(each.extra): PLACEHOLDER if is_secret_name(str(each.extra)) else each.value
        for each in found
    }


def tags(wish: Wish) -> JsonValue:
    """Tags as an object: ``env=prod``, or "tagged env: prod"."""
    found = {str(each.extra): each.value for each in wish.take_all("pair", "variable")}
    if not found:
        for match in compiled(
            r"\btag(?:s|ged)?(?: (?:it|them|as|with))*:? ([A-Za-z][\w-]*)\s?[:=]\s?([\w.@/-]*\w)"
        ).finditer(wish.text):
            found[match[1]] = match[2]
    return cast("JsonValue", found or None)


def json_object(wish: Wish) -> JsonValue:
    """A JSON object or list that was written out."""
    found = wish.take("json")
    return found.value if found else None


def pattern_word(pattern: str) -> Grammar:
    """The first group of a pattern over the text as written."""

    def read(wish: Wish) -> JsonValue:
        found = compiled(pattern).search(wish.text)
        if found is None:
            return None
        value = found[1]
        place = re.fullmatch(r"<\w+\d+>", value)
        if place:
            wish.taken.add(value)
            held = wish.marked.mentions.get(value)
            return unquoted(held.text) if held and held.kind != "name" else held and held.value
        wish.taken.add(value)
        return value

    return read


def memory(wish: Wish) -> JsonValue:
    """Memory in MiB."""
    for place, found in wish.free("megabytes", "size"):
        wish.taken.add(place)
        number = found.value if isinstance(found.value, int) else 0
        return number if found.kind == "megabytes" else number * 1024
    match = compiled(rf"\b{NUMBER} ?(?:mb|mib)?(?: of)? (?:memory|ram)\b(?! \d)").search(
        wish.text
    ) or compiled(rf"\b(?:memory|ram)(?: of| is| to| at|:|=)? ?{NUMBER}\b").search(wish.text)
    return number_of(match["number"]) if match else None


def compatibilities(wish: Wish) -> JsonValue:
    """Launch types that a task definition is for."""
    found: list[JsonValue] = [
        name.upper() for name in ("fargate", "ec2") if wish.search(rf"\b{name}\b")
    ]
    return found or None


def target(wish: Wish) -> JsonValue:
    """A target that is none of those with an action of their own."""
    found = wish.search(
        r"\b(kubernetes|eks|elastic beanstalk|beanstalk|app ?runner|lightsail|amplify)\b"
    )
    return found[1] if found else None
