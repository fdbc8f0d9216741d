"""What people ask about a plan, while it is open or after it was applied."""

from functools import partial

from backend.agents.explaining.aspects.wordlists import words
from backend.agents.explaining.query import STEP_NAME, Aspect

_WILL = r"(?:will|would|does|do|is|are|going to|gonna)"
_plan = partial(Aspect, topic="plan", fits="plan")

PLANS: tuple[Aspect, ...] = (
    _plan(
        name="overview",
        patterns=(
            rf"\bwhat {_WILL} (?!.*\bstep \d)(?:you |we |i )?.{{0,20}}"
            r"\b(?:do|happen|created?|make|made|deploy)\b",
            r"\b(?:explain|show|describe|summari[sz]e|read|see) (?:me )?(?:the |this |that |your "
            r"|it|about )?.{0,12}\b(?:plan|steps?(?! ?\d)|again)\b",
            r"\b(?:explain|describe) (?:it|this|that)\b",
            r"\bwalk me through\b|\b(?:tell|show) me\b.{0,20}\b(?:about to|going to|will|plan)\b",
            r"\bwhat (?:are|is) (?:all )?(?:the |your )?(?:steps|plan)\b",
            r"\b(?:which|how many|list) (?:the |all )?(?:steps|resources)\b",
            r"\bwhat (?:happens|is done)\b",
            r"^(?:the )?(?:plan|steps?)$|^explain$|^details?$|^why$|^explain again$",
            r"\b(?:explain|show|describe) (?:me )?it\b|\bwould be (?:deployed|created|done|made)\b",
            r"\bsum (?:it |the plan )?up\b|\bwhat is in (?:it|the plan)\b",
            r"\bwhat (?:am|would|do) i (?:be )?approv(?:e|ing)\b",
        ),
        keywords=words("explain summary overview plan steps"),
        example="What would this do?",
    ),
    _plan(
        name="step",
        patterns=(
            r"(?:\b(?:explain|describe|show|why|what does|what is) )?(?:me )?(?:is |does |the )?"
            r"\bstep (?:number |no\.? |# ?)?\d{1,3}\b(?: (?:do|doing|for|mean|needed))?",
            r"\b\d{1,2}(?:st|nd|rd|th) step\b",
            r"\bwhy (?:do|does|is|are|would|must|should|did)\b.{0,40}"
            r"\b(?:need|needed|necessary|required|create|creating|there|have|use|used|want|upload"
            r"|publish)\b",
            r"\bwhat(?: is|s)? .{0,40}\b(?:good |needed |used |there )?for\b",
            r"\bwhy\b.{0,20}\b(?:is|are) there\b",
            r"\bwhy (?:a|an|the|this|that|these|another|so many)\b",
            r"\b(?:do|does|must) (?:we|you|i|it) (?:really )?need\b",
            rf"\b(?:what|why|explain)\b.{{0,25}}\b{STEP_NAME}\b",
            r"\b(?:purpose|point|use|sense) of\b|\bneeded for\b|\breason for (?:the|this|that|a)\b",
        ),
        keywords=words("purpose necessary unnecessary needed"),
        example="Why is step 1 needed?",
    ),
    _plan(
        name="permissions",
        patterns=(
            r"\b(?:which|what|list|show).{0,20}\b(?:permissions?|rights|privileges)\b",
            r"\bwhy\b.{0,40}\b(?:permissions?|rights|privileges)\b",
            r"\bwhat (?:permissions?|rights|privileges)\b.*$",
            r"\biam (?:actions?|polic(?:y|ies)|permissions?)\b",
            r"\b(?:permissions?|rights|privileges|access)\b.{0,30}\b(?:need|require|take|ask|use)",
            r"\b(?:need|require|take)s?\b.{0,25}\b(?:permissions?|rights|privileges)\b",
            r"\bleast privilege\b|^.*\b[a-z0-9-]{2,20}:[a-z]{4,60}\b(?!/).*$",
            r"^(?:the )?permissions?$|^iam$",
            r"\bwhat (?:may|can) (?:the|this|that) role do\b",
        ),
        keywords=words("permissions permission iam privileges rights"),
        example="Which permissions does it take?",
    ),
    _plan(
        name="exposure",
        patterns=(
            r"\b(?:public|publicly|exposed?|exposure|exposes)\b",
            r"\bwho\b.{0,25}\bsee (?:it|this|that|the app)\b",
            r"\b(?:who|people|person|anyone|anybody|everyone|everybody|strangers?)\b.{0,25}"
            r"\b(?:reach|call|open|visit|access)\b",
            r"\b(?:reachable|visible|open|accessible)\b.{0,25}\b(?:internet|world|everyone|anyone"
            r"|outside|web)\b",
            r"\b(?:keep|make|have) (?:it|this|that) private\b|\bavoid\b.{0,20}\bopen\b",
        ),
        keywords=words(
            "public publicly exposed exposure endpoint everybody anyone strangers internet"
        ),
        example="What becomes public?",
    ),
    _plan(
        name="cost",
        patterns=(
            r"\b(?:costs?|price|pricing|prices|expensive|cheap|charged?|charges|fees?|billed)\b",
            r"\bhow much\b(?! time| longer)|\b(?:what|will|do) .{0,10}\bi pay\b|\bfor free\b",
            r"\b(?:have|need) to pay\b|\bis (?:it|this|that) free\b|\b(?:per|a|each) month\b",
        ),
        keywords=words("cost costs price pricing expensive charge charges fee bill money pay"),
        example="What would it cost?",
    ),
    _plan(
        name="duration",
        patterns=(
            r"\bhow (?:long|much time|much longer|fast|quick)\b(?!.{0,20}\b(?:valid|open|wait for|"
            r"approv|answer|decide))",
            r"\bwhen (?:will|is|would) .{0,25}\b(?:done|finished?|ready|over|complete)\b",
            r"\b(?:takes? long|how soon|eta|minutes?)\b",
        ),
        keywords=words("duration eta minutes fast quick soon"),
        example="How long does it take?",
    ),
    _plan(
        name="undo",
        patterns=(
            r"\b(?:reversible|irreversible|undoable|revertible|undone|undo)\b",
            r"\b(?:can|could|able|possible)\b.{0,20}"
            r"\b(?:undo|undone|revert(?:ed)?|go back|taken? back|reverse[d]?|roll(?:ed)? back)\b",
            r"\b(?:what if i )?change my mind\b|\bback to (?:where|what|how)\b",
            r"\bget rid of\b.{0,20}\blater\b",
            r"\bway back\b|\bone way\b",
        ),
        keywords=words("reversible irreversible undoable revert reversed undo undone regret"),
        example="Is it reversible?",
    ),
    _plan(
        name="step_failure",
        patterns=(
            r"\b(?:what|and) (?:happens )?(?:if|when)\b.{0,40}"
            r"\b(?:fails?|failed|wrong|breaks?|crash(?:es)?|dies|error|stops?|goes down)\b.*$",
            r"(?:\bwhat happens\b.{0,30})?\bif\b.{0,30}"
            r"\b(?:fails?|goes wrong|breaks?|crash(?:es)?|dies|does not work)\b.*$",
            r"\b(?:half ?way|in the middle|midway|partially|half finished|half done)\b",
            r"\bin case of\b.*$",
            r"\bwhat (?:if|happens when) (?:the )?(?:power|network|server|connection)\b",
        ),
        keywords=words("halfway fails crashes error crash fail"),
        example="What if a step fails?",
    ),
    _plan(
        name="place",
        patterns=(
            r"\b(?:which|what|whose)\b.{0,15}\b(?:accounts?|regions?|identity|caller|user)\b",
            r"\b(?:as whom|as who|with which credentials?)\b",
            r"\bwhich (?:credentials?|keys?)\b(?: are you us\w+)?",
            r"\b(?:real (?:account|aws|one)|(?:is|in) .{0,15}sandbox|simulated|production)\b",
            r"\bwhere (?:will|would|does|is) (?:it|this|that|everything) (?:be |get |go|created"
            r"|deployed to)",
            r"^(?:region|account)s?(?: id)?$",
        ),
        keywords=words("account region identity caller sandbox whose where"),
        example="Which account and region is it for?",
    ),
    _plan(
        name="changes",
        patterns=(
            r"\bwhat(?: is|s)? .{0,30}\bdifferent\b|\b(?:diff|differences?|compared?|comparison)\b",
            r"\bwhat\b.{0,20}\b(?:changes|change|changed|modified|modify|overwrit(?:e|ten))\b",
            r"\bbefore and after\b|\bwhat(?: is|s) new\b|\bwhat .{0,20}\b(?:deletes?|deleted"
            r"|removes?|removed|replaced?)\b",
            r"\b(?:touch|affect|overwrite|modify|break|delete|change|replace|remove)s?\b.{0,25}\b(?:exist|existing|other|something"
            r"|anything|old|already|else)\b",
        ),
        keywords=words("diff difference differences compared overwrite existing"),
        example="What changes compared with now?",
    ),
    _plan(
        name="origins",
        patterns=(
            r"\b(?:by )?defaults?\b|\bprovenance\b",
            r"\bwhat (?:did|have) i (?:say|said|tell|told|give|given|ask|choose|specify)\b",
            r"\bwhere (?:do|does|did|is|are)\b.{0,20}\b(?:come|comes|came|taken|get|got)\b"
            r".{0,20}\bfrom\b",
            r"\bwho (?:chose|decided|picked|said|set)\b(?: the (?:name|region|value|runtime))?",
            r"\bwhy (?:is|was) it (?:called|named)\b",
            r"\b(?:assum(?:e|ed|ption|ptions)|guess(?:ed)?|invent(?:ed)?|made up|make up)\b",
            r"\bwhy (?:this|that|the) (?:name|region|runtime|memory|value)\b",
            r"\bdid i (?:say|choose|ask for|set)\b|\bpick(?:ed)? yourself\b",
            r"\b(?:values?|parameters?|settings?)\b.{0,25}\b(?:from me|you|yourself|mine)\b",
        ),
        keywords=words("default defaults assumed chose chosen choice choose provenance values"),
        example="Which values are defaults?",
    ),
    _plan(
        name="source",
        patterns=(
            r"\bin the (?:package|zip|artefact|artifact)\b",
            r"\b(?:which|what)\b.{0,15}\b(?:commit|branch|code|source|repository|repo|dependencies"
            r"|package|files)\b",
            r"\buncommitted\b|\bhow (?:big|large) is the package\b",
            r"^(?:commit|branch|dependencies|source)$",
        ),
        keywords=words("commit branch package dependencies source code"),
        example="Which commit is deployed?",
    ),
    _plan(
        name="expiry",
        patterns=(
            r"\b(?:expires?|expired|expiry|expiration|deadline|valid)\b",
            r"\b(?:until|till|by) when\b(?: (?:can|may|must|do) i \w+)?",
            r"\bhow much time (?:do|have) (?:i|we)\b.*$",
            r"\bhow long\b.{0,25}\b(?:have to (?:decide|approve)|decide|approve|answer|open)\b",
            r"\bwhen (?:must|do|should) i (?:approve|answer|decide)\b",
            r"\bapproval\b.{0,12}\brun out\b",
            r"\b(?:can|may) i (?:approve|decide|answer|do) (?:it |this |that )?later\b",
        ),
        keywords=words("expire expires expiry deadline valid"),
        example="When does the approval expire?",
    ),
    _plan(
        name="deciders",
        patterns=(
            r"\bwho (?:may|can|has to|must|should|is allowed to|needs to|will)\b.{0,15}"
            r"\b(?:approve|decide|confirm|sign|say yes|reject)\b",
            r"\b(?:can|may|must) (?:i|my|somebody|someone|another|a colleague|anyone|you)\b.{0,20}"
            r"\b(?:approve|confirm|reject)\b(?! (?:it |this |that )?(?:later|tomorrow))",
            r"\bhow (?:do|can|must|should) i (?:approve|confirm|reject|accept|say yes|agree)\b",
            r"\b(?:allowed|permitted|supposed|meant) to (?:approve|confirm|reject)\b",
            r"\b(?:do|need|have)\b.{0,12}\b(?:to )(?:approve|confirm|reject)\b",
            r"\b(?:do we need |is there )?(?:a |another )?(?:second person|four eyes|approvers?)\b",
        ),
        keywords=words("approver approvers approve approval reject"),
        example="Who may approve this?",
    ),
)

VERDICTS: tuple[Aspect, ...] = (
    Aspect(
        name="verdict",
        topic="verdict",
        fits="verdict",
        patterns=(
            r"\b(?:why|what (?:is|was) wrong)\b.*\b(?:compliance|according to)\b.{0,20}$",
            r"\bcheck(?:ed)?\b.{0,12}\bagainst\b",
            r"\b(?:compliance|veto(?:ed)?|policy version|policy check|rules?|findings?|officer)\b",
            r"\bis (?:it|this|that|the plan) (?:safe|secure|ok|okay|allowed|dangerous|risky)\b",
            r"\b(?:safe|secure|risks?|risky|dangerous|security)\b.{0,20}(?:\?|$)",
            r"\bwhy (?:was|is|did|isnt)\b.{0,25}"
            r"\b(?:blocked|refused|stopped|denied|forbidden|allowed)\b",
        ),
        keywords=words("compliance verdict veto safe risky security rules"),
        example="What did compliance say?",
    ),
)
