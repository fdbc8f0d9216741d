"""Answers to the question that is open."""

import re

from pydantic import JsonValue

from backend.agents.interpreter.actions.declaration import ActionDeclaration
from backend.agents.interpreter.actions.registry import Registry
from backend.agents.interpreter.dialogue.consent import is_no, is_yes
from backend.agents.interpreter.mentions.finding import classified, marked
from backend.agents.interpreter.mentions.mention import PLACE
from backend.agents.interpreter.mentions.regions import region_of
from backend.agents.interpreter.slots.grammars import grammar_of
from backend.agents.interpreter.slots.naming import called
from backend.agents.interpreter.slots.reading import Wish, compiled
from backend.agents.interpreter.slots.typed import number_of, unquoted
from backend.agents.interpreter.text.common import NUMBER_WORDS
from backend.agents.interpreter.text.words import words_of

TYPED = {
    "region": ("region",),
    "instance_type": ("instance_type",),
    "ami_id": ("ami",),
    "instance_id": ("instance",),
    "instance_ids": ("instance",),
    "vpc_id": ("vpc",),
    "subnet_id": ("subnet",),
    "group_id": ("group",),
    "security_group_ids": ("group",),
    "volume_id": ("volume",),
    "route_table_id": ("route_table",),
    "gateway_id": ("gateway",),
    "cidr_block": ("cidr",),
    "destination_cidr_block": ("cidr",),
    "cidr": ("cidr", "ip"),
    "role_arn": ("role_arn", "arn"),
    "execution_role_arn": ("role_arn", "arn"),
    "policy_arn": ("policy_arn",),
    "runtime": ("runtime",),
    "policy": ("json",),
    "policy_document": ("json",),
    "container_definitions": ("json",),
    "payload": ("json",),
    "environment": ("variable",),
    "availability_zone": ("region",),
}
"""Slots whose values are told by their form, with the forms."""

_NUMBERS = (
    "count",
    "desired_count",
    "port",
    "size",
    "cpu",
    "memory",
    "issue_number",
    "pull_number",
    "run_id",
)
_FLAGS = ("wait", "force", "private", "archived")
CHOICES = (
    "status",
    "event",
    "permission",
    "merge_method",
    "state",
    "launch_type",
    "architecture",
    "protocol",
    "analysis_type",
    "requires_compatibilities",
    "target",
)
_FREE = ("title", "body", "description", "build_command")
_LEAD = re.compile(
    "^(?:(?:please|pls|ok|okay|sure|yes|yeah|yep|well|um|uh|hmm|oh|so|then|and|in|it's|"
    "its|it is|it should be|it would be|that's|that is|that would be|the|my|our|"
    "use|using|make it|let's go with|lets go with|let's use|lets use|let's take|lets "
    "take|let's say|lets say|let's do|lets do|let's|lets|go with|take|i'd like|i would "
    "like|i want|i prefer|i'd prefer|"
    "i'll take|i'll go with|i think|i guess|call it|call him|call her|name it|name is|"
    "named|called|put it in|put|try|just|set it to|set|to|for|at|from|on|into|maybe|"
    "probably|should be|would be|will be|is|with|under|as|it to|deploy it to|deploy to|"
    "deploy it in|deploy in|create it in|launch it in|launch in|run it in|pick|choose|"
    "say|we use|we're using|i'm using|we are in|i am in|an|a|"
    "bucket|region|branch|cluster|service|function|instance|type|role|user|key|key "
    "pair|name|profile|handler|runtime|repository|repo|policy|group|security group|"
    "file|path|title|number|port|count|zone|family|stack|domain|id|answer|value|"
    "definition|task definition|body|comment|text|message|workflow|username|saying|"
    r"actually|sorry|i mean)(?![\w./-])[\s,:=]*)+",
    re.I,
)
_ASSIGNING = re.compile(r"^(?:(?:--)?[a-z][a-z_-]*\s?=|[a-z]+(?:_[a-z]+)+:)\s?(?=\S+$)")
_TAIL = re.compile(
    r"(?:[\s,]+(?:please|pls|thanks|thank you|thx|then|region|for now|i think|i guess|"
    "would be (?:fine|good|great|nice|perfect)|is (?:fine|good|ok|okay|great)|works|"
    "sounds good|should do|should be fine|should work|will do|branch|bucket|cluster|"
    "instead|would do|it is|if possible))+[.!]*$",
    re.I,
)
_UNSURE = (
    "^(?:i )?(?:dont know|do not know|not sure|no idea|dunno|whatever|any|anything|you "
    "(?:choose|decide|pick)|whichever|default|skip|none|idk|up to you|your choice|no "
    "preference|"
    r"doesnt matter|does not matter|i dont care|hmm+|uh+|um+)\b"
)


