import { describe, expect, it } from "vitest";

import type { Change } from "@/contract";
import { effectSentence } from "@/features/plan/changeKinds";
import { diffRows, ownershipTags } from "@/features/plan/diffRows";
import { planDifference } from "@/features/plan/planDifference";
import { confirmationsOf, plannedSteps, weakestLabel } from "@/features/plan/planModel";
import { runUntil, withNewerPlan } from "@/fixtures/runs";

function change(kind: Change["kind"], more: Partial<Change> = {}): Change {
  return { step_id: "step", kind, resource: "resource", before: null, after: null, ...more };
}

function question(name: "hello" | "redeploy" | "rollback") {
  const [record] = runUntil(name, "approval_requested").approvals;
  if (record === undefined) throw new Error("Nothing was asked.");
  return record.question;
}

describe("effectSentence", () => {
  it.each([
    [["create", "create"], "Create 2 resources"],
    [["delete"], "Delete 1 resource"],
    [["create", "delete", "create", "create"], "Delete 1 and create 3"],
    [["update", "create", "replace", "none"], "Replace 1, create 1 and update 1"],
    [["run"], "Run 1 command"],
    [["none"], "Apply without changes"],
  ] as const)("%j is %s", (kinds, sentence) => {
    expect(effectSentence(kinds.map((kind) => change(kind)))).toBe(sentence);
  });
});

describe("diffRows", () => {
  it("says what is known only after apply", () => {
    const [row] = diffRows(change("create", { after: { role: "(known after create_role.role_arn)" } }));
    expect(row).toMatchObject({ path: "role", kind: "added", known_after: "create_role.role_arn" });
  });

  it("leaves alone what the step does not set", () => {
    const rows = diffRows(
      change("update", { before: { memory_mb: 512, state: "ready" }, after: { memory_mb: 1024 } }),
    );
    expect(rows).toEqual([
      { path: "memory_mb", kind: "changed", before: "512", after: "1024", known_after: null },
    ]);
  });

  it("shows every value of what is deleted", () => {
    const rows = diffRows(change("delete", { before: { name: "logs", days: 30 } }));
    expect(rows.map(({ path, kind }) => [path, kind])).toEqual([
      ["name", "removed"],
      ["days", "removed"],
    ]);
  });

  it("sees no change where a policy comes back with its keys in another order", () => {
    const before = { policy: { Statement: [{ Effect: "Allow", Action: ["a", "b"] }] } };
    const after = { policy: { Statement: [{ Action: ["a", "b"], Effect: "Allow" }] } };
    expect(diffRows(change("update", { before, after })).map(({ kind }) => kind)).toEqual(["same"]);
  });

  it("counts ownership tags instead of listing them", () => {
    const tagged = change("create", { after: { tags: { "aws-copilot:run": "run_1", team: "web" } } });
    expect(diffRows(tagged).map(({ path }) => path)).toEqual(["tags › team"]);
    expect(ownershipTags(tagged)).toBe(1);
  });
});

describe("a real plan", () => {
  it("keeps the order of execution where nothing is taken away", () => {
    expect(plannedSteps(question("hello")).map(({ position }) => position)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
    ]);
  });

  it("puts deletions and replacements first", () => {
    const asked = question("redeploy");
    const kinds: Change["kind"][] = ["create", "update", "replace", "none", "delete"];
    const changes = asked.change_set.changes.map((each, index) => ({
      ...each,
      kind: kinds[index] ?? each.kind,
    }));
    const steps = plannedSteps({ ...asked, change_set: { ...asked.change_set, changes } });
    expect(steps.map((each) => each.change.kind)).toEqual(["delete", "replace", "create", "update", "none"]);
  });

  it("asks for one name where one covers all destructive steps", () => {
    const [confirmation, ...others] = confirmationsOf(question("rollback"));
    expect(others).toEqual([]);
    expect(confirmation?.name).toBe("hello-fastapi");
    expect(confirmation?.step_ids).toHaveLength(11);
  });

  it("can be undone as well as its weakest step", () => {
    expect(weakestLabel(question("hello").plan)).toBe("exact");
    expect(weakestLabel(question("rollback").plan)).toBe("irreversible");
  });

  it("tells what a newer plan does differently", () => {
    const run = withNewerPlan(runUntil("hello", "approval_requested"));
    const [older, newer] = run.approvals.map((record) => record.question);
    if (older === undefined || newer === undefined) throw new Error("Two questions were expected.");
    expect(planDifference(older, newer)).toEqual({
      added: [],
      removed: ["Let everyone use lambda:InvokeFunction on hello-fastapi through its URL"],
      changed: ["Create the function hello-fastapi (python3.11)"],
    });
  });
});
