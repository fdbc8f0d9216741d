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
    "definitely|certainly|of course|by all means|make it so|lets go|lets do (?:it|this|"
    "that)|let us "
    "do it|let us go|please do|carry on|affirmative|roger|"
    "thats fine|that is fine|thats good|thats right|thats correct|that is (?:right|correct|"
    "good)|that works|works for me|good to go|"
    "yes please|run it|apply it|"
    "execute it|execute|apply|deploy it|launch it|green light|thumbs up|alright|all "
    "right|very well|good|yes i do|yes i am sure|im sure|send it|start it|approve it|"
    "happy with (?:it|that|this|the plan)|im happy|i am happy|no objections?|im ok "
    "with (?:it|that|this)|start|cool|nice|kick it off|sure thing|you bet|why not|for sure|"
    "yes sir|yessir|yea|ye|okey|okey dokey|okie|oki|aye aye|totally|you got it|all set|"
    "move (?:forward|ahead|on)|push it|push the button|hit it|pull the trigger|make it happen|"
    "lets roll|lets ship it|lets move|go for launch|sounds like a plan|"
    "(?:i|we) (?:give my |give you my |have )?(?:approve|approval|consent|confirm|authori[sz]e|"
    "agree)(?: (?:it|this|that))?|"
    "(?:it|that|this|everything|the plan|plan|all)(?: all)? (?:is|looks|sounds|seems) "
    "(?:ok|okay|good|great|fine|right|perfect|correct|alright|reasonable|excellent)|"
    "(?:roll|create|run|start|apply|execute|deploy|launch|build|ship|send) (?:it|that|this|them)"
    "(?: out| up)?)"
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
    "dont continue|hold off|hold it|(?:on )?second thoughts?|(?:i|we) dont think so|"
    "i do not think so|not really|"
    "not (?:at )?this time|not today|not happy(?: with (?:it|this|that))?|"
    "leave (?:it|everything|things|that|this|all)(?: (?:alone|be|as (?:it|they) (?:is|are|was)|"
    "as is|untouched))?|keep (?:it|everything|things) as (?:it|they|is)(?: is| are)?|by no means|"
    "(?:lets |let us )?(?:not|dont)(?: do (?:it|that|this))?|i would rather you didnt|"
    "id rather you didnt|please dont|ill pass|i pass|no go|no deal|forget that|forget the "
    "plan|cancel (?:it|that|this)|stop (?:it|that|this)|"
    "(?:it|that|this) (?:is|looks|seems) (?:not (?:right|good|ok|what i (?:want|wanted|asked "
    "for|meant))|wrong|bad)|(?:it |that |this )?(?:isnt|is not|looks not|doesnt look) "
    "(?:right|good|ok|correct|what i (?:want|wanted|asked for|meant))|"
    "thats not (?:it|ok|good|correct)|too (?:expensive|risky|dangerous|much|costly))"
)
_POLITE = (
    "(?:please|thanks|thank you|then|now|with it|with that|with this|for it|it|that|this|"
    "the plan|this plan|that plan|and|copilot|with the plan|with this plan|to me|right "
    "away|immediately|as is|as planned|as shown|so|well|just|oh|hmm|um|i think|to proceed|"
    "to go|to do it|sir|mate|you can|you may|lets|we can|i|all of it|everything|on|the "
    "changes|these changes|ahead|and deploy|and apply|and run it|actually|my friend|buddy|"
    "man|dude|team|"
    "with (?:the|this|that|your|my) (?:deployment|deploy|change|rollout|creation|launch|release|"
    "run|operation|request|update|deletion|removal|proposal)|the (?:deployment|proposal|request)|"
    "and (?:create|launch|start|execute|proceed|continue) ?(?:it|that|them)?|hey|ah|"
    "absolutely|really|very much|definitely|honestly|for now|sorry|once more|"
    "thank you very much|thanks a lot|cheers|from my side|for me|on my end|lets just)"
)
_ONLY_YES = rf"^(?:{_POLITE} )*{_YES}(?: (?:{_POLITE}|{_YES}))*$"
_ONLY_NO = (
    rf"^(?:(?:{_POLITE}|ok|okay|yeah) )*{_NO}"
    rf"(?: (?:{_POLITE}|{_NO}|dont do it|at all|anymore|any more))*$"
)
_CHANGE = (
    r"\b(?:instead|rather than|change|switch|make it|make that|make them|use|using|set|"
    "update|modify|adjust|replace|swap|make the|"
    "increase|decrease|reduce|bump|raise|lower|rename|rather|but|except|only|without|remove "
    "the|drop the|skip|leave out|add a|add the|"
    "also add|also|as well|call it|name it|put it|move it|go with|prefer|with|in|to|"
    r"actually|exclude|include|not|should be|want|tag|add|meant|bigger|smaller|larger|cheaper|"
    r"faster|fewer|more|less|(?:would be|is) (?:enough|fine|sufficient|plenty))\b"
)
_STOPPED = (
    "^(?:(?:please|ok|okay|no|oh|hey|whoa|woah|wow|argh|damn|help|quickly|stop|wait|"
    "actually|just|can you|could you|i want you "
    "to|you must|quick|quickly|now|hold on) )*"
    "(?:stop|cancel|abort|halt|kill|quit|interrupt|pause|end|terminate|break off|call "
    "off|pull the plug)"
    "(?: (?:it|that|this|now|please|everything|immediately|right now|at once|all|the "
    "(?:run|plan|deployment|deploy|process|job|operation|execution|rollout)|this "
    "(?:run|deployment)|my (?:run|deployment)|what you are doing|doing that|on it|off|"
    "here|there|right away))*$"
)

_WHY = (
    r"(?:(?:it is|its|thats|that is|this is) )?(?:wrong|because|since|too|not (?:the|what|this)|"
    r"a mistake)\b.{0,80}"
)
_NO_AND_WHY = rf"^(?:no|reject(?:ed)?|i reject|declined?|i decline)(?: it| that| this)? {_WHY}$"
_STOP_AND_WHY = rf"^(?:(?:no|wait|hey|please|hold on) )*(?:stop|abort|cancel)(?: it| that)? {_WHY}$"

_MOST = 16
"""Words; a longer message says more than yes, no or stop."""


def is_yes(plain: str) -> bool:
    """Agreement and nothing else."""
    return _is_only(_ONLY_YES, plain)


def is_no(plain: str) -> bool:
    """Refusal, perhaps with its reason, and nothing else."""
    return _is_only(_ONLY_NO, plain) or _is_only(_NO_AND_WHY, plain)


def is_stop(plain: str) -> bool:
    """A wish to stop what runs, without saying what."""
    return _is_only(_STOPPED, plain) or _is_only(_STOP_AND_WHY, plain)


def _is_only(pattern: str, plain: str) -> bool:
    """Whether a few words fit a pattern; at most :data:`_MOST` of them."""
    stripped = plain.rstrip(" ?!.")
    return len(stripped.split()) <= _MOST and compiled(pattern).search(stripped) is not None


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
