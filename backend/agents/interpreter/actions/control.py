"""What is said to the copilot itself; most of it is read by :mod:`..dialogue`."""

from functools import partial

from backend.agents.interpreter.actions.declaration import action

_control = partial(action, intent="CONTROL")
_PLAN = r"(?:plan|changes|change set|changeset|preview|proposal|steps)"
_RUN = (
    "(?:run|deployment|deploy|rollout|rollback|release|execution|job|process|plan|"
    "operation|current task|launch|everything)"
)

CONTROL = (
    _control(
        "approve_plan",
        "approval",
        patterns=(
            "^(?:(?:yes|ok|okay|please|i|we|sure|yep|yeah|looks good|lgtm|great) "
            ")*(?:approve|approved|accept|confirm|apply|execute|authori[sz]e|agree "
            rf"(?:to|with)) (?:it|that|this|(?:the|this|that|your) (?:\w+ )?{_PLAN})(?: "
            "please| now)?$",
            r"\b(?:the )?plan (?:is|looks) (?:good|fine|ok|okay|great|approved|"
            r"right)\b(?!.*\b(?:but|except|however|change)\b)",
            r"^(?:i |we )?(?:hereby )?approved?$",
        ),
        unless=r"\b(?:dont|not|never|how|why|what|but|pull request|pr)\b",
    ),
    _control(
        "reject_plan",
        "none",
        patterns=(
            "^(?:(?:no|please|i|we|sorry|nope) )*(?:reject|decline|deny|discard|throw "
            "away|scrap|drop|refuse|disapprove|dismiss|dont approve|do not approve|"
            "dont want|do not want|dont like) (?:it|that|this|(?:the|this|that|your) "
            rf"(?:\w+ )?{_PLAN})\b",
            r"\b(?:the )?plan (?:is|looks) (?:bad|wrong|terrible|rejected|not (?:good|"
            r"ok|okay|right|what))\b",
            r"^(?:i )?reject(?:ed)?$",
        ),
        unless=r"\b(?:pull request|pr|how)\b|<pull_url",
    ),
    _control(
        "rollback",
        "destructive",
        patterns=(
            r"\b(?:roll ?back|rollback|roll (?:\S+ ){1,4}back|rolling back)\b",
            r"\b(?:revert|undo|reverse|back out)\b.*\b(?:deployments?|deploy|release|"
            "changes|rollout|plan|last|previous|version|that|it|this|everything|what "
            r"(?:you|we|i) (?:just )?(?:did|deployed|changed|made|created))\b",
            r"\b(?:revert|undo|reverse|back out) (?:\w+ )*<deployment\d+>",
            r"\b(?:undo|revert)\b (?:the )?\S+$",
            r"\b(?:take|pull|bring) (?:the |our |my )*(?:last|latest|new|current) "
            r"(?:release|deployment|version) back\b",
            r"\b(?:put|bring|take|change) (?:it|that|this|things|everything) back\b.*\b(?:was|were|"
            "been|used to|before)\\b",
            r"\b(?:go|switch|get|restore|return|take us|bring) (?:\S+ )?(?:back )?to "
            "(?:the )?(?:previous|last|earlier|prior|old) (?:working )?(?:version|"
            r"release|deployment|state)\b",
        ),
        unless=r"\b(?:pull request|pr|issue|commit|how (?:is|far|goes)|status|cancel|stop the|"
        r"abort|is the)\b|^(?:is|has|did|how|what|why|can (?:i|we|this|it|that|they))\b",
        slots="deployment_id",
    ),
    _control(
        "cancel",
        "none",
        patterns=(
            "^(?:(?:please|ok|okay|no|oh|hey|wait|actually|just|can|could|you|i|want|"
            "to|lets|hold on|cancel|never ?mind) )*(?:cancel|abort|never ?mind|"
            "forget (?:it|that|about it)|scratch that|stop|halt|drop it|leave it|quit|"
            "stop everything|cancel everything)"
            "(?: (?:please|now|it all|everything|right now|immediately))*$",
            r"\b(?:cancel|abort|stop|halt|kill|interrupt|pause|terminate|quit)\b (?:\S+ "
            rf"){{0,2}}\b{_RUN}\b",
            r"^(?:please )?(?:cancel|abort)\b(?: \S+){0,4}$",
            r"^(?:please )?(?:cancel|abort|stop) (?:it|that|this)(?: please| now)? "
            r"(?:it|that|this|i) ",
        ),
        unless=r"<\w+\d+>|\b(?:instances?|servers?|subscription|budget|function|service|"
        r"cluster|workflow|without|versioning)\b|^(?:can|could) i\b",
    ),
    _control(
        "show_plan",
        "none",
        patterns=(
            r"\b(?:show|display|see|view|list|print|open|read|summari[sz]e|describe|"
            "repeat|let me see|look at|what is in|whats in|whats|what is|give me|bring "
            rf"up|walk me through)\b (?:\S+ ){{0,4}}{_PLAN}\b",
            r"\bwhat (?:exactly )?(?:will|would|is going to|are you going to|you are "
            r"(?:about|going) to|are you "
            "about to|do you plan|do you intend|does it|does this|does the "
            r"plan)\b.*\b(?:happen|do|change|create|be created|be changed|plan|delete|"
            r"be deleted|be done|affect|touch)\b",
            r"\b(?:what are|which are|whats) (?:the |your )?(?:steps|planned|pending)\b.*",
            r"\b(?:what|which) (?:resources?|things|steps?|changes|services?) (?:will|"
            "would|are going to|is going to|are|get) (?:be )?(?:created|changed|"
            r"deleted|made|modified|touched|affected|get)\b",
            r"\b(?:what|which) (?:steps|resources|changes|things) (?:are|does|do)\b.*\bplan\b",
            r"\bpending plan\b|\bwhat is waiting for (?:my )?approval\b",
            r"^(?:the |current |pending )*plan$",
        ),
        unless=r"\b(?:if|dry[- ]?run|approve|reject|why|savings plans?|cancel|change the plan|"
        r"cost|delete \S+-|pull request|modify|update the plan|previous|last time|"
        r"without (?:actually |really )?(?:doing|changing|applying|executing|touching))\b|"
        r"<\w+\d+>",
    ),
    _control(
        "dry_run",
        "none",
        patterns=(
            r"\bdry[- ]?run\b",
            r"\b(?:simulate|simulation|rehearse|rehearsal|test run|what-if|preview only)\b",
            r"\b(?:preview|try)\b.*\b(?:without (?:changing|applying|doing|executing|"
            r"touching|deploying)|first|only|it|changes|run)\b",
            r"\b(?:without|dont) (?:actually |really )?(?:applying|executing|deploying|"
            r"changing anything|apply|execute|change anything)\b.*\b(?:show|preview|"
            r"test|check|see|try)\b",
            r"\b(?:show|preview|test|check|see|try)\b.*\bwithout (?:actually |really "
            r")?(?:applying|executing|deploying|changing anything|doing|"
            r"touching (?:anything|something))\b",
            r"^preview(?: it| the plan| the changes| this)?(?: please| first)?$",
        ),
        unless=r"\blambda\b|\bfunction\b|<json",
    ),
    _control(
        "show_history",
        "none",
        patterns=(
            r"\bwhat (?:we|i|you) (?:did|have done|ran|deployed|changed)\b",
            r"\bhistory\b(?!.*\b(?:version|commit|git|bucket|cost|bill|lesson)\b)",
            r"\bwhat (?:did|have|has) (?:we|i|you)\b.*\b(?:do|done|last time|so far|"
            "yesterday|earlier|before|today|last week|deploy|deployed|recently|change|"
            r"changed|run|ran)\b",
            r"\b(?:previous|past|earlier|recent|last) (?:\w+ )?(?:actions|runs|"
            "deployments|operations|requests|conversations|changes|commands|activity|"
            r"sessions|plans)\b",
            r"\b(?:list|show)\b.*\b(?:runs|actions|commands|operations)\b.*\b(?:so far|"
            r"before|previous|past|ran|executed)\b",
            r"\b(?:what|which) (?:deployments|actions|operations|runs|changes) (?:did|"
            r"have|has|were)\b",
            r"\bactivity log\b|\bwhat happened (?:so far|today|yesterday|last (?:time|week)|"
            r"earlier|before)\b",
            r"\b(?:list|show|view|see)\b (?:\S+ ){0,3}(?:past|previous|earlier|all)? "
            r"?(?:runs|deployments)\b",
        ),
        unless=r"\b(?:roll ?back|revert|undo|workflow|github actions|cost\w*|spend\w*|bill|"
        r"last pr|pull)\b",
    ),
    _control(
        "deployment_status",
        "none",
        patterns=(
            r"\b(?:status|progress|state) (?:\w+ )*<deployment\d+>",
            r"^(?:is|did|has|was|how)\b.*<deployment\d+>|<deployment\d+> (?:done|finished|"
            r"ready|live)\b",
            r"\b(?:status|progress|state)\b.*\b(?:deployments?|deploy|rollout|run|"
            r"release|rollback|it|plan|my app|application|things)\b",
            r"\b(?:deployment|deploy|rollout|release|run|rollback) (?:status|progress|state)\b",
            "^(?:(?:whats|what is|the|current|any|give me|show|me|a|please) "
            ")*(?:status|progress|status update|updates?|update|news)(?: please| "
            "report| update)?$",
            r"\bhow(?:s| is| are| far)\b.*\b(?:deployments?|deploy|it|that|things|"
            r"rollout|run|release|rollback|everything|along|going|we|you|coming)\b",
            r"\b(?:is|are|has|did|have|was)\b.*\b(?:deployment|deploy|rollout|release|"
            r"rollback|it|everything|run|my app|the app|that|application)\b.*\b(?:done|"
            "finished|finish|complete|completed|ready|over|live|up|succeed|succeeded|"
            "work|worked|successful|through|fail|failed|still|running|going|deployed|"
            r"healthy)\b",
            r"^(?:are|have) (?:you|we|they) (?:done|finished|ready) \w+ing\b",
            r"^(?:is it |are we |are you )?still (?:running|going|working|busy)$",
            r"^(?:are we|are you|is it|all) (?:there|done|ready|finished)(?: yet)?$",
            r"\bwhat(?:s| is) (?:happening|going on|the status|running|deployed|live|it "
            r"doing|currently (?:running|deployed|live))\b",
            r"\bwhat (?:did|has) (?:happen|happened)\b|\bwhat happened\b",
            r"\b(?:is|how is) [\w-]+ (?:up|live|deployed|running|done|finished|healthy)\b",
            r"\bhow long (?:will|does|until|till|is|more|left)\b|\b(?:any progress|"
            r"where are we|whats taking)\b|\bis .* deployed\b",
        ),
        unless=r"\b(?:last time|yesterday|if|workflow|github|ci|pipeline|pr|pull request|s3|"
        "lambda|rds|ec2|aws|api gateway|instance|server|credentials?|keys?|weather|"
        "bucket|policy|costs?|bill|versioning|security|repository|you doing|(?<!far )are you$|"
        r"are you today|service health|service)\b|<(?:instance|slash|github_url|path|"
        r"revision)\d+>|^(?:hi|hello|hey)\b.*\bhow are you\b",
        slots="deployment_id",
    ),
    _control(
        "escalate",
        "none",
        patterns=(
            r"\b(?:escalate|escalation|escalating)\b",
            r"\b(?:talk|speak|connect|transfer|hand|get|bring|call|reach|want|need|"
            r"contact|ping|page|involve|ask|chat|forward|pass|loop)\b.*\b(?:human|"
            "operator|real person|a person|someone (?:real|else|from)|support|agent|"
            r"administrator|on-?call|supervisor|engineer|sre|help desk|team lead)\b",
            r"\b(?:human|operator) (?:please|help|now|support)\b|^(?:human|operator|agent)$",
            r"\bhand (?:this|it|me) (?:over|off)\b",
            r"\b(?:operator|human|support team|real person|on-?call|"
            r"expert)\b.*\b(?:look|check|help|take over|review|handle|involved|see "
            r"this)\b",
        ),
        unless=r"\b(?:lambda|iam|role|user|admin access|ec2|deploy)\b",
    ),
    _control("help", "none"),
    _control("explain", "none"),
    _control("modify_plan", "none", slots="*"),
    _control("provide_slot", "none", slots="*"),
    action("small_talk", "none", intent="SMALL_TALK"),
    action("out_of_scope", "none", intent="OUT_OF_SCOPE"),
    action("refuse", "none", intent="MALICIOUS"),
    action("clarify", "none", intent="CLARIFY"),
)
"""Control of the copilot, and what is no wish to it."""
