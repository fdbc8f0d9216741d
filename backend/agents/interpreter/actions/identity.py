"""Users, roles, policies and access keys."""

from functools import partial

from backend.agents.interpreter.actions.declaration import action
from backend.agents.interpreter.actions.shorthand import LISTING, REPO

_manage = partial(action, intent="AWS_SECURITY")
_NOT_A_LISTING = (
    r"\b(?:admin|administrators?|vulnerab\w+|audit|review|scan|too (?:many|much)|overly|"
    "unused|access key|keys|bucket|"
    "attach|detach|compliance|risky|permissive|dangerous|mfa|privileged|privileges|"
    r"stored|credentials)\b|"
    r"<(?:policy_arn|role_arn|instance|uri)\d+>"
)
_TO_POLICY = (
    r"(?:<policy_arn\d+>|\b\w*polic(?:y|ies)\b|\b[\w.-]*(?:access|policy|permissions?)\b|"
    r"\bpoweruser\w*|\badministratoraccess\b|\breadonlyaccess\b)"
)

IDENTITY = (
    _manage(
        "list_iam_users",
        "read",
        verbs="show",
        nouns="user iam",
        patterns=(
            rf"\b{LISTING}\b (?:\S+ ){{0,6}}(?:iam )?users\b",
            rf"\b{LISTING}\b (?:\S+ ){{0,3}}(?:every|each) (?:iam )?user\b",
            r"\biam users\b.*\b(?:do|have|exist|are) ?(?:i|we|there)?\b",
            r"\bwho (?:all )?(?:has|have|had) (?:an )?(?:iam )?(?:account|user)s?\b",
            r"\bwho are (?:the |our |my )?(?:iam )?users\b",
        ),
        unless=rf"{_NOT_A_LISTING}|{REPO}|\b(?:roles|policies|policy|role|collaborators|delete|"
        r"remove|create|invite)\b|\biam (?:config|security)",
        slots="",
    ),
    _manage(
        "list_iam_roles",
        "read",
        verbs="show",
        nouns="role",
        patterns=(
            rf"\b{LISTING}\b (?:\S+ ){{0,6}}roles\b",
            r"\broles\b.*\b(?:do|have|are|exist) ?(?:i|we|there)?\b",
        ),
        unless=rf"{_NOT_A_LISTING}|{REPO}|\b(?:policies|policy|delete|remove|create)\b",
        slots="",
    ),
    _manage(
        "list_iam_policies",
        "read",
        verbs="show",
        nouns="policy",
        patterns=(
            rf"\b{LISTING}\b (?:\S+ ){{0,6}}policies\b",
            r"\bpolicies\b.*\b(?:do|have|are|exist) ?(?:i|we|there)?\b",
        ),
        unless=rf"{_NOT_A_LISTING}|{REPO}|\b(?:bucket|delete|remove|create)\b|\b(?:its|the|this|"
        r"that) policy\b",
        slots="",
    ),
    _manage(
        "create_iam_user",
        "write",
        verbs="create add",
        nouns="user",
        patterns=(
            r"\b(?:create|add|make|new|provision|set up|onboard|register|need)\b (?:me "
            ")?(?:a |an |the |new |another )*(?:iam )?(?:users?|user account|iam account|"
            r"account for)\b",
            r"\bgive \w+ (?:an? |new |own )*iam user\b",
        ),
        unless=rf"{REPO}|<(?:policy_arn|pull_url)\d+>|\b(?:collaborator|keys?|credentials|to "
        r"(?:the )?user|repo|profile|policy|aws account|group)\b",
        slots="user_name!",
        named="user_name",
    ),
    _manage(
        "delete_iam_user",
        "destructive",
        verbs="delete remove",
        nouns="user",
        patterns=(
            r"\b(?:delete|remove|destroy|drop|nuke|get rid of|kill|purge|decommission|"
            r"offboard|terminate|erase|wipe|revoke)\b (?:the |my |our |that |an |a |old "
            r")*(?:iam )?(?:users?|user account|iam account)\b",
        ),
        unless=rf"{REPO}|<policy_arn\d+>|\b(?:from (?:the )?(?:user|repo|repository)|"
        "collaborator|policy|policies|permission|keys?|credentials|of (?:the )?user|"
        r"role|data|files?)\b",
        slots="user_name!",
        named="user_name",
    ),
    _manage(
        "create_iam_role",
        "write",
        verbs="create add",
        nouns="role",
        patterns=(
            r"\b(?:create|add|make|new|provision|set up|define|need)\b (?:me )?(?:a |an |"
            r"the |new |another )*(?:iam |service |execution |lambda |ec2 |ecs )*roles?\b",
        ),
        unless=r"<(?:policy_arn|zip|instance_type)\d+>|\b(?:to|from) (?:the )?(?:iam )?role\b|"
        r"\b(?:attach|assign|give|grant|function (?:called|named)|task definition|"
        r"policy to)\b",
        slots="role_name! trusted_service",
        named="role_name",
    ),
    _manage(
        "delete_iam_role",
        "destructive",
        verbs="delete remove",
        nouns="role",
        patterns=(
            r"\b(?:delete|remove|destroy|drop|nuke|get rid of|kill|purge|decommission|erase|"
            r"wipe|scrap)\b (?:the |my |our |that |an |a |old |unused )*(?:iam |service |"
            r"execution )*roles?\b",
        ),
        unless=r"<policy_arn\d+>|\b(?:from (?:the |my )?(?:iam )?role|policy|policies|"
        r"permission|permissions|access)\b",
        slots="role_name!",
        named="role_name",
    ),
    _manage(
        "create_iam_policy",
        "write",
        verbs="create add",
        nouns="policy",
        patterns=(
            r"\b(?:create|add|make|new|provision|set up|define|write|draft|need)\b (?:me "
            ")?(?:a |an |the |new |another |custom |managed |customer )*(?:iam |"
            r"permissions? |access |managed |s3 )*polic(?:y|ies)\b",
        ),
        unless=r"<(?:policy_arn|uri|object_uri)\d+>|\bbucket policy\b|\bpolicy (?:\S+ )?(?:to|"
        r"for|on) (?:the |my )?(?:\S+ )?(?:user|role|bucket)\b|\b(?:attach|(?:to|for|"
        r"on) (?:the )?bucket)\b",
        slots="policy_name! policy_document",
        named="policy_name",
    ),
    _manage(
        "delete_iam_policy",
        "destructive",
        verbs="delete",
        nouns="policy",
        patterns=(
            r"\b(?:delete|remove|destroy|drop|nuke|get rid of|kill|purge|erase|wipe|"
            r"scrap)\b (?:the |my |our |that |an |a |old |unused |custom |customer |"
            r"managed )*(?:iam |managed |access )*(?:polic(?:y|ies)\b|<policy_arn\d+>)",
        ),
        unless=r"\b(?:from|of|off|away from) (?:the |my )?(?:iam )?(?:user|role|<user_arn|"
        r"<role_arn)|\bbucket\b|\bfrom [\w.-]+$|<uri\d+>|\b(?:user|role) \S+$|\bfrom "
        r"(?!aws|iam|the account|my account)\S+",
        slots="policy_arn!",
    ),
    _manage(
        "attach_iam_policy",
        "write",
        verbs="attach",
        nouns="policy",
        patterns=(
            r"\b(?:attach|add|assign|grant|give|apply|bind|link|put|associate|"
            r"let)\b.*<policy_arn\d+>",
            r"\b(?:should|must|shall|needs to|has to|needs) (?:get|have|"
            r"receive)\b.*<policy_arn\d+>",
            r"\b(?:attach|assign|grant|give|apply|bind|link|associate|"
            r"add)\b.*\bpolic(?:y|ies)\b.*\b(?:to|on|for)\b.*",
            r"\b(?:attach|assign|bind|associate) (?:\S+ ){1,3}(?:to|with) (?:the "
            r")?(?:iam )?(?:user|role)\b",
            r"\b(?:grant|give)\b (?:the )?(?:iam )?(?:user|role)\b.*\b(?:access|"
            r"permissions?|policy|rights)\b",
            r"\b(?:grant|give|attach|assign)\b.*\b\w*(?:readonlyaccess|fullaccess|"
            r"administratoraccess|poweruseraccess)\b",
        ),
        unless=rf"{REPO}|\b(?:detach|remove|revoke|take away|bucket|collaborator|port|security "
        r"group|create|delete)\b|<uri\d+>",
        slots="policy_arn! user_name|role_name!",
    ),
    _manage(
        "detach_iam_policy",
        "destructive",
        needs=r"\b(?:from|off|of|away|detach\w*|unattach|unlink|unbind|disassociate|strip|"
        r"unassign|revoke|users?|roles?)\b",
        verbs="detach",
        nouns="policy",
        patterns=(
            r"\b(?:detach|unattach|unlink|unbind|disassociate|"
            r"strip)\b.*(?:<policy_arn\d+>|\bpolic(?:y|ies)\b|\b(?:user|role)\b)",
            r"\b(?:remove|revoke|take|pull|drop|delete|unassign|"
            r"strip)\b.*(?:<policy_arn\d+>|\bpolic(?:y|ies)\b|\b\w*(?:readonlyaccess|"
            r"fullaccess|administratoraccess|poweruseraccess)\b).*\b(?:from|off|of|"
            r"away)\b.*",
            r"\b(?:remove|revoke|take|pull|strip) (?:the )?(?:iam )?(?:users?|roles?)? "
            r"?\S+ (?:of )?(?:the )?(?:<policy_arn\d+>|policy)",
        ),
        unless=rf"{REPO}|\bbucket\b|<uri\d+>|\b(?:delete|remove) (?:the )?(?:iam )?policy "
        r"(?:<\w+\d+> )?from (?:aws|iam|the account|my account)\b|\bcollaborator\b",
        slots="policy_arn! user_name|role_name!",
    ),
    _manage(
        "create_access_key",
        "write",
        verbs="create",
        nouns="access_key",
        patterns=(
            r"\b(?:create|generate|make|issue|new|needs?|mint|produce|add|provision|"
            r"wants?|get|give)\b.*\b(?:access[- ]keys?|api keys?|iam keys?|iam "
            "credentials|programmatic (?:access|credentials)|access credentials|api "
            r"credentials|accesskey)\b",
            r"\b(?:create|generate|make|issue|new|mint|produce)\b (?:\S+ ){0,3}(?:keys?|"
            r"credentials|creds) (?:for|of) (?:the )?(?:iam )?(?:user\b|him\b|her\b|"
            r"them\b|that user|(?!profile|github|aws|my|our|ssh|this|the)\S+)",
        ),
        unless=rf"{REPO}|(?<!access )\bkey ?pair\b|\b(?:ssh|rotate|github|delete|profile|"
        "configure|revoke|show me|my (?:aws )?(?:access )?keys?|ec2|valid|s3|"
        r"encryption|kms|bucket|login)\b",
        slots="user_name!",
        named="user_name",
    ),
)
"""Actions on IAM."""
