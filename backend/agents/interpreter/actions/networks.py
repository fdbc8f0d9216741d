"""Private networks, routes, security groups and their rules."""

from functools import partial

from backend.agents.interpreter.actions.declaration import action
from backend.agents.interpreter.actions.shorthand import GROUP, LISTING, REPO

_manage = partial(action, intent="AWS_RESOURCE_MANAGEMENT")
_PORT = (
    "(?:port|ports|access|traffic|connections?|ingress|inbound|tcp|udp|icmp|ssh|http|"
    "https|rdp|postgres|postgresql|"
    "mysql|redis|mongodb|mongo|mssql|smtp|dns|ftp|sftp|nfs|elasticsearch|mariadb|kafka|"
    "memcached|firewall|rule)"
)
_SECURITY_GROUP = r"(?:security[- ]?groups?|sgs?|sec ?groups?|firewall groups?)"

NETWORKS = (
    _manage(
        "list_vpcs",
        "read",
        verbs="show",
        nouns="vpc",
        patterns=(
            rf"\b{LISTING}\b (?:\S+ ){{0,6}}(?:vpcs|virtual private clouds|virtual networks|"
            r"private networks|networks)\b",
        ),
        unless=r"\b(?:subnets?|security groups?|instances?|unused|delete|create|flow logs)\b|"
        r"<vpc\d+>",
        slots="region",
    ),
    _manage(
        "create_vpc",
        "write",
        verbs="create add",
        nouns="vpc",
        unless=r"\b(?:subnets?|security groups?|sg|routes?|endpoint|peering|instance|server)\b|"
        rf"<vpc\d+>|{REPO}|\bin (?:my |the |a )?vpc\b",
        slots="cidr_block! region! name",
        named="name",
    ),
    _manage(
        "delete_vpc",
        "destructive",
        verbs="delete",
        nouns="vpc",
        patterns=(
            r"\b(?:delete|remove|destroy|tear down|nuke|drop|kill|get rid of|"
            r"decommission)\b (?:\S+ ){0,3}<vpc\d+>",
        ),
        unless=r"\b(?:subnets?|security groups?|routes?|peering|endpoint)\b|<(?:subnet|group|"
        r"route_table|instance)\d+>",
        slots="vpc_id! region!",
    ),
    _manage(
        "list_subnets",
        "read",
        verbs="show",
        nouns="subnet",
        patterns=(rf"\b{LISTING}\b.*\bsubnets\b", r"\bsubnets (?:of|in|for|does|do|are)\b"),
        unless=r"\b(?:create|delete|unused|instances?)\b|<(?:subnet|cidr)\d+>",
        slots="vpc_id region",
    ),
    _manage(
        "create_subnet",
        "write",
        verbs="create add",
        nouns="subnet",
        patterns=(
            r"<cidr\d+> subnet\b|\bsubnet\b.*<cidr\d+>.*<vpc\d+>|\bsubnet\b.*<vpc\d+>.*<cidr\d+>",
            r"\b(?:create|add|make|new|carve out|carve|provision|set up|allocate|need)\b "
            "(?:me )?(?:a |an |the |new |another |private |public )*(?:subnet|sub-net|"
            r"subnetwork)\b",
        ),
        unless=r"\b(?:instance|server|vm|delete|launch)\b|<(?:instance_type|subnet)\d+>",
        slots="vpc_id! cidr_block! region! availability_zone",
    ),
    _manage(
        "delete_subnet",
        "destructive",
        verbs="delete",
        nouns="subnet",
        unless=r"<(?:instance|group|route_table)\d+>",
        slots="subnet_id! region!",
    ),
    _manage(
        "create_route",
        "write",
        verbs="create add",
        nouns="route",
        patterns=(
            r"\b(?:create|add|make|new|set up|put|insert|define)\b (?:\S+ "
            r"){0,4}(?:default )?(?:route|routing rule|routing entry)\b",
            r"\b(?:route|send|direct|point|forward)\b.*(?:<cidr\d+>|\btraffic\b|"
            r"\beverything\b).*(?:<gateway\d+>|<route_table\d+>)",
            r"<route_table\d+>.*\broute\b.*<cidr\d+>",
            r"\btraffic (?:to|for)\b.*<cidr\d+>.*\b(?:go|run|leave|flow)\b.*<gateway\d+>",
        ),
        unless=r"\b(?:route ?53|delete|remove|list|dns|security group)\b",
        slots="route_table_id! destination_cidr_block! gateway_id! region!",
    ),
    _manage(
        "list_security_groups",
        "read",
        verbs="show",
        nouns="security_group",
        patterns=(
            rf"\b{LISTING}\b.*\b{_SECURITY_GROUP}\b",
            rf"\b{_SECURITY_GROUP}\b.*\b(?:do|have|are) (?:i|we|there)\b",
        ),
        unless=rf"{GROUP}|\b(?:open to|too open|exposed|vulnerab\w+|audit|review|scan|unused|"
        r"create|delete|remove|configuration|misconfig\w*|permissive|secure|risky|world|"
        r"everyone|internet)\b",
        slots="region vpc_id",
    ),
    _manage(
        "create_security_group",
        "write",
        verbs="create add",
        nouns="security_group",
        patterns=(
            r"\b(?:create|add|make|new|provision|set up|define|need)\b (?:me )?(?:a |an |"
            rf"the |new |another )*(?:ec2 )?{_SECURITY_GROUP}\b",
        ),
        unless=rf"{GROUP}|<(?:instance_type|ami)\d+>|\b(?:rule|ingress|inbound|(?:to|in|on|for) "
        rf"(?:the |my )?{_SECURITY_GROUP})\b",
        slots="group_name! region! description vpc_id",
        named="group_name",
    ),
    _manage(
        "delete_security_group",
        "destructive",
        verbs="delete",
        nouns="security_group",
        patterns=(
            r"\b(?:delete|remove|destroy|drop|nuke|get rid of|kill|purge|erase|scrap|"
            rf"trash)\b (?:the |my |our |that |old |unused )*(?:{_SECURITY_GROUP} )?{GROUP}",
        ),
        unless=r"\b(?:rule|rules|ingress|inbound|port|ports|access|traffic|ssh|https?|from "
        rf"(?:the |my )?(?:{_SECURITY_GROUP}|instance))\b|<cidr\d+>|<ip\d+>|\bfrom "
        rf"(?:the )?{GROUP}|<instance\d+>",
        slots="group_id! region!",
    ),
    _manage(
        "authorize_security_group_ingress",
        "write",
        verbs="open",
        nouns="port firewall",
        patterns=(
            r"\b(?:open|opening|open up|allow|permit|authori[sz]e|enable|expose|"
            "whitelist|allowlist|unblock|let|add|grant|accept|"
            rf"give)\b.*\b{_PORT}\b.*(?:{GROUP}|\b{_SECURITY_GROUP}\b|<cidr\d+>|<ip\d+>)",
            r"\b(?:open|allow|permit|authori[sz]e|whitelist|allowlist|"
            rf"let)\b.*(?:<cidr\d+>|<ip\d+>).*(?:{GROUP}|\b{_PORT}\b|"
            rf"\b{_SECURITY_GROUP}\b)",
            r"\b(?:open|open up|allow|permit|authori[sz]e|whitelist|enable|unblock|"
            rf"expose)\b (?:\S+ ){{0,3}}{_PORT}\b",
            rf"\b(?:open|allow|permit|authori[sz]e)\b \d{{1,5}}\b.*{GROUP}",
            r"\b(?:add|create|new)\b (?:\S+ ){0,3}(?:inbound|ingress|firewall)\b.*",
            rf"{GROUP}.*\b(?:should|needs? to|must) (?:allow|accept|permit)\b",
        ),
        needs=rf"\b{_PORT}\b|{GROUP}|<cidr\d+>",
        unless=r"\b(?:close|closing|block|revoke|deny|disallow|no longer|stop allowing|"
        r"forbid|pull "
        "request|issue|collaborator|list|delete|remove|repo|admin access|read access|"
        "write access|push access|"
        "user|role|bucket|fargate|ecs|deploy|who|who has|firewall group|programmatic "
        rf"access)\b|\bdns (?:record|entry|zone)|<policy_arn\d+>|{REPO}|\bwhich\b|"
        r"\bcreate (?:a |new "
        rf")*{_SECURITY_GROUP}\b",
        slots="group_id! port! cidr! region! protocol=",
    ),
    _manage(
        "revoke_security_group_ingress",
        "destructive",
        verbs="close",
        nouns="port firewall",
        patterns=(
            r"\b(?:close|closing|block|revoke|deny|disallow|forbid|remove|shut|disable|"
            "delete|lock|cut off|drop|stop|stop allowing|reject|get rid of|take away|"
            rf"unauthori[sz]e|restrict)\b.*\b{_PORT}\b.*(?:{GROUP}|\b{_SECURITY_GROUP}\b|"
            r"<cidr\d+>|<ip\d+>)",
            r"\b(?:close|block|revoke|deny|disallow|remove|stop)\b.*(?:<cidr\d+>|"
            rf"<ip\d+>).*(?:{GROUP}|\b{_PORT}\b)",
            r"\b(?:close|close off|block|revoke|shut|deny|disallow|lock down)\b (?:\S+ "
            rf"){{0,3}}{_PORT}\b",
            rf"\b(?:close|block|revoke)\b \d{{1,5}}\b.*{GROUP}",
            r"\b(?:revoke|remove|delete|drop) (?:\S+ ){0,4}(?:ingress|inbound|firewall)\b.*",
            rf"\b(?:no longer|stop|not) (?:allow|allowing|accept|accepting)\b.*{GROUP}",
        ),
        needs=rf"\b{_PORT}\b|{GROUP}",
        unless=r"\b(?:pull request|issue|collaborator|list|repo|user|role|bucket|workflow|"
        rf"admin access|deploy)\b|<policy_arn\d+>|{REPO}|\b(?:open|allow|permit) (?:port|"
        r"ssh|https?)\b",
        slots="group_id! port! cidr! region! protocol=",
    ),
)
"""Actions on VPCs."""
