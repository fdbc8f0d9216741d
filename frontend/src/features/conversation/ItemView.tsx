import { memo } from "react";

import { IntakeFormCard } from "@/features/intake";
import { PlanCard } from "@/features/plan";
import { ResultCard, RunTimeline } from "@/features/timeline";
import { useSessionActions, type RunState, type SessionItem, type Turn } from "@/run";

import { TurnView } from "./TurnView";
import { useCommand } from "./useCommand";

interface ItemViewProps {
  item: SessionItem;
  turn: Turn | undefined;
  run: RunState | undefined;
}

/** One thing in the conversation: a turn, or a card of a run. */
export const ItemView = memo(function ItemView({ item, turn, run }: ItemViewProps) {
  if (item.kind === "turn") return turn ? <TurnView turn={turn} /> : null;
  return run ? <RunItem item={item} run={run} /> : null;
});

function RunItem({ item, run }: { item: Exclude<SessionItem, { kind: "turn" }>; run: RunState }) {
  const actions = useSessionActions();
  const command = useCommand();
  switch (item.kind) {
    case "intake": {
      const request = run.intakes.find((each) => each.event_id === item.event_id);
      if (!request) return null;
      const { graph_run_id } = run;
      return (
        <IntakeFormCard request={request} onSubmit={(values) => actions.answerIntake(graph_run_id, values)} />
      );
    }
    case "plan":
      return (
        <PlanCard
          run={run}
          approvalId={item.approval_id}
          onDecide={(decision) => actions.decideApproval(decision)}
        />
      );
    case "timeline":
      return <RunTimeline run={run} />;
    case "result":
      return (
        <ResultCard
          run={run}
          onRollback={() => {
            if (run.deployment_id) void command(actions.startRollback(run.deployment_id));
          }}
        />
      );
  }
}
