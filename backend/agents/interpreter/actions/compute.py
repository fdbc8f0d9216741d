"""Instances, images, key pairs and volumes."""

from functools import partial

from backend.agents.interpreter.actions.declaration import action
from backend.agents.interpreter.actions.shorthand import INSTANCE, LISTING, REPO

_manage = partial(action, intent="AWS_RESOURCE_MANAGEMENT")
_NOT_A_MACHINE = (
    rf"{REPO}|\b(?:key ?pairs?|security groups?|sgs?|volumes?|lambdas?|images?|amis?|"
    "clusters?|costs?|"
    r"bill|databases?|repos?|repository|issues?|pull requests?|workflows?|stack)\b"
)

COMPUTE = (
    _manage(
        "launch_ec2",
        "write",
        verbs="launch create add",
        nouns="instance ec2",
        patterns=(
            r"\b(?:need|want) (?:more |some )?compute\b",
            r"^(?:(?:please|can|could|you|i|we|want|need|would|like|to|id|wed|have|lets|us|hey|hi|"
            r"hello|create) )*"
            "(?:launch|create|boot|spin up|start|provision|run|get me|make|fire up|set "
            "up|bring up|want|"
            r"need|give me|deploy|add|have|order|rent) (?:me )?(?:\d+ ?x |a |an |one |"
            r"two |three |four |five |\d+ |another |additional |extra |some |up |more )*"
            r"(?:new |fresh |small |cheap )*<(?:instance_type|ami)\d+>",
            r"\b(?:get|bring|have|put) (?:me |us )?(?:a|an|one|two|three|four|five|\d+) "
            r"(?:new|more|other|fresh|extra|<instance_type\d+>)\b.* (?:up|online|running)\b",
            r"\b(?:gimme|give me|get me|need|want|like|require|order) (?:me )?(?:a|an|"
            r"one|two|three|four|five|six|ten|\d+|some|another|more|additional) "
            r"(?:\S+ ){0,3}(?:instances?|servers?|vms?|virtual machines?|box|boxes|"
            r"machines?)\b(?! (?:list|details))",
        ),
        unless=f"{INSTANCE}|"
        rf"{REPO}|\b(?:volumes?|lambdas?|clusters?|costs?|bill|databases?|repos?|"
        "repository|issues?|"
        r"pull requests?|workflows?|stack)\b"
        r"|^start (?:my|the|our|all|that|this|both|up my|up the)\b|^(?:create|make|add|"
        "new|delete|generate) (?:a |an |new |another )*(?:ssh |ec2 )*(?:key|security|"
        "sg|ami|image|snapshot)",
        slots="region! instance_type! key_name! ami_id! name subnet_id security_group_ids "
        "tags count=",
        named="name",
    ),
    _manage(
        "start_ec2_instances",
        "write",
        verbs="start",
        nouns="instance",
        patterns=(
            rf"\b(?:get|have|bring)\b.*{INSTANCE}.*\b(?:running|up|online)\b(?: again| back)?",
            rf"^(?:please )?(?:start|resume|boot|wake) {INSTANCE}",
        ),
        unless=rf"{REPO}|\b(?:new|another|workflow|service|task|restart|reboot)\b|"
        r"<(?:instance_type|ami)\d+>|"
        r"\bstart (?:up )?(?:a|an|one|two|three|some|\d+) ",
        slots="instance_ids! region! wait=",
    ),
    _manage(
        "stop_ec2",
        "write",
        verbs="stop",
        nouns="instance",
        unless=r"\b(?:terminate|restart|reboot|versioning|deployment|run)\b",
        slots="instance_id! region! force= wait=",
    ),
    _manage(
        "terminate_ec2",
        "destructive",
        verbs="delete",
        nouns="instance",
        unless=_NOT_A_MACHINE + r"|\bunused\b",
        slots="instance_id! region!",
    ),
    _manage(
        "list_ec2_instances",
        "read",
        verbs="show",
        nouns="instance ec2",
        patterns=(
            rf"\b{LISTING}\b.*\b(?:instances|servers|vms|virtual machines|machines|boxes)\b",
            r"\b(?:instances|servers|vms|machines)\b.*\b(?:do|have) (?:i|we)\b",
            r"^(?:all |my |our |the )*(?:instances|servers|vms|machines|boxes) (?:\S+ )*"
            r"(?:that|which) are\b",
            r"\b(?:how many|which|list|show|any) (?:\w+ ){0,2}<instance_type\d+>",
            r"\bwhat(?:s| is| do i have)? running\b.*(?:\bec2\b|<region\d+>)",
            r"\bwhat (?:have i got|have we got|do i have|do we have) (?:currently )?running\b",
        ),
        unless=r"\bneed\b|\b(?:get|bring) (?:one|two|three|four|five|\d+) (?:new|more|extra)\b|"
        rf"{INSTANCE}|{_NOT_A_MACHINE}|\b(?:unused|idle|unhealthy|down|vulnerab\w+|"
        r"optimi[sz]\w+|"
        r"cost\w*|spend\w*|slow|spot price|types?|most expensive|exposed|outages?|"
        r"unattached|wast\w+)\b|\b(?:gimme|give me|get me|need|want) (?:a|an|one|two|"
        r"three|another|\d+) (?!list|overview|summary|inventory|report)",
        slots="region filters",
    ),
    _manage(
        "describe_ec2_instance",
        "read",
        needs=rf"{INSTANCE}|\bdescribe\b|\b(?:the|my|that|this|an?|of|about) (?:ec2 "
        r")?(?:instance|server|vm|machine|virtual machine|box)\b",
        verbs="describe show",
        nouns="instance",
        patterns=(
            rf"\b(?:describe|details?|info|information|inspect|status|state)\b.*{INSTANCE}",
            r"\b(?:is|are|how is|hows|whats|what is|check on|show|get|view|look up) "
            rf"(?:\w+ ){{0,6}}{INSTANCE}",
            rf"^{INSTANCE} (?:details?|info|status|state)",
            r"\b(?:the|my|that|this) (?:ec2 )?(?:instance|server|vm|machine)s? "
            r"(?:details?|info|information|status|state|(?:public |private )?(?:ip|dns|address))\b",
            r"\bdescribe (?:the |my |that |this |an |a )?(?:ec2 )?(?:instance|server|vm|machine)\b",
            r"^is the instance (?:still |already |now )?(?:running|stopped|up|on|off|alive)$",
            r"\b(?:details?|info|information) (?:of|about|on|for) (?:the |my |that |"
            "this |an |a )?(?:ec2 )?"
            r"(?:instance|server|vm|machine)\b",
        ),
        unless=r"\b(?:leave|keep)\b|"
        r"\b(?:running|up|online) again\b|"
        r"\b(?:instances|servers|vms|machines|key ?pair|security group)\b(?! <)",
        slots="instance_id! region",
    ),
    _manage(
        "describe_images",
        "read",
        verbs="show describe",
        nouns="image",
        patterns=(
            rf"\b{LISTING}\b.*\b(?:amis?|images)\b(?! <)",
            r"\b(?:amis|images) (?:are|do|can|for|from)\b",
        ),
        unless=r"\b(?:docker|ecr|bucket|container)\b|<(?:uri|ami|name)\d+>",
        slots="region owners name_pattern architecture",
    ),
    _manage(
        "list_key_pairs",
        "read",
        verbs="show",
        nouns="key_pair",
        slots="region",
    ),
    _manage(
        "create_key_pair",
        "write",
        verbs="create add",
        nouns="key_pair",
        unless=r"\b(?:instance|server|vm|launch|spin up|boot)\b|<instance_type\d+>|<ami\d+>",
        slots="key_name! region!",
        named="key_name",
    ),
    _manage(
        "delete_key_pair",
        "destructive",
        verbs="delete",
        nouns="key_pair",
        patterns=(
            r"\b(?:delete|remove|drop|erase|destroy|get rid of) (?:the |my |our |old )*key "
            r"(?!pair)\S+ (?:in|from|of|at) <region\d+>",
        ),
        unless=rf"{INSTANCE}",
        slots="key_name! region!",
        named="key_name",
    ),
    _manage(
        "resize_volume",
        "write",
        verbs="resize",
        nouns="volume",
        patterns=(
            r"\b(?:resize|grow|enlarge|expand|extend|increase|bump|make|scale)\b.*<volume\d+>",
        ),
        unless=r"\b(?:unattached|unused|costs?)\b",
        slots="volume_id! size! region!",
    ),
)
"""Actions on EC2."""
