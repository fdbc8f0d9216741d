"""Slots of people, roles and profiles."""

from pydantic import JsonValue

from backend.agents.interpreter.slots.naming import is_name, named
from backend.agents.interpreter.slots.reading import Wish, compiled
from backend.agents.interpreter.slots.typed import pattern_word

_PROFILE = named(
    r"(?:aws |credentials? |account |named )?profiles?",
    loose=True,
)

WHO_NEEDS = pattern_word(
    r"^(?:(?:our|my|the|a|new|colleague|hire|user|developer|teammate|intern|employee|contractor|"
    r"joiner|starter|guy|girl) )*(?!user\b|i\b|I\b|we\b|We\b|you\b|nobody\b|everyone\b|"
    r"he\b|she\b|they\b|team\b)(<(?:dotted|email|"
    r"quote)\d+>|"
    r"[A-Za-z][\w.-]*)(?!\w*>) (?:\((?:iam )?user\) )?(?:needs|wants|requires|"
    r"(?:should|must) (?:have|get)|"
    r"(?:shouldn't|should not|should no longer|mustn't|must not|no longer|doesn't|does not) "
    r"(?:have|needs?|get|keep))"
)
"""Who gets what is wished: "our new developer ann needs an access key"."""

WHO_LEFT = pattern_word(
    r"\b(?!he\b|she\b|they\b|who\b)([A-Za-z][\w.-]*)(?!\w*>) (?:has |just )*(?:left|quit|"
    r"resigned|retired|is (?:leaving|gone))\b"
)
"""Who is here no more."""

NEW_COLLEAGUE = pattern_word(
    r"\buser(?: account)? for (<(?:dotted|email|quote)\d+>|[A-Za-z][\w.-]*)(?!\w*>)[.!]?$"
)
"""For whom a user is made, where nothing is said behind it."""


def user_or_role(wish: Wish) -> JsonValue:
    """Who gets a policy; the slot's name tells which of the two."""
    role = named("(?:iam |service )?roles?", loose=False)(wish)
    if role is not None:
        return {"role_name": role}
    user = named("(?:iam )?users?", "email", loose=False)(wish)
    if user is not None:
        return {"user_name": user}
    if wish.search(r"\brole\b"):
        found = named("roles?")(wish)
        return {"role_name": found} if found else None
    found = named("users?", "user_arn", prefixes="to|from|for|of|give|grant")(wish)
    found = found or WHO_NEEDS(wish)
    return {"user_name": found} if found else None


def trusted_service(wish: Wish) -> JsonValue:
    """The service that may assume a role."""
    full = compiled(r"\b([a-z0-9-]+\.amazonaws\.com)\b").search(wish.text)
    if full:
        return full[1]
    found = compiled(
        r"\b(?:for|by|trusting|trusts?|trusted by|assumed by|assumable by|used by|to be "
        r"used by|that|which|lets?|allow(?:s|ing)?)\s+(?:the\s+|aws\s+|use (?:by|in|"
        r"with)\s+)?(lambda|ec2|ecs-tasks|ecs|api ?gateway|codebuild|states|glue|s3|"
        r"events|batch|sagemaker|eks)\b"
    ).search(wish.text) or compiled(
        r"\b(lambda|ec2|ecs|glue|eks) (?:service )?role\b|\btrusted service (?:is |of )?([\w.-]+)"
    ).search(wish.text)
    return (found[1] or found[2] if found.re.groups > 1 else found[1]) if found else None


def owner(wish: Wish) -> JsonValue:
    """Of a repository: a person or an organisation."""
    found = compiled(
        r"\b(?:owned by|owner|belong(?:s|ing)? to|(?:in|under|of|for|from|by)(?: "
        "the)?(?: github)?(?: org(?:anization|anisation)?| user| account| team)?|"
        "org(?:anization|anisation)?)"
        r"\s+@?(<(?:quote|name)\d+>|[A-Za-z0-9][\w-]*)(?!\w*>)"
    )
    for match in found.finditer(wish.text):
        word = match[1]
        if word in wish.marked.mentions:
            if word not in wish.taken:
                wish.taken.add(word)
                return wish.marked.mentions[word].value
        elif (
            is_name(word)
            and word not in wish.taken
            and word.lower() not in ("org", "organization", "organisation")
        ):
            wish.taken.add(word)
            return word
    owns = compiled(
        r"\b(?:does|do|has|did) ([A-Za-z0-9][\w-]*)(?!\w*>) (?:own|have|maintain|host)\b"
    ).search(wish.text)
    if owns and is_name(owns[1]):
        return owns[1]
    before = compiled(
        r"\b(?:the\s+)?([A-Za-z0-9][\w-]*)(?!\w*>)(?:'s)?\s+(?:org(?:anization|"
        r"anisation)?|repos(?:itories)?)\b"
    ).search(wish.text)
    if before and is_name(before[1].removesuffix("'s")):
        return before[1]
    return None


