"""Yes, no, and changes to a plan: none of them ever approves anything by itself."""

from backend.agents.interpreter.dialogue.context import Context
from backend.agents.interpreter.slots.reading import compiled

_YES = (
    "(?:yes|yep|yeah|yup|ya|y|aye|sure|ok|okay|k|go|go ahead|go on|go for it|do it|do "
    "that|ship it|lgtm|confirm|confirmed|"
    "i confirm|proceed|continue|approve|approved|i approve|accept|accepted|i accept|"
    "agreed|i agree|sounds good|sounds great|sounds right|looks good|"
    "looks great|looks fine|looks right|looks good to me|looks ok|looks okay|all good|"
    "fine|fine by me|fine with me|perfect|great|correct|right|exactly|absolutely|"
    "definitely|certainly|of course|by all means|make it so|lets go|lets do it|let us "
    "do it|let us go|please do|carry on|affirmative|roger|"
    "thats fine|that is fine|thats good|thats right|that works|works for me|good to go|"
    "yes please|run it|apply it|"
    "execute it|execute|apply|deploy it|launch it|green light|thumbs up|alright|all "
    "right|very well|good|yes i do|yes i am sure|im sure|send it|start it|approve it|"
    "happy with (?:it|that|this|the plan)|im happy|i am happy|no objections?|im ok "
    "with (?:it|that|this)|start|cool|nice|kick it off)"
)
_NO = (
    "(?:no|nope|nah|n|no way|no thanks|no thank you|dont|do not|dont do it|do not do "
    "it|dont do that|do not do that|dont proceed|do not proceed|dont apply (?:it|"
    "this)?|not now|not yet|not like this|"
    "reject|rejected|i reject|decline|declined|i decline|deny|denied|refuse|stop|abort|"
    "cancel|negative|never|never mind|nevermind|forget it|forget about it|"
    "drop it|scrap it|scrap that|discard it|discard|throw it away|i dont (?:want|like|"
    "approve|agree)(?: (?:it|this|that|to))?|i do not (?:want|like|approve|agree)(?: "
    "(?:it|this|that|to))?|"
    "i changed my mind|changed my mind|wrong|thats wrong|that is wrong|not this|hold "
    "on|wait|bad idea|absolutely not|hell no|"
    "definitely not|certainly not|rather not|id rather not|i would rather not|leave it|"
    "not good|thats not right|thats not what i (?:want|wanted|meant|asked for)|not "
    "what i (?:want|wanted|asked for)|i disagree|disagree|dont approve|do not approve|"
    "dont continue|hold off)"
)
_POLITE = (
    "(?:please|thanks|thank you|then|now|with it|with that|with this|for it|it|that|this|"
    "the plan|this plan|that plan|and|copilot|with the plan|with this plan|to me|right "
    "away|immediately|as is|as planned|as shown|so|well|just|oh|hmm|um|i think|to proceed|"
    "to go|to do it|sir|mate|you can|you may|lets|we can|i|all of it|everything|on|the "
    "changes|these changes|ahead|and deploy|and apply|and run it|actually)"
)
_ONLY_YES = rf"^(?:{_POLITE} )*{_YES}(?: (?:{_POLITE}|{_YES}))*$"
_ONLY_NO = rf"^(?:{_POLITE} )*{_NO}(?: (?:{_POLITE}|{_NO}|dont do it|at all|anymore|any more))*$"
_CHANGE = (
    r"\b(?:instead|rather than|change|switch|make it|make that|make them|use|using|set|"
    "update|modify|adjust|replace|swap|"
    "increase|decrease|reduce|bump|raise|lower|rename|but|except|only|without|remove "
    "the|drop the|skip|leave out|add a|add the|"
    "also add|also|as well|call it|name it|put it|move it|go with|prefer|with|in|to|"
    r"actually|exclude|include|not|should be|want)\b"
)
_STOPPED = (
    "^(?:(?:please|ok|okay|no|oh|hey|wait|actually|just|can you|could you|i want you "
    "to|you must|quick|quickly|now|hold on) )*"
    "(?:stop|cancel|abort|halt|kill|quit|interrupt|pause|end|terminate|break off|call "
    "off|pull the plug)"
    "(?: (?:it|that|this|now|please|everything|immediately|right now|at once|all|the "
    "(?:run|plan|deployment|deploy|process|job|operation|execution|rollout)|this "
    "(?:run|deployment)|my (?:run|deployment)|what you are doing|doing that|on it|off|"
    "here|there|right away))*$"
)


def is_yes(plain: str) -> bool:
    """Agreement and nothing else."""
    return compiled(_ONLY_YES).search(plain.rstrip(" ?!.")) is not None


def is_no(plain: str) -> bool:
    """Refusal and nothing else."""
    return compiled(_ONLY_NO).search(plain.rstrip(" ?!.")) is not None


def is_stop(plain: str) -> bool:
    """A wish to stop what runs, without saying what."""
    return compiled(_STOPPED).search(plain.rstrip(" ?!.")) is not None


def changes_plan(plain: str) -> bool:
    """Whether words speak of changing something."""
    return compiled(_CHANGE).search(plain) is not None


def control_of(plain: str, context: Context) -> str | None:
    """The control action of a bare yes, no or stop in its context."""
    if context.is_plan_pending and is_yes(plain):
        return "approve_plan"
    if context.is_plan_pending and is_no(plain):
        return "reject_plan"
    if context.is_plan_running and not context.last_launched and is_stop(plain):
        return "cancel"
    return None
