"""Issues, pull requests and workflows."""

from functools import partial

from backend.agents.interpreter.actions.declaration import action
from backend.agents.interpreter.actions.shorthand import ISSUE, LISTING, PR, REPO, REPO_WORD

_github = partial(action, intent="GITHUB")
_FLOW = r"(?:workflows?|github actions?|actions|pipelines?|ci|builds?|release job|ci job)"
_PULL = r"<pull_url\d+>"
_ISSUE_LINK = r"<issue_url\d+>"

TICKETS = (
    _github(
        "list_issues",
        "read",
        verbs="show",
        nouns="issue",
        patterns=(
            rf"\b{LISTING}\b.*\b(?:issues|bugs|tickets|bug reports)\b",
            rf"^(?:\w+ ){{0,3}}(?:issues|bugs|tickets) (?:in|of|on|for|at) {REPO}",
            r"\b(?:issues|bugs|tickets)\b.*\b(?:are|exist|does|do|has)\b",
        ),
        unless=r"\b(?:close|create|file|raise|comment|security issues|connection issues|"
        r"performance issues|having issues|health|aws|s3|lambda|rds|ec2)\b|\b(?:issue|"
        r"ticket) (?:#|number|no|\d)",
        slots="repository! state=",
    ),
    _github(
        "create_issue",
        "write",
        verbs="open_ticket",
        nouns="issue",
        patterns=(
            r"\b(?:create|open|file|raise|log|submit|report|add|write|make|new|put in|"
            r"record|start|need|opening|filing|creating|want)\b (?:me )?(?:a |an |the |"
            rf"another |new |github |git )*{ISSUE}\b",
            r"\b(?:report|log|file)\b.*\b(?:bug|issue)\b",
        ),
        unless=rf"\b(?:comment|reply|close|list|show|resolve|respond)\b|\b{ISSUE} (?:#|number |"
        rf"no )?\d+|\b{PR} (?:for|from|to|in|on)\b|\b(?:issues)\b|<issue_url\d+>",
        slots="repository! title! body",
        named="title",
    ),
    _github(
        "close_issue",
        "write",
        verbs="shut_ticket",
        nouns="issue",
        patterns=(
            r"\b(?:close|closing|resolve|mark|shut|reject|dismiss|finish|close "
            rf"out)\b.*\b{ISSUE}\b",
            rf"\b(?:close|resolve|shut)\b.*{_ISSUE_LINK}",
            rf"\b{ISSUE}\b.*\b(?:can|should|to) be (?:closed|resolved)\b",
        ),
        unless=r"\b(?:comment|reply|list|show|create|open (?:a|an|new)|closed issues|which)\b|"
        rf"\b{PR}\b|{_PULL}",
        slots="repository! issue_number!",
    ),
    _github(
        "comment_issue",
        "write",
        verbs="comment",
        nouns="issue",
        patterns=(
            r"\b(?:comment|comments|commenting|reply|respond|say|write|leave|post|add|"
            r"note|answer|tell|drop)\b.*\b(?:on|to|in|under|for|at|"
            rf"as)\b.*(?:\b{ISSUE}\b|{_ISSUE_LINK})",
            rf"\b(?:comment|reply|respond)\b.*(?:\b{ISSUE}\b|{_ISSUE_LINK})",
            rf"\b{ISSUE}\b.*\b(?:comment|reply)\b",
        ),
        needs=r"\b(?:comment\w*|reply|respond|say|write|leave|post|note|answer|tell|drop)\b|"
        r"\badd\b.*(?:<quote\d+>.*\bto\b|comment)",
        unless=rf"\b(?:create|file|raise|open (?:a|an|new)|close|list|report)\b|\b{PR}\b|{_PULL}",
        slots="repository! issue_number! body!",
    ),
    _github(
        "list_pull_requests",
        "read",
        verbs="show",
        nouns="pull_request",
        patterns=(
            rf"\b{LISTING}\b.*\b(?:pull[- ]?requests|prs|merge requests|mrs|pull reqs)\b",
            rf"^(?:\w+ ){{0,3}}(?:pull[- ]?requests|prs) (?:in|of|on|for|at) {REPO}",
            rf"^(?:(?:open|closed|all) )?(?:pull[- ]?requests|prs) {REPO}$",
            r"\b(?:pull[- ]?requests|prs)\b.*\b(?:are|exist|does|do|waiting|has)\b",
        ),
        unless=rf"\b(?:close|create|merge|comment|approve|reject|review (?:the )?pr)\b|\b{PR} "
        r"(?:#|number |no )?\d+|\bopen (?:a|an) \b",
        slots="repository! state=",
    ),
    _github(
        "create_pull_request",
        "write",
        verbs="open_ticket",
        nouns="pull_request",
        patterns=(
            r"\b(?:create|open|raise|submit|make|new|put up|send|file|start|propose|"
            r"opening|creating|need|add|want)\b (?:me )?(?:a |an |the |another |new |"
            rf"github )*{PR}\b",
            r"\bpr from \S+ (?:in)?to \S+",
        ),
        unless=rf"\b(?:comment|reply|close|list|approve|review)\b|\b{PR} (?:#|number |no )?\d+|"
        rf"\bmerge (?:the )?pr\b|\bopen (?:pull requests|prs)\b|{_PULL}",
        slots="repository! title! head! base! body",
        named="title",
    ),
    _github(
        "merge_pull_request",
        "destructive",
        verbs="merge",
        nouns="pull_request",
        patterns=(
            rf"\b(?:merge|merging|squash|rebase|land|squash-merge)\b.*(?:\b{PR}\b|"
            rf"{_PULL}|<number\d+>)",
            r"\b(?:merge|squash|land|rebase)\b (?:#|number )?\d+\b",
            rf"\bget\b.*\b{PR}\b.*\bmerged\b",
        ),
        unless=r"\b(?:create|open (?:a|an|new)|list|show|comment|saying|close|without merging|"
        r"approve|merge conflicts?|request changes|branch \S+ into|please rebase)\b",
        slots="repository! pull_number! merge_method",
    ),
    _github(
        "close_pull_request",
        "write",
        verbs="shut_ticket",
        nouns="pull_request",
        patterns=(
            r"\b(?:close|closing|decline|abandon|shut|dismiss|discard|drop|close out|"
            rf"reject)\b.*(?:\b{PR}\b|{_PULL})",
        ),
        unless=rf"\b(?:comment|list|show|create|open (?:a|an|new)|merge (?:the )?{PR}|which|"
        r"closed|request changes|review)\b|\breject\b.*\b(?:with|saying|because|"
        r"request)\b",
        slots="repository! pull_number!",
    ),
    _github(
        "comment_pull_request",
        "write",
        verbs="comment",
        nouns="pull_request",
        patterns=(
            r"\b(?:comment|comments|commenting|reply|respond|say|write|leave|post|add|"
            rf"note|answer|tell|drop)\b.*\b(?:on|to|in|under|for|at)\b.*(?:\b{PR}\b|"
            f"{_PULL})",
            rf"\b(?:comment|reply|respond)\b.*(?:\b{PR}\b|{_PULL})",
            rf"\b{PR}\b.*\b(?:comment|reply)\b",
        ),
        needs=r"\b(?:comment\w*|reply|respond|say|write|leave|post|note|answer|tell|drop)\b|"
        r"\badd\b.*(?:<quote\d+>.*\bto\b|comment)",
        unless=r"\b(?:create|raise|open (?:a|an|new)|close|list|approve|request(?:ing)? "
        r"changes|approving|approval|reviewer|review)\b",
        slots="repository! pull_number! body!",
    ),
    _github(
        "review_pull_request",
        "write",
        verbs="review",
        nouns="pull_request",
        patterns=(
            r"\b(?:approve|approving|lgtm|sign off|accept|thumbs up|ok|"
            rf"okay)\b.*(?:\b{PR}\b|{_PULL})",
            rf"\b(?:request|requesting|ask for)\b.*\bchanges?\b.*(?:\b{PR}\b|{_PULL})",
            rf"(?:\b{PR}\b|{_PULL}).*\b(?:request|requesting|ask for)\b.*\bchanges?\b",
            r"\b(?:submit|leave|give|add|post|do|write|make)\b.*\b(?:review|"
            rf"approval)\b.*(?:\b{PR}\b|{_PULL})",
            rf"\breview\b (?:the )?(?:\b{PR}\b|{_PULL})",
            rf"(?:\b{PR}\b|{_PULL}).*\b(?:approve|lgtm|an approval|needs changes|as approved)\b",
            rf"\breject\b.*\b{PR}\b.*\b(?:with|saying|because|request)\b",
            rf"\breview\b.*\b{PR}\b.*\b(?:approve|approval|changes|comment)\b",
        ),
        unless=r"\b(?:list|create (?:a|an|new)|open (?:a|an|new)|merge|which|show)\b",
        slots="repository! pull_number! event! body",
    ),
    _github(
        "list_workflows",
        "read",
        verbs="show",
        nouns="workflow",
        patterns=(
            rf"\b{LISTING}\b.*\b(?:workflows|github actions|actions|pipelines|ci jobs)\b",
            r"\b(?:workflows|pipelines)\b.*\b(?:are|exist|does|do|has|have)\b",
        ),
        unless=r"\b(?:status|(?<!workflows )run|runs|failed|passing|failing|trigger|last|"
        r"latest|result|results|passed|pass|succeed\w*|start|kick off|green|going)\b|<path\d+>",
        slots="repository!",
    ),
    _github(
        "trigger_workflow",
        "write",
        verbs="trigger",
        nouns="workflow",
        patterns=(
            r"\b(?:trigger|run|start|dispatch|kick off|launch|execute|fire|rerun|re-run|"
            r"fire off|set off|begin|kickoff|triggering|running)\b (?:\S+ "
            "){0,5}(?:workflows?|pipelines?|github actions?|action|ci|build|builds|"
            r"release job|ci job)\b",
            r"\b(?:trigger|dispatch|run|start|kick off|execute|rerun|fire off|fire|"
            rf"launch)\b (?:\S+ ){{0,3}}<path\d+> .*(?:{REPO}|\b{REPO_WORD}\b|"
            r"\bgithub\b)",
            r"\b(?:trigger|dispatch|kick off|start|run) (?:the )?\S+ (?:workflow|action|"
            r"pipeline)\b",
        ),
        unless=r"<instance\d+>|\b(?:last run|status|did|result|list|pass|passed|"
        r"lambda|function|passing|is "
        r"running|how|npm|website|static)\b|\b(?:workflow|pipeline) run\b",
        slots="repository! workflow! ref=",
        named="workflow",
    ),
    _github(
        "get_workflow_status",
        "read",
        verbs="read_git",
        nouns="workflow",
        patterns=(
            rf"\b(?:status|state|result|results|outcome|progress)\b.*\b(?:{_FLOW}|"
            rf"workflow run|run)\b.*(?:{REPO}|\b{REPO_WORD}\b|\d+)",
            r"^(?:how|is|did|has)\b.*(?:\.ya?ml|<path\d+>).*\b(?:doing|"
            r"succe\w+|going|go (?:well|through|wrong)|work\w*|finish\w*|"
            r"end|ended|pass\w*|fail\w*|green|red|"
            r"done)\b",
            r"\b(?:did|is|are|has|how|whats|what|check|show|get|see|was|were|"
            rf"tell)\b.*\b{_FLOW}\b.*\b(?:pass|passed|passing|succeed|succeeded|fail|"
            "failed|failing|finish|finished|green|red|run|runs|status|ok|okay|working|"
            r"doing|going|state|result|done|complete|completed|successful|broken)\b",
            rf"\b{_FLOW}\b.*\b(?:status|state|result|green|passing|failing|passed)\b",
            rf"\b(?:status|state|result|outcome) (?:of|for) (?:the )?<path\d+> .*{REPO}",
            r"\b(?:status|state|result) (?:of|for|on) (?:the )?(?:latest |last |most "
            rf"recent )?(?:{_FLOW}|workflow run|run)\b",
            rf"\b(?:workflow|actions|ci) runs?\b.*{REPO}",
            rf"\bis (?:the )?{_FLOW}\b.*",
            rf"\b(?:show|get|check|see) (?:me )?(?:the )?run \d+ .*{REPO}",
        ),
        unless=r"\b(?:what|which) (?:\w+ ){0,3}workflows run\b|"
        r"\b(?:trigger|kick off|dispatch|start the|rerun|deployment status|stop|"
        r"cancel)\b|^(?:please )?(?:run|start|execute|launch)\b",
        slots="repository! workflow run_id",
    ),
)
"""Actions inside a repository."""