def answer(text: str, slot: str, action: str | None, registry: Registry) -> dict[str, JsonValue]:
    """The slots that an answer fills, with the awaited one among them; empty if it is none."""
    text = _ASSIGNING.sub("", text)
    found = marked(text)
    words = words_of(found.text)
    if compiled(_UNSURE).search(words.plain):
        return {}
    wish = Wish(text=found.text, words=words, marked=found)
    names = slot.split("|")
    value = _value(wish, text, names[0])
    if value is None or value == {}:
        return {}
    slots: dict[str, JsonValue] = {_alternative(words.plain, names): value}
    declared = registry.actions.get(action or "")
    if declared is not None:
        slots = {**_others(declared, wish, slot), **slots}
    return slots


def _alternative(plain: str, names: list[str]) -> str:
    wanted = (name for name in names if re.search(rf"\b{name.partition('_')[0]}\b", plain))
    return next(wanted, names[0])


def _value(wish: Wish, text: str, slot: str) -> JsonValue:
    if slot in TYPED:
        return _typed(wish, slot)
    if slot in _NUMBERS:
        return _number(wish, slot)
    if slot in _FLAGS:
        return _flag(wish, slot)
    if slot in CHOICES:
        grammar = grammar_of("", slot)
        return grammar(wish) if grammar else None
    if slot in _FREE:
        return _free(wish, text)
    return _name(wish, text, slot)


_INTRODUCTION = re.compile(
    r"^(?:(?:please|ok|okay)\s+)?(?:(?:the |its |make the )?(?:title|body|description|"
    "comment|command|build command|text|message)"
    r"(?:\s+(?:is|should be|would be|shall be|be))?|call it|name it|titled|title it|say|"
    "write|use|it is|it's|it should be|just say|put)"
    r"\s*:?\s+(?=\S)",
    re.I,
)


def _free(wish: Wish, text: str) -> JsonValue:
    mention = wish.take("quote")
    if mention is not None:
        return mention.value
    return unquoted(_INTRODUCTION.sub("", text.strip())) or None


def _typed(wish: Wish, slot: str) -> JsonValue:
    mentions = wish.take_all(*TYPED[slot])
    if not mentions and slot == "region":
        return region_of(_bare(wish.text))
    if not mentions:
        grammar = grammar_of("", slot)
        return grammar(wish) if grammar and slot in ("cidr", "environment") else None
    if slot in ("instance_ids", "security_group_ids"):
        return [each.value for each in mentions]
    if slot == "availability_zone":
        return mentions[0].extra
    if slot == "environment":
        return {str(each.extra): each.value for each in mentions}
    if slot == "region" and len({str(each.value) for each in mentions}) > 1:
        return None
    return mentions[0].value


def _number(wish: Wish, slot: str) -> JsonValue:
    grammar = grammar_of("", slot)
    value = grammar(wish) if grammar else None
    if value is not None:
        return value
    words = "|".join(NUMBER_WORDS)
    bare = compiled(rf"(?<![\w.<-])(\d{{1,9}}|{words})(?![\w.>-])").search(wish.words.plain)
    return number_of(bare[1]) if bare else None


def _flag(wish: Wish, slot: str) -> JsonValue:
    if is_yes(wish.words.plain):
        return True
    if is_no(wish.words.plain):
        return False
    grammar = grammar_of("", slot)
    return grammar(wish) if grammar else None


def _name(wish: Wish, text: str, slot: str) -> JsonValue:
    if (value := called(wish)) is not None:
        return value
    bare = _bare(text)
    place = PLACE.fullmatch(_bare(wish.text))
    if place:
        mention = wish.marked.mentions[place[0]]
        is_written = slot in (
            "repository",
            "file_path",
            "zip_file",
            "path",
            "deploy_path",
            "template",
        )
        return unquoted(mention.text) if is_written or mention.kind != "quote" else mention.value
    if not bare or " " in bare or not re.fullmatch(r"[\w.@+:/\\~*-]+", bare):
        return _named_in_sentence(wish, slot)
    return bare


def _named_in_sentence(wish: Wish, slot: str) -> JsonValue:
    grammar = grammar_of("", slot)
    return grammar(wish) if grammar else None


def _bare(text: str) -> str:
    stripped = _TAIL.sub("", text.strip().strip("\"'`").rstrip(".!,"))
    lead = _LEAD.match(stripped)
    rest = stripped[lead.end() :] if lead else stripped
    return (rest or stripped).strip().strip("\"'`").rstrip(".!,")


def _others(action: ActionDeclaration, wish: Wish, awaited: str) -> dict[str, JsonValue]:
    """What else the answer says, as far as its form tells what it is."""
    slots: dict[str, JsonValue] = {}
    for declared in action.slots:
        kinds = TYPED.get(declared.name)
        if not kinds or declared.name == awaited or declared.name == "availability_zone":
            continue
        mention = wish.take(*kinds)
        if mention is not None:
            is_list = declared.name in ("instance_ids", "security_group_ids")
            slots[declared.name] = [mention.value] if is_list else mention.value
    return slots


def is_value(text: str) -> bool:
    """Whether a message is nothing but one value of some form."""
    return classified(_bare(text)) is not None
