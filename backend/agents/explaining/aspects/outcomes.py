"""What people ask about a run and what came of it."""

from functools import partial

from backend.agents.explaining.aspects.wordlists import words
from backend.agents.explaining.query import REASON_CODE, Aspect

_outcome = partial(Aspect, topic="outcome", fits="run")

OUTCOMES: tuple[Aspect, ...] = (
    _outcome(
        name="failure",
        patterns=(
            r"\bwhy\b.{0,25}\b(?:fail|failed|failing|broke|crash(?:ed)?|stopp?ed|ended|error"
            r"|end|stop|abort(?:ed)?|cancelled|not work|rejected|refused)\b",
            r"\bwhat (?:went|is|was) wrong\b|\bwhat happened\b|\bwhat(?: is|s| was) the "
            r"(?:error|problem|reason|failure)\b",
            r"\b(?:did|does|do|has|have)(?:nt| not)\b.{0,12}\b(?:work|worked|succeed|run)\b",
            r"\bwhat (?:caused|made|is the cause of|broke)\b",
            rf"\bwhat (?:does|do|is) (?:the )?(?:error|code)\b|^.*\b{REASON_CODE}\b.*$",
            r"\b(?:explain|show|tell me|describe)\b.{0,15}\b(?:error|failure|problem)\b",
            r"^(?:why|error|failed|failure)\??$|\bit (?:failed|broke)\b",
        ),
        keywords=words("failed error failure broken problem wrong"),
        example="Why did it fail?",
    ),
    _outcome(
        name="undone",
        patterns=(
            r"\b(?:what|which)\b.{0,12}\b(?:was|were|ha[sv]e? been|did you|have you|got)\b.{0,15}"
            r"\b(?:undone|undo|rolled back|roll back|reverted|taken? back|cleaned up)\b",
            r"\b(?:was|is) (?:everything|all|it) (?:undone|rolled back|reverted|cleaned up)\b",
            r"^undone$|\bdid you (?:undo|revert|clean up|roll back)\b",
        ),
        keywords=words("undone reverted undo"),
        example="What was undone?",
    ),
    _outcome(
        name="left",
        patterns=(
            r"\b(?:what|which)\b.{0,20}\bstill there\b",
            r"\bwhat(?: is|s)? .{0,12}\b(?:left|remains?|remaining|still there|leftovers?)\b",
            r"\b(?:anything|something|everything|stuff|rubbish|garbage)\b.{0,15}"
            r"\b(?:left|behind|remain(?:s|ing)?|gone)\b",
            r"\bleft ?(?:overs?|behind)\b|\b(?:clean|tidy) up\b|\bby hand\b|\bmyself\b",
            r"\bnot be undone\b|\b(?:could|can)(?:nt|not| not)\b.{0,12}\b(?:remove|undo|delete)\b",
            r"\b(?:stay|stayed|stays)\b|\bis (?:my|the) account (?:clean|as before|the same)\b",
        ),
        keywords=words("leftovers leftover remains remove still left behind"),
        example="Is anything left?",
    ),
    _outcome(
        name="next",
        patterns=(
            r"\bwhat (?:can|should|must|do|shall|could) (?:i|we) (?:do|try)\b(?! with you)",
            r"\bwhat (?:is )?(?:now|next)\b|\bnext steps?\b",
            r"\bhow (?:can|do|could) (?:i|we) (?:fix|solve|repair|avoid|correct)\b",
            r"\bhow (?:to|can (?:it|this) be) (?:fix|solve)(?:d|ed)?\b",
            r"\b(?:try|plan|deploy) (?:it |this |that )?again\b",
            r"\b(?:you|your) (?:suggest|recommend|advise|advice|propose|suggestion)\b|\bretry\b",
            r"^now$|\bwould you do now\b|\bnow what\b|\bhelp me fix\b",
        ),
        keywords=words("next fix retry solve advice options suggest"),
        example="What can I do next?",
    ),
    _outcome(
        name="where",
        fits="deployment",
        patterns=(
            r"\bwhere (?:does|is|can|do|did)\b.{0,25}"
            r"\b(?:run|running|deployed|live|find|open|it|app)\b(?!.{0,20}\bfrom\b)",
            r"\b(?:url|link|address)\b.{0,15}(?:\?|$)|\bwhat(?: is|s) (?:the|its|my) (?:url|link"
            r"|address)\b",
            r"\bwhat(?: is|s)? (?:currently |now )?(?:running|live|deployed)\b|\bhow do i (?:open|"
            r"reach|visit|call) (?:it|the app|my app)\b",
            r"^(?:url|link|address)$|\bis (?:it|the app|my app) (?:live|online|running|deployed)\b",
        ),
        keywords=words("url link running address access"),
        example="Where does it run?",
    ),
    _outcome(
        name="health",
        fits="deployment",
        patterns=(
            r"\bhow (?:was|is|will|did|do) (?:it|this|that|you)\b.{0,12}"
            r"\b(?:know|checked|tested|test|check|verify|verified|validated?)\b",
            r"\b(?:health|healthy|health check)\b|\b(?:is|does|did) (?:it|the app|my app) "
            r"(?:up|ok|okay|alive|work|working|answer|answering|respond|responding)\b",
        ),
        keywords=words("health healthy healthcheck tested verified checked working"),
        example="How was it checked?",
    ),
    _outcome(
        name="rollback",
        fits="deployment",
        patterns=(
            r"\bhow (?:do|can|would|could) (?:i|we|you)\b.{0,15}\b(?:roll back|rollback|undo|revert"
            r"|remove|delete|tear down|take (?:it|this) down|go back|get rid)\b",
            r"\bif i want to (?:undo|revert|go back)\b",
            r"\b(?:roll ?back|tear ?down)\b.{0,12}\b(?:work|works|possible|how)\b",
        ),
        keywords=words("rollback teardown remove undo"),
        example="How do I roll back?",
    ),
    _outcome(
        name="created",
        patterns=(
            r"\bwhat (?:did|have|has) (?:you|it|this|that|the run|been|was)\b.{0,12}"
            r"\b(?:create|created|do|done|made|make|changed?)\b",
            r"\bwhat (?:was|were|got) (?:created|made|changed|done)\b",
            r"\bwhat do i have (?:now|there)\b",
            r"\b(?:which|what) (?:resources |things )(?:were|did|exist|are there)\b",
            r"\bwhat exists\b",
        ),
        keywords=words("created resources"),
        example="What did it create?",
    ),
    _outcome(
        name="progress",
        patterns=(
            r"\bwhat is happening\b|\bhow many\b.{0,15}\b(?:done|left|finished|to go)\b",
            r"\b(?:is|are) (?:it|we|you) (?:done|finished|ready|there) ?(?:yet)?\b|\bhow far\b",
            r"^(?:is it )?done$|\bhow is it going\b|\b(?:status|progress)\b|\bwhat are you doing\b"
            r"|\bstill (?:running|working|going)\b|\bwhat is (?:it|happening) (?:doing|now)\b",
            r"\bwhich step (?:are you|is it|now)\b|\bwhat(?: is|s) taking so long\b",
        ),
        keywords=words("progress status finished"),
        example="How is it going?",
    ),
)
