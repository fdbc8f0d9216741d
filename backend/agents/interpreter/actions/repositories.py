"""Repositories on GitHub, and who works on them."""

from functools import partial

from backend.agents.interpreter.actions.declaration import action
from backend.agents.interpreter.actions.shorthand import ISSUE, LINK, LISTING, PR, REPO, REPO_WORD

_github = partial(action, intent="GITHUB")

REPOSITORIES = (
    _github(
        "list_repositories",
        "read",
        verbs="show",
        nouns="repository",
        patterns=(
            rf"\b{LISTING}\b (?:\S+ ){{0,6}}(?:repos|repositories)\b",
            r"\b(?:repos|repositories)\b.*\b(?:do|have|are|belong|own|does) ?(?:i|we|there|to)?\b",
        ),
        unless=r"\b(?:issues?|workflows?|collaborators?|branches|delete|private$|create|"
        rf"clone)\b|\b{PR}\b|{REPO}",
        slots="owner",
    ),
    _github(
        "create_repository",
        "write",
        verbs="create add",
        nouns="repository",
        patterns=(
            r"\b(?:create|make|new|set up|init|initiali[sz]e|start|open|add|need|spin up)\b "
            "(?:me )?(?:a |an |the |new |another |private |public |empty |blank |fresh "
            rf")*(?:github |git |code )*{REPO_WORD}\b",
        ),
        unless=rf"\b{ISSUE}\b|\b{PR}\b|\bcop(?:y|ies) of\b|"
        r"\b(?:lambda|deploy|collaborator|workflow|branch|from "
        rf"(?:the |my )?{REPO_WORD}|(?:on|in|to|for) (?:the |my )?{REPO_WORD})\b|"
        rf"\bmake (?:the |my )?{REPO_WORD} (?:\S+ )?(?:private|public)|\b(?:to|in|from|of) {REPO}",
        slots="name! private owner",
        named="name",
    ),
    _github(
        "delete_repository",
        "destructive",
        verbs="delete",
        nouns="repository",
        patterns=(
            r"\b(?:delete|remove|destroy|nuke|get rid of|drop|kill|erase|wipe|trash|"
            r"purge|scrap)\b (?:the |my |our |that |old |github |git "
            rf")*(?:{REPO_WORD}\b|{REPO}$)",
        ),
        unless=rf"\b{ISSUE}\b|\b{PR}\b|\b(?:collaborator|branch|workflow|user|member|"
        r"contributor|from|access|file|bucket|object|webhook|secret|lambda)\b|<(?:uri|"
        r"object_uri|path|instance)\d+>",
        slots="repository!",
    ),
    _github(
        "clone_repository",
        "read",
        verbs="clone",
        nouns="repository",
        patterns=(
            r"\b(?:clone|cloning)\b",
            r"\b(?:check ?out|pull down|pull|download|fetch|grab|get)\b (?:\S+ "
            f"){{0,5}}(?:{REPO}|code of|source of|the repo)",
        ),
        unless=rf"\b{PR}\b|\b{ISSUE}\b|\b(?:delete|bucket|deploy|live|running|up and|on "
        r"(?:aws|lambda|fargate|ecs)|s3|workflow|status|collaborators?)\b|<(?:uri|"
        rf"object_uri)\d+>|{LINK}|\bget \w[\w-]* (?:out of|off) ",
        slots="repository! branch",
    ),
    _github(
        "update_repository_settings",
        "write",
        verbs="alter",
        nouns="settings",
        patterns=(
            rf"\b(?:make|set|turn|switch|mark|change|convert|flip|put)\b.*(?:{REPO}|"
            rf"\b{REPO_WORD}\b).*\b(?:private|public|archived|read-only)\b",
            rf"\b(?:archive|unarchive)\b.*(?:{REPO}|\b{REPO_WORD}\b)",
            rf"\b(?:default branch|description|visibility)\b.*(?:{REPO}|\b{REPO_WORD}\b)",
            rf"(?:{REPO}|\b{REPO_WORD}\b).*\b(?:default branch|description|visibility|settings)\b",
            rf"\b(?:update|change|edit|modify|adjust)\b.*\bsettings?\b.*(?:{REPO}|"
            rf"\b{REPO_WORD}\b)",
            rf"\b(?:make|set)\b (?:private|public) (?:the )?(?:{REPO_WORD} )?{REPO}",
            rf"{REPO} (?:should be|needs to be|must be) (?:private|public|archived)",
            rf"\bhide\b.*{REPO}.*\bpublic\b",
        ),
        needs=r"\b(?:private|public|archived?|unarchive|archiving|default branch|description|"
        r"visibility|settings?|read-only)\b",
        unless=rf"\b{ISSUE}\b|\b{PR}\b|\b(?:create|new|deploy|bucket|buckets|collaborator|delete|"
        r"security group|list)\b",
        slots="repository! private default_branch description archived",
    ),
    _github(
        "add_collaborator",
        "write",
        verbs="invite",
        nouns="collaborator",
        patterns=(
            r"\b(?:add|invite|make|onboard)\b.*\b(?:collaborators?|contributors?|"
            r"maintainers?|collab)\b",
            r"\b(?:add|invite|onboard|include)\b (?:the )?(?:github )?(?:user )?\S+ "
            rf"(?:to|into|on|as|in) .*(?:{REPO}|\b{REPO_WORD}\b)",
            r"\b(?:give|grant)\b.*\b(?:access|permissions?|rights|admin|write|read|push|"
            rf"pull|maintain|triage)\b.*(?:{REPO}|\b{REPO_WORD}\b)",
            rf"\b(?:give|grant)\b .*(?:{REPO}).*\b(?:access|permissions?|rights)\b",
            rf"\binvite\b.*(?:{REPO}|\b{REPO_WORD}\b)",
            rf"\b(?:put|get|bring) [a-z][\w-]* (?:on|onto|into|in) (?:the )?(?:repo )?{REPO}",
            r"\bmake [a-z][\w-]* (?:an? |the )?(?:admin|maintainer|writer|reader|member) "
            rf"(?:of|on|in|for) (?:the )?(?:repo )?{REPO}",
            r"\blet \S+ (?:\w+ )?(?:push|write|contribute|collaborate|read|"
            rf"pull)\b.*(?:{REPO}|\b{REPO_WORD}\b)",
        ),
        unless=rf"\b{ISSUE}\b|\b{PR}\b|\b(?:remove|revoke|kick|comment|deploy|list|workflow|"
        r"file|bucket)\b|<(?:policy_arn|group|cidr|path|zip)\d+>",
        slots="repository! username! permission",
        named="username",
    ),
    _github(
        "remove_collaborator",
        "destructive",
        verbs="remove",
        nouns="collaborator",
        patterns=(
            r"\b(?:remove|kick|delete|drop|revoke|uninvite|boot|throw|take|offboard|"
            r"strip|get rid of)\b.*\b(?:collaborators?|contributors?|collab)\b",
            r"\b(?:remove|kick|revoke|uninvite|boot|throw|take|offboard|drop|cut|strip|"
            rf"pull)\b.*\b(?:from|out of|off|on|to)\b.*(?:{REPO}|\b{REPO_WORD}\b)",
            rf"\bget [a-z][\w-]* (?:out of|off) (?:the )?(?:repo )?{REPO}",
            rf"\b(?:revoke|remove|take away|cut|pull)\b.*\baccess\b.*(?:{REPO}|\b{REPO_WORD}\b)",
        ),
        unless=rf"\b{ISSUE}\b|\b{PR}\b|<(?:policy_arn|uri|object_uri|path|zip|group)\d+>|"
        r"\b(?:branch|workflow|add|bucket|label|webhook|file|lambda)\b",
        slots="repository! username!",
        named="username",
    ),
)
"""Actions on repositories."""
