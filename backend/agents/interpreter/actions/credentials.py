"""Keys and tokens: they are entered in a dialog, never in a message."""

from functools import partial

from backend.agents.interpreter.actions.declaration import action
from backend.agents.interpreter.actions.shorthand import REPO

_manage = partial(action, intent="CREDENTIALS")
_KEYS = (
    "(?:credentials?|creds|aws keys?|access keys?|aws account|secret keys?|aws access|"
    "login|my keys|the keys|keys|aws profile)"
)
_GITHUB = r"(?:github|git hub|gh|pat|personal access token)"

CREDENTIALS = (
    _manage(
        "configure_github_token",
        "none",
        verbs="configure rotate",
        nouns="github_token",
        patterns=(
            r"\b(?:configure|add|set ?up|connect|connecting|link|linking|store|save|"
            "enter|register|provide|give|set|update|import|log ?in|sign in|"
            "authenticate|authori[sz]e|use|replace|change|rotate|renew|integrate|hook "
            rf"up|input|need|want|new)\b.*\b{_GITHUB}\b(?!.*\b(?:action|workflow|"
            r"issue)\b)",
            rf"\b{_GITHUB}\b.*\b(?:token|credentials?|pat|login)\b",
            r"\bgithub (?:token|pat|credentials|account|access|login)\b",
        ),
        unless=rf"{REPO}|\b(?:repos?|repository|repositories|issues?|pull request|prs?|"
        "workflows?|actions?|collaborator|deploy|list|delete|show me|print|user|from "
        r"github)\b|<(?:issue|pull)_url\d+>",
    ),
    _manage(
        "rotate_credentials",
        "none",
        verbs="rotate",
        nouns="credentials access_key",
        patterns=(
            rf"\b(?:rotate|rotating|renew|roll over|cycle|roll|swap out|refresh)\b.*\b{_KEYS}\b",
            rf"\b(?:replace)\b.*\b(?:old |expired |my |current )+(?:aws )*{_KEYS}\b",
            rf"\b{_KEYS}\b.*\b(?:rotation|rotated)\b",
            rf"\btime to (?:change|replace)\b.*\b{_KEYS}\b",
        ),
        unless=rf"{REPO}|\b(?:github|key ?pair|rollback|deployment)\b",
        slots="profile",
    ),
    _manage(
        "delete_credentials",
        "destructive",
        verbs="delete",
        nouns="credentials profile",
        patterns=(
            r"\b(?:delete|remove|forget|erase|wipe|purge|drop|clear|get rid of|unlink|"
            r"disconnect|destroy)\b (?:\S+ ){0,4}(?:credentials?|creds|aws keys?|aws "
            r"account|keys|profile|access keys|aws access keys|stored keys)\b",
            r"\b(?:forget|wipe|clear)\b.*\b(?:credentials?|creds|keys)\b",
            r"\b(?:disconnect|unlink)\b (?:\S+ ){0,3}(?:aws|account)\b",
            r"\blog (?:me )?out of (?:my )?aws\b",
        ),
        unless=rf"{REPO}|\b(?:key ?pairs?|ssh|user|role|iam|policy|instance|bucket|github)\b|"
        r"<instance\d+>",
        slots="profile",
    ),
    _manage(
        "validate_credentials",
        "none",
        verbs="validate",
        nouns="credentials",
        patterns=(
            r"\b(?:validate|verify|check|test|confirm|make sure|see if|"
            rf"ensure)\b.*\b(?:{_KEYS}|profile)\b",
            rf"\b(?:are|is|do|does|have)\b.*\b{_KEYS}\b.*\b(?:valid|working|work|ok|okay|"
            r"correct|good|expired|fine|active|right|still)\b",
            r"\bwho ?am ?i\b|\bwhich (?:aws )?(?:account|identity) am i\b|\bam i "
            r"(?:logged in|authenticated|connected)\b|\bget-caller-identity\b|\bwhat "
            r"account am i\b",
            r"\bprofiles? .*\b(?:valid|expired|(?:still )?works?|working)\b",
            rf"\b{_KEYS}\b.*\b(?:valid|expired|still (?:work|good|ok)\w*)\b",
        ),
        unless=rf"{REPO}|\b(?:key ?pairs?|ssh|policy|policies|permissions?|github|security|"
        r"vulnerab\w+|delete|rotate|list|admin|(?:is|are) (?:up|down))\b",
        slots="profile",
    ),
    _manage(
        "list_profiles",
        "none",
        verbs="show",
        nouns="profile",
        patterns=(
            r"\b(?:list|show|display|enumerate|what|which|view|get|give me|see|print|"
            r"how many)\b (?:\S+ ){0,6}profiles\b",
            r"\bprofiles\b.*\b(?:do|have|are|exist|can) ?(?:i|we|there)?\b",
            r"\b(?:list|show|which|what)\b (?:\S+ ){0,4}(?:(?:stored |saved |configured "
            "|my |aws )+(?:credentials|creds|accounts)|credential sets|aws "
            r"accounts)\b(?!.*\b(?:secret|value|key id|keys)\b)",
            r"\bwhich (?:aws )?(?:accounts|credentials) (?:do i|are|have i|can i)\b",
        ),
        unless=rf"{REPO}|\b(?:switch|delete|valid|validate|expired|rotate|instance profiles?|"
        r"cost)\b",
    ),
    _manage(
        "switch_profile",
        "none",
        verbs="switch",
        nouns="profile",
        patterns=(
            r"\b(?:switch|change|swap|move|jump|flip)\b (?:\S+ ){0,3}(?:to|over to|"
            r"into)\b.*\b(?:profile|account|credentials)\b",
            r"\b(?:use|select|activate|pick|choose|work with|work as|set|load)\b (?:the "
            r"|my |aws )*(?:profile|credentials profile)\b",
            r"\b(?:use|select|activate|pick|choose|load)\b (?:the |my )?(?:\S+ )(?:aws "
            r")?(?:profile|account)\b(?! (?:details|id))",
            r"\b(?:switch|change) (?:my |the |aws |active |current )*(?:profile|account|"
            r"credentials)\b",
            r"\bset (?:the |my )?(?:active|current|default|aws) profile\b",
            r"\b(?:make|set) (?:\S+ )(?:the|my) (?:active|current|default) profile\b",
            "^(?:please )?(?:switch|change over|swap)(?: over)? to (?:the "
            r")?(?!<region)(?:aws )?\S+$",
        ),
        unless=rf"{REPO}|\b(?:delete|default branch|list|instance profile|create|launch|upload|"
        r"deploy|configure|set up|validate|rotate|branch|region)\b|<(?:instance_type|"
        r"instance)\d+>",
        slots="profile!",
        named="profile",
    ),
    _manage(
        "configure_aws_credentials",
        "none",
        verbs="configure",
        nouns="credentials profile",
        patterns=(
            r"\b(?:configure|configuring|add|set ?up|setting up|connect|connecting|link|"
            "linking|store|save|enter|register|provide|give you|set|update|import|hook "
            "up|authenticate|onboard|supply|input|put in|change|enter|create|new|"
            rf"use)\b (?:\S+ ){{0,5}}(?:{_KEYS}|aws)\b",
            r"\b(?:log|sign) me (?:in ?to|in)\b.*\b(?:aws|amazon)\b",
            r"\b(?:log ?in|sign in|authenticate|connect|link)\b.*\b(?:aws|amazon)\b",
            r"\b(?:heres|here is|here are|this is|these are)\b.*\b(?:aws )?(?:access |"
            r"secret )?(?:keys?|credentials|creds)\b",
            r"^(?:aws )?(?:credentials?|creds|login)$",
            r"\b(?:create|add|new|set ?up|configure)\b (?:\S+ ){0,3}(?:aws |"
            r"credentials? )+profile\b",
            r"\b(?:configure|set ?up|add|create) (?:a |the |new |my |another )*profile\b",
            r"\buse the sandbox\b",
        ),
        unless=rf"{REPO}|\btime to change\b|"
        rf"\b(?:github|key ?pair|user|role|delete|rotate|switch|lambda|bucket|"
        "instance|vpc|ssh|iam|deploy|budget|alert|cluster|subnet|region|services?|api "
        r"keys?|monitor\w*|resources|health|costs?|billing|bill|money)\b|<(?:instance|"
        r"path|policy_arn)\d+>",
        slots="profile",
    ),
)
"""Actions on stored credentials."""
