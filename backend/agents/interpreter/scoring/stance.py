"""Whether a sentence wishes what it speaks of: negations, questions, suppositions, reports."""

from enum import Enum
from functools import lru_cache

from backend.agents.interpreter.slots.reading import compiled

_VERB = (
    "(?:delete|deleting|remove|removing|terminate|terminating|destroy|kill|stop|"
    "stopping|shut|start|create|creating|launch|"
    "deploy|deploying|merge|merging|close|detach|revoke|attach|upload|download|open|"
    "drop|wipe|nuke|touch|scale|"
    "invoke|run|rotate|update|change|roll|do|make|add|push|erase|tear|clone|switch|"
    "invite|archive|approve|reject|"
    "resize|purge|get|put|send|use|go|continue|proceed|apply|execute|list|show|forget|"
    "block|allow|grow|sync|copy|bother|ever|you dare|actually|really|just|power|turn|"
    "register|trigger)"
)
_NEGATED = (
    r"\b(?:nobody|no one|noone|none of you|no-one) (?:should|may|can|must|is allowed to|"
    r"shall|will|gets to|ever|(?!uses\b|is\b|has\b|needs\b|wants\b|knows\b|works\b|cares\b)\w+s)\b",
    r"\bmake sure (?:that )?(?:nobody|no one|nothing|it (?:is|does)nt|you dont|we dont)\b",
    r"\b(?:didnt|did not|dont let|do not let)\b|\b(?:prevent|forbid) (?:anyone|anybody|"
    r"people|them)\b",
    r"\b(?:would be|is|was) (?:a )?(?:bad|terrible|wrong|dangerous|mistake|stupid|bad "
    r"idea|disaster)\b.{0,20}\bto\b",
    r"\b(?:dont|do not|don t|never|please not|shouldnt|should not|must not|mustnt|"
    "cannot|cant|wont|will not|not to|would not|wouldnt|better not|rather not|no need "
    "to|not going to|isnt supposed to|not supposed to|stop trying to|no longer want to|"
    "dont want (?:you )?to|do not want (?:you )?to|didnt (?:want|ask) (?:you )?to|"
    r"under no circumstances|refrain from|avoid|not (?:yet )?) ?(?:\w+ "
    rf"){{0,2}}?{_VERB}\b",
    r"\b(?:refrain from|avoid|hold off on|instead of|no more)\b",
    r"^(?:i )?(?:dont|do not|would not|wouldnt) (?:want|like|need|wish) (?:\w+ "
    rf"){{0,3}}(?:{_VERB}|\w+ed)\b",
    r"\b(?:should|must|may|can|shall|is|are|be) not (?!(?:needed|required|used|wanted)\b)"
    r"(?:be )?(?:\w+ed|gone|changed|"
    r"touched|shut down|torn down)\b|\b(?:shouldnt|mustnt) be \w+ed\b",
    r"\b(?:i )?changed my mind\b",
    r"\b(?:undo|revert|reverse) (?:the )?(?:delete|terminate|remove|create|launch|stop|start|"
    r"attach|detach)\b",
)
_HOW = (
    r"\bwhat (?:would|does) it take to\b",
    r"\b(?:how (?:do|can|would|should|could|to|does (?:one|someone|somebody|a person)|"
    "might|is it possible)|hows? "
    r"(?:one|someone)|how i (?:can|could|should))\b (?!.*\b(?:you do(?:ing)?$|i owe|it "
    r"go|it going|are you)\b)",
    r"\b(?:what is|whats) the (?:best |right |proper |correct |easiest |safest |"
    "recommended )?(?:way|command|procedure|process|method|steps?|approach) (?:to|for|"
    r"of)\b",
    r"\b(?:tell|show|teach|explain (?:to )?) ?(?:me )?how (?:to|i|you|one|do|can)\b|"
    r"\bexplain how to\b|\bwhat do i (?:need|have) to do\b|\bis there a way to\b|\bcan "
    r"i (?:use you to|ask you to|also)\b|\bguide me\b|\bwalk me through (?!the plan)\b|"
    r"\binstructions (?:for|to|on)\b|\bsteps to\b|\bwhat (?:should|must) i do to\b",
)
_SUPPOSED = (
    r"^(?:before|unless|until|in case) (?:you|i|we|anyone|someone|the|it)\b",
    r"^how (?:risky|dangerous|bad|hard|difficult) (?:is|are|would)\b",
    r"^how (?:much|expensive) (?:does|is|would|do) (?:an?|one|another) .*(?:costs?|price)?$",
    r"^(?:would|will|does|can|could|may) \w+ing\b",
    r"\bwhat (?:happens|would happen|will happen|could happen|if|occurs|breaks|are the "
    r"(?:consequences|risks))\b(?!.*\bwithout (?:actually |really )?(?:doing|changing|applying|"
    r"executing|touching)\b)",
    r"\b(?:if|when) (?:i|we|you|someone|one|somebody) (?:were to|was to|would|should|"
    "did|delete|remove|terminate|stop|deleted|removed|terminated|stopped|drop|close|"
    r"closed|ran|run|deploy|deployed|merge|merged|detach|shut)\b",
    r"\b(?:suppose|supposing|imagine|hypothetically|assume (?:that|i|we|you|it)|"
    r"assuming|let us say|lets say|what would(?!.*\bwithout doing\b))\b",
    r"^(?:can|could|may|might) (?:i|we|one) (?:\w+ )?(?:get rid|delete|remove|terminate|destroy|"
    r"drop|nuke|wipe|kill|revoke|merge|detach)\b",
    "^(?:should|shall|must|would it be (?:ok|okay|safe|wise|better)|is it (?:ok|okay|"
    "safe|wise|a good idea|bad|dangerous|better|necessary|required|advisable|"
    "recommended)|do (?:i|we) (?:need|have)|am i allowed|would it|will it|does it|is "
    "there (?:any )?(?:danger|risk|harm)|are we (?:able|allowed)) (?:i|we|to|one|it|"
    r"that|if|for|in)\b",
    "^(?:what|which) (?:are|is) the (?:difference|risk|risks|consequences?|effect|"
    r"effects|impact|point|benefit|downside|advantages?|pros)\b|\b(?:difference between|"
    r"versus)\b",
    r"^(?:is|are) (?:\w+ ){0,4}(?:safe|dangerous|reversible|possible|allowed|"
    r"recommended|free|expensive)\b.*\bto\b",
)
_REPORTED = (
    r"\bremind me\b",
    r"^(?:(?:in|at) \S+ )?there (?:is|are|was|were)\b",
    r"^(?:the|our|an?|some) \w+ (?:wants?|wanted|needs?|needed|likes?|plans?|tried|tries) to\b",
    r"^(?:if|whenever|as soon as|in the event) (?!possible\b|needed\b|necessary\b|you\b|thats\b|"
    r"that is\b|its\b|it is\b|i (?:may|can|could)\b|ok\b|okay\b)",
    r"^(?:i|we) (?:told|asked|ordered|instructed|advised|reminded|begged|let) (?!you\b)\S+",
    r"\b(?:maybe|perhaps|possibly) not\b|\bor (?:maybe |perhaps )?not$|\b(?:still|havent|not) "
    r"(?:decided|deciding)\b",
    r"^(?:i|we|he|she|they|someone|somebody|my \w+|the \w+|our \w+|you|who|a colleague|"
    r"yesterday|last (?:week|night|month)|earlier|already)\b.{0,30}\b(?:deleted|"
    "terminated|removed|created|launched|deployed|stopped|destroyed|killed|dropped|"
    "merged|closed|uploaded|ran|executed|started|wiped|revoked|detached|shut down (?:yesterday|by|"
    r"last)|was|were|got|has been|have been)\b",
    r"\b(?:did|does|has|have|was|were|who|when|why) (?:\S+ ){0,4}(?:deleted?|"
    "terminated?|removed?|created?|launched?|deployed?|stopped?|destroy(?:ed)?|killed?|"
    r"dropped?|merged?|wiped?|closed?)\b",
    r"\b(?:he|she|they|my \w+|someone|somebody|the (?:docs?|documentation|manual|"
    "tutorial|article|email|ticket|readme|error|message|boss|manager|guide|wiki)|"
    "everyone|people|colleague|it) (?:says?|said|told|asked|wants|wanted|suggested|"
    "suggests|recommended|recommends|claims|mentions|mentioned|reads|wrote|states|"
    r"thinks)\b",
    "^(?:i|we) (?:might|may|could|was going to|were going to|will probably|am thinking|"
    "was thinking|am considering|are considering|am planning|plan to|will|would have|"
    "thought|intend|hope|wonder|wondered|am wondering|m thinking|have to|had to|used "
    r"to|forgot|cant|cannot|could not|couldnt|am about to|m about to)\b(?! (?:need|like|"
    "want|love|you))",
    r"\b(?:thinking (?:about|of)|considering|wondering (?:if|whether|about)|planning "
    r"(?:to|on)|afraid|worried|scared|hesitat\w+|regret\w*|hope (?:nobody|no one|you)|"
    r"not sure (?:if|whether|about))\b",
    "^(?:im|i am|were|we are) (?:thinking|considering|wondering|planning|about|afraid|"
    r"worried|scared|going) (?:of|to|about|whether|if|on)?\b",
)
_EXPLAIN = (
    "^(?:please |can you |could you |would you |kindly )*(?:explain|elaborate|"
    r"clarify)\b(?! how to)",
    "^(?:so |and |but |ok |okay |wait |hey |please |tell me |can you tell me |do you "
    r"know )*(?:why)\b",
    r"\bwhat (?:does|do|did) (?:\S+ ){1,8}(?:mean|stand for|do|cost|need|require)$",
    r"^(?:so |and |but |ok )*what went wrong\b|^what (?:does|do|would|will) \w+ing\b",
    "^(?:so |and |but |please |hey |ok |wait |hmm |hold on )*"
    "(?:what is|whats|what are|what exactly is|"
    "what exactly are|define|tell me what) (?:a |an |the |this |that |these |those |"
    "meant by |aws )*(?:ec2|s3|lambda|iam|vpc|subnet|security group|bucket|bucket "
    "policy|cidr|cidr block|region|availability zone|ami|role|policy|arn|key pair|"
    "route table|internet gateway|fargate|ecs|task definition|cluster|service|function|"
    "cloudformation|stack|access key|pull request|workflow|versioning|dry run|rollback|"
    "instance type|execution role|plan|ebs|volume|iam role|iam policy|iam user|lambda "
    "function|ecs cluster|ecs service|github action|security groups|buckets|roles|"
    "policies|regions|change set|instances?|repository|s3 bucket|ec2 instance|fargate "
    "task|ingress rule|runtime|handler|payload|nat gateway|elastic ip|spot instance|"
    "serverless|container|profile)s?(?: (?:in aws|exactly|for|used for|good for|about|"
    "anyway|actually|mean))*$",
    r"\b(?:meaning|purpose) of\b|\b(?:i dont|i do not|dont) (?:understand|get (?:it|"
    r"this|that|why|what|the))\b|\bwhat(?: do you| does that| does this| does it)? "
    r"mean\b|\bwhat are you talking about\b|\bin (?:simple|plain) (?:words|terms|"
    r"english)\b|\bmore details? (?:about|on) (?:this|that|it|the step|step)\b|"
    r"\breason(?:s)? (?:for|behind)\b|\bwhat for$|\bhow come\b|\bhow does .* work\b|"
    r"\bhow do .* work\b|\bcan you explain\b",
)
_HELP = (
    "^(?:please )?(?:i |we )?(?:need|want|require) (?:some |your "
    r")?help\b(?!.*\b(?:operator|human|person|engineers?|supervisor|hand me)\b)",
    "^/?(?:please |i need |i want |some |can i get |get |show |me |a bit of |your "
    ")*help(?: me)?(?: please| out| now| menu| page)?$",
    r"\bwhat (?:can|could|do|else can|all can|things can|kinds? of things can|sorts? of "
    r"things can) (?:you|i|we|this|it)\b"
    r"(?!.*\b(?:costs?|bills?|money|spend\w*|sav\w+|cheaper)\b).*\b(?:do|ask|help|offer|support|say|here|"
    r"handle|with you|capable)\b",
    r"\bwhat (?:are|is) (?:your|the) (?:capabilities|features|commands|options|"
    r"supported|available commands|abilities|functions$)|\b"
    r"what (?:are you|youre|you are) (?:able|capable|"
    r"good)\b|\bhow (?:do|can|does|should) (?:i|one|this|it|you|we) (?:use|start|begin|"
    r"get started|work with|operate|talk to)\b(?: (?:this|you|it|the copilot|with).*)?$|"
    r"\bwhat commands\b|\bhow does this (?:work|thing work)\b|\bgetting started\b|"
    r"\bshow (?:me )?(?:the )?(?:commands|examples|options|usage)\b|\bhow can you "
    r"help\b|\bcan you help(?: me)?$|\bwhat do you (?:do|support|offer|know)\b|\bgive "
    r"me (?:some )?examples\b|\bwhat actions\b(?! workflows)(?!.* have$)|^\?$|^(?:usage|"
    "commands|menu|options|"
    r"examples|manual)$|\bwhat are my options\b|\bdont know how\b|\bi(?:m| am) (?:lost|"
    r"stuck|new here)\b|\b(?:where|how) do i (?:start|begin)\b|\bwhat is this\b|\blist "
    r"(?:of )?(?:all )?(?:supported |available )?(?:commands|actions|features)\b",
)


