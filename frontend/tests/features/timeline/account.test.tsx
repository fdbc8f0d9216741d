import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { AccountDigested } from "@/contract";
import { AccountNote, ResultCard } from "@/features/timeline";
import { accountChange } from "@/features/timeline/accountModel";
import { failureTitle } from "@/features/timeline/resultModel";
import { replayed, runOf } from "@/fixtures/runs";
import type { RunState } from "@/run/types";

import { violationsIn } from "../../doubles/axe";
import { renderAlone } from "../../doubles/surroundings";
import { vectorOf } from "../../doubles/vectors";

function look(resources: Record<string, string>, changes: Partial<AccountDigested> = {}): AccountDigested {
  const digest = `sha256:${JSON.stringify(resources)}`;
  const resource_count = Object.keys(resources).length;
  const known = { digest, resource_count, resources, absent: [], is_complete: true, reason: null };
  return { moment: "before", ...known, ...changes };
}

const UNKNOWN = look({}, { digest: null, is_complete: false, reason: "E_AWS: AWS did not answer." });

describe("what became of the account", () => {
  it("is not told where nobody looked", () => {
    expect(accountChange({ before: null, after: null })).toBeNull();
  });

  it("names what came, what went and what changed", () => {
    const change = accountChange({ before: look({ a: "1", b: "1", c: "1" }), after: look({ b: "2", c: "1", d: "1" }) });
    expect(change).toMatchObject({ is_equal: false, is_complete: true, changed: ["a", "b", "d"] });
  });

  it("is told of looks that stopped at their bounds only as far as both know", () => {
    const before = look({ a: "1", b: "1" }, { absent: ["c"], is_complete: false });
    const change = accountChange({ before, after: look({ a: "1", c: "1", d: "1" }) });
    expect(change).toMatchObject({ is_equal: false, is_complete: false, changed: ["c"] });
  });

  it.each([
    [{ before: UNKNOWN, after: look({}) }, "E_AWS: AWS did not answer."],
    [{ before: look({}), after: null }, "Nobody has looked yet."],
  ])("is unknown where it could not be looked at: %#", (account, reason) => {
    expect(accountChange(account)).toMatchObject({ is_equal: null, changed: [], reason });
  });

  it("is what the shared vector says", () => {
    const { account } = replayed(vectorOf("operation_answers").events);
    expect(accountChange(account)).toMatchObject({ is_equal: false, changed: ["s3:bucket/reports"] });
  });
});

describe("the note of it", () => {
  it("proves with both digests that nothing is different", async () => {
    const { container } = renderAlone(<AccountNote change={accountChange({ before: look({}), after: look({}) })} />);
    expect(screen.getByText("The account is as before")).toBeDefined();
    expect(screen.getByText("Digest before")).toBeDefined();
    expect(screen.getByText("Digest after")).toBeDefined();
    expect(await violationsIn(container)).toEqual([]);
  });

  it("says how far it was read", () => {
    const part = look({}, { is_complete: false });
    renderAlone(<AccountNote change={accountChange({ before: part, after: part })} />);
    expect(screen.getByText(/as far as it was read/)).toBeDefined();
  });

  it("says that it cannot be told, and why", () => {
    renderAlone(<AccountNote change={accountChange({ before: UNKNOWN, after: null })} />);
    expect(screen.getByText(/cannot be told: E_AWS: AWS did not answer\./)).toBeDefined();
  });

  it("stands with a deployment and names what is new", () => {
    renderAlone(<ResultCard run={runOf("hello")} onRollback={() => undefined} />);
    expect(screen.getByText("4 resources of the account differ from before")).toBeDefined();
    const differing = within(screen.getByRole("list", { name: "Resources that differ" })).getAllByRole("listitem");
    expect(differing.map(({ textContent }) => textContent)).toContain("lambda:function/hello-fastapi");
  });
});

describe("the title of a failure", () => {
  const failed = runOf("broken");
  const nothing: RunState = { ...failed, undo: { undone: [], left: [] } };

  it.each([
    ["It failed; the account is as it was before", failed],
    ["It failed; what it changed was taken back", { ...failed, account: { before: null, after: null } }],
    ["It failed; nothing was changed", nothing],
    ["It failed, and something may be left", { ...runOf("hello"), completion_state: "escalated" as const }],
  ])("claims no more than is known: %s", (title, run) => {
    expect(failureTitle(run)).toBe(title);
  });
});
