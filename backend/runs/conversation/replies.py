"""What is done about a reading, and what is answered. A message never approves anything."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from backend.agents.interpreter import Action
from backend.domain.commands import CancelRun, StartRollback, UndoRun
from backend.domain.conversations.turns import Suggestion
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import GraphRunId
from backend.domain.views import DeploymentView, RunView
from backend.runs.conversation import wording
from backend.runs.conversation.changing.modifying import NOTHING_WAITS, Modifying
from backend.runs.conversation.deploying import Deploying
from backend.runs.conversation.operations import Operating
from backend.runs.conversation.partly import confirmed, with_unread
from backend.runs.conversation.reply import Reply, Wish
from backend.runs.copilot import LocalCopilot
from backend.runs.service import TENANT

Answer = Callable[[Wish], Awaitable[Reply]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Replies:
    """Acts on what a person wants in a session, and answers."""

    copilot: LocalCopilot

    async def reply(self, wish: Wish) -> Reply:
        """The answer; a refusal of the service is said in its own words.

        Raises:
            OperatorMustAct: the service itself fails.
        """
        try:
            reply = await self._acted(wish)
        except UserCanFix as error:
            reply = Reply(text=f"{error.message} {error.next_step}")
        return with_unread(reply, wish.reading.unread)

    async def _acted(self, wish: Wish) -> Reply:
        return confirmed(wish) or await self._answer(wish.reading.action)(wish)

    def _answer(self, action: Action) -> Answer:
        return {
            Action.DEPLOY_REPO: Deploying(copilot=self.copilot).reply,
            Action.DEPLOYMENT_STATUS: self._status,
            Action.LIST_DEPLOYMENTS: self._list,
            Action.SHOW_PLAN: self._plan,
            Action.APPROVE_PLAN: self._point_to_card,
            Action.REJECT_PLAN: self._point_to_card,
            Action.MODIFY_PLAN: Modifying(copilot=self.copilot).reply,
            Action.ROLLBACK: self._roll_back,
            Action.CANCEL: self._cancel,
            Action.CLARIFY: self._clarify,
            Action.OPERATE: Operating(copilot=self.copilot).reply,
        }.get(action, _plain)

    async def _status(self, wish: Wish) -> Reply:
        run = await self._latest(wish)
        if run is None:
            return await self._list(wish)
        return Reply(text=wording.run_in_words(run), graph_run_id=run.graph_run_id)

    async def _list(self, _wish: Wish) -> Reply:
        deployments = await self.copilot.deployments()
        live = [each.scope.application_id for each in deployments if each.status == "live"]
        return Reply(
            text=wording.deployments_in_words(deployments),
            suggestions=tuple(_roll_back_suggestion(name) for name in live[:3]),
        )

    async def _plan(self, wish: Wish) -> Reply:
        run = wish.known.asking
        if run is None or run.question is None:
            return Reply(text=NOTHING_WAITS)
        return Reply(text=wording.plan_in_words(run.question), graph_run_id=run.graph_run_id)

    async def _point_to_card(self, wish: Wish) -> Reply:
        run = wish.known.asking
        if run is None or run.question is None:
            return Reply(text="Nothing waits for your approval in this conversation.")
        return Reply(
            text="Please use the buttons on the plan's card: they answer for exactly the plan that "
            "you see. A message never approves or rejects anything.",
            graph_run_id=run.graph_run_id,
        )

    async def _roll_back(self, wish: Wish) -> Reply:
        name = wish.reading.slots.name
        if name is None and wish.known.undoable is not None:
            return await self._undo(wish, wish.known.undoable)
        live = [each for each in await self.copilot.deployments() if each.status == "live"]
        meant = [each for each in live if name in (None, each.scope.application_id)]
        match meant:
            case []:
                said = f"There is no live deployment called {name}." if live and name else ""
                return Reply(text=said or "There is nothing to roll back.")
            case [only]:
                return await self._start_rollback(wish, only)
            case _:
                names = sorted({each.scope.application_id for each in meant})
                return Reply(
                    text="Which deployment shall I roll back?",
                    suggestions=tuple(_roll_back_suggestion(each) for each in names),
                )

    async def _undo(self, wish: Wish, done: GraphRunId) -> Reply:
        run_id = await self.copilot.undo_run(wish.actor, UndoRun(graph_run_id=done))
        return Reply(
            text="I am planning to take back what you had done last. You will see exactly what it "
            "would undo, and nothing changes before you approve it.",
            graph_run_id=run_id,
        )

    async def _start_rollback(self, wish: Wish, deployment: DeploymentView) -> Reply:
        command = StartRollback(deployment_id=deployment.deployment_id)
        run_id = await self.copilot.start_rollback(wish.actor, command, wish.place)
        return Reply(
            text=f"I am planning the rollback of {deployment.scope.application_id}. You will see "
            "exactly what it would undo, and nothing changes before you approve it.",
            graph_run_id=run_id,
        )

    async def _cancel(self, wish: Wish) -> Reply:
        run = await self._latest(wish, is_open=True)
        if run is None:
            return Reply(text="Nothing is under way in this conversation.")
        await self.copilot.cancel_run(wish.actor, CancelRun(graph_run_id=run.graph_run_id))
        return Reply(
            text="I am stopping it. What it has applied is undone first.",
            graph_run_id=run.graph_run_id,
        )

    async def _clarify(self, wish: Wish) -> Reply:
        run = await self._latest(wish, is_open=True)
        if run is None or run.node != "clarification":
            frame = wish.reading.frame
            is_outside = frame.action == "out_of_scope" and frame.reason is None
            said = wording.OUT_OF_SCOPE if is_outside else wording.unclear(frame.reason)
            return Reply(text=said, suggestions=wording.EXAMPLES)
        return Reply(
            text="The form waits for its values; please fill it in there, or say cancel.",
            graph_run_id=run.graph_run_id,
        )

    async def _latest(self, wish: Wish, *, is_open: bool = False) -> RunView | None:
        """The newest run of the session, of the application that was named, if one was."""
        runs = await self.copilot.repositories.runs.of_session(TENANT, wish.place.session_id)
        name = wish.reading.slots.name
        meant = [
            run
            for run in runs
            if (not is_open or run.status != "ended") and name in (None, run.application_id)
        ]
        return await self.copilot.run(meant[-1].graph_run_id) if meant else None


async def _plain(wish: Wish) -> Reply:
    """Answers that need no look at anything."""
    match wish.reading.action:
        case Action.HELP:
            return Reply(text=wording.HELP, suggestions=wording.EXAMPLES[:-1])
        case Action.SMALL_TALK:
            return Reply(text=wording.GREETING, suggestions=wording.EXAMPLES)
        case Action.CONFIGURE_AWS_CREDENTIALS:
            return Reply(text=wording.CREDENTIALS, needs="credentials")
        case Action.REFUSE:
            return Reply(text=wording.REFUSAL, is_final=True)
        case _:
            return Reply(text=wording.UNCLEAR, suggestions=wording.EXAMPLES)


def _roll_back_suggestion(name: str) -> Suggestion:
    return Suggestion(label=f"Roll back {name}", text=f"Roll back {name}")