_POLITE_END = (
    r" if (?:you (?:would be so (?:kind|nice|good)|would|could|can|dont mind|wouldnt mind|please|"
    r"may|have (?:a|the) (?:moment|minute|second|time))|"
    r"(?:its|it is|thats|that is) (?:ok|okay|fine|possible|not too much trouble)|possible|"
    r"i may(?: ask)?)$"
)


_UNUSED = r"\b(?:we|they) (?:dont|do not) (?:\w+ )?use\b"
"""What tells that something is unused, and forbids nothing."""


_WHAT_EXISTS = (
    r"^((?:which|what) (?:\S+ ){1,3})have (?:we|i) (?:created|made|launched|started|set up)$"
)
"""A question for things that are there, though it tells how they came to be."""


class Stance(Enum):
    """How a sentence stands to what it speaks of."""

    WISH = "wish"
    NEGATED = "negated"
    HELP = "help"
    HOW = "how"
    EXPLAIN = "explain"
    SUPPOSED = "supposed"
    REPORTED = "reported"


_ORDER = (
    (Stance.HELP, _HELP),
    (Stance.HOW, _HOW),
    (Stance.SUPPOSED, _SUPPOSED),
    (Stance.EXPLAIN, _EXPLAIN),
    (Stance.NEGATED, _NEGATED),
    (Stance.REPORTED, _REPORTED),
)


@lru_cache(maxsize=256)
def stance_of(plain: str) -> Stance:
    """The stance of plain words; a polite question ("could you stop it?") is a wish."""
    stripped = compiled(_POLITE_END).sub("", plain.rstrip(" ?!"))
    stripped = compiled(_UNUSED).sub("", stripped)
    stripped = compiled(_WHAT_EXISTS).sub(r"\1exist", stripped)
    for stance, patterns in _ORDER:
        if any(compiled(pattern).search(stripped) for pattern in patterns):
            return stance
    return Stance.WISH
