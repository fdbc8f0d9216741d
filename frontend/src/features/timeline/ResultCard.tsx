import type { RunState } from "@/run/types";

import { DeployedResult } from "./DeployedResult";
import { FailedResult } from "./FailedResult";
import { OperationResult } from "./OperationResult";
import { resultKind } from "./resultModel";
import { RolledBackResult, StoppedResult } from "./OtherResults";

interface ResultCardProps {
  readonly run: RunState;
  readonly onRollback: () => void;
}

/** What the run left behind, and how to go on from there; nothing while it lives. */
export function ResultCard({ run, onRollback }: ResultCardProps) {
  switch (resultKind(run)) {
    case null:
      return null;
    case "deployed":
      return <DeployedResult run={run} onRollback={onRollback} />;
    case "operated":
      return <OperationResult run={run} />;
    case "failed":
      return <FailedResult run={run} />;
    case "rolled_back":
      return <RolledBackResult run={run} />;
    case "stopped":
      return <StoppedResult run={run} />;
  }
}