def username(wish: Wish) -> JsonValue:
    """Somebody on GitHub."""
    at = compiled(r"(?<![\w/])@([A-Za-z0-9][\w-]*)").search(wish.text)
    if at:
        return at[1]
    mention = wish.take("email", "name")
    if mention is not None:
        return mention.value
    found = named(r"(?:github )?users?(?:name)?|collaborators?|contributors?|member", loose=False)(
        wish
    )
    if found is not None:
        return found
    for pattern in (
        r"\b(?:add|invite|remove|kick|uninvite|boot|drop|onboard|offboard|grant|give|"
        r"revoke|let|make|throw|take|delete|include|put|get|bring)\s+(?:the\s+)?(?:access\s+(?:of|"
        r"from|for)\s+)?(<quote\d+>|[A-Za-z0-9][\w-]*)(?!\w*>)",
        r"\b(?:access|permissions?|rights)\s+(?:to\s+<\w+\d+>\s+)?(?:of|for|from|"
        r"to)\s+(<quote\d+>|[A-Za-z0-9][\w-]*)(?!\w*>)",
        r"^([A-Za-z0-9][\w-]*)(?!\w*>)\s+(?:should|must|can|needs to|has to|shall|needs|wants)\b",
        r"^([A-Za-z0-9][\w-]*)(?!\w*>)\s+(?:shouldn't|mustn't|doesn't|no longer|left|is "
        r"(?:leaving|gone|joining)|joins|joined)\b",
        r"\b(?:from|for|to)\s+(<quote\d+>|[A-Za-z0-9][\w-]*)(?!\w*>)",
        r"\b([A-Za-z0-9][\w-]*)(?!\w*>)(?:'s)\s+(?:\w+\s)?(?:access|permissions?|rights)\b",
    ):
        for match in compiled(pattern).finditer(wish.text):
            word = match[1]
            if word in wish.marked.mentions:
                return wish.marked.mentions[word].value
            word = word.removesuffix("'s")
            if is_name(word) and word.lower() not in (
                "push",
                "pull",
                "write",
                "read",
                "maintain",
                "triage",
            ):
                return word
    return None


def profile(wish: Wish) -> JsonValue:
    """A profile of credentials."""
    found = _PROFILE(wish)
    if found is not None:
        return found
    mention = wish.take("name", "quote")
    if mention is not None:
        return mention.value
    for pattern in (
        r"\b(?:switch|change|swap|move|jump|flip)(?: over)?(?: my| the| aws)*(?: "
        "account| credentials| profile)*(?: over)? to (?:the )?(?:my "
        r")?([A-Za-z0-9][\w.@-]*)(?!\w*>)",
        r"\b(?:the|my|our|use|using|for|"
        r"of)\s+([A-Za-z0-9][\w.-]*)(?!\w*>)\s+(?:aws\s+)?(?:account|credentials?|creds|"
        r"keys|access keys)\b",
        r"\b(?:credentials?|creds|keys|account)\s+(?:for|of|as|called|"
        r"named)\s+(?:the\s+)?([A-Za-z0-9][\w.@-]*)(?!\w*>)",
        r"\b(?:use|activate|work (?:as|with))\s+(?:the\s+)?([A-Za-z0-9][\w.-]*)(?!\w*>)"
        r"\s+(?:profile|account|credentials)",
    ):
        for match in compiled(pattern).finditer(wish.text):
            if is_name(match[1]) and match[1].lower() not in (
                "stored",
                "saved",
                "account",
                "default",
            ):
                return match[1]
    return None
