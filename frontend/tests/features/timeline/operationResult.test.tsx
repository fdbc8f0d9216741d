import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { OperationAnswer } from "@/contract";
import { ResultCard } from "@/features/timeline";
import { runOf, runUntil } from "@/fixtures/runs";
import { formatDate } from "@/lib/time";
import type { RunState } from "@/run/types";

import { violationsIn } from "../../doubles/axe";
import { renderAlone } from "../../doubles/surroundings";

const ignore = () => undefined;

const BUCKETS: OperationAnswer = {
  step_id: "step_1",
  title: "List the buckets",
  action: "list_s3",
  answer: { columns: ["bucket_name", "size"], rows: [["one", 1], ["two", null]], total: 300 },
};
const BUCKET: OperationAnswer = {
  step_id: "step_2",
  title: "Describe one",
  action: "describe_bucket",
  answer: { facts: { region: "eu-central-1", tags: { team: "a" } } },
};

function operated(answers: OperationAnswer[], base = runUntil("hello", "approval_requested")): RunState {
  return { ...base, graph_id: "operate@1.0.0", completion_state: "succeeded", answers };
}

describe("an operation", () => {
  it("shows a list as a table, and says how many there are", async () => {
    const { container } = renderAlone(<ResultCard run={operated([BUCKETS])} onRollback={ignore} />);
    const table = within(screen.getByRole("table"));
    expect(table.getAllByRole("columnheader").map(({ textContent }) => textContent)).toEqual(["bucket name", "size"]);
    expect(table.getAllByRole("cell").map(({ textContent }) => textContent)).toEqual(["one", "1", "two", "–"]);
    expect(screen.getByText("The first 2 of 300")).toBeDefined();
    expect(screen.getAllByText("List the buckets")).toHaveLength(1);
    expect(screen.queryByRole("button")).toBeNull();
    expect(await violationsIn(container)).toEqual([]);
  });

  it("shows one thing as its facts", () => {
    renderAlone(<ResultCard run={operated([BUCKET])} onRollback={ignore} />);
    expect(screen.getByText("region")).toBeDefined();
    expect(screen.getByText('{"team":"a"}')).toBeDefined();
  });

  it("shows moments as dates, and short words of AWS in capitals", () => {
    const role = { role_arn: "arn:aws:iam::123456789012:role/one", created_at: "2026-11-20T17:01:52.150818+00:00" };
    renderAlone(<ResultCard run={operated([{ ...BUCKET, answer: { facts: role } }])} onRollback={ignore} />);
    expect(screen.getByText("role ARN")).toBeDefined();
    expect(screen.getByText(formatDate(role.created_at))).toBeDefined();
  });

  it("tells several answers apart by their titles", () => {
    renderAlone(<ResultCard run={operated([BUCKETS, BUCKET])} onRollback={ignore} />);
    expect(screen.getByText("Here are the answers")).toBeDefined();
    expect(screen.getByRole("heading", { name: "Describe one" })).toBeDefined();
  });

  it("says that there is nothing to list", () => {
    const none = { ...BUCKETS, answer: { columns: ["name"], rows: [], total: 0 } };
    renderAlone(<ResultCard run={operated([none])} onRollback={ignore} />);
    expect(screen.getByText("There is none.")).toBeDefined();
    expect(screen.queryByRole("table")).toBeNull();
  });

  it("names what it changed", () => {
    renderAlone(<ResultCard run={operated([BUCKETS], runOf("hello"))} onRollback={ignore} />);
    expect(screen.getByText("12 changes made")).toBeDefined();
    expect(screen.getByText("List the buckets")).toBeDefined();
  });

  it("that failed is not called a deployment", () => {
    const run: RunState = { ...runOf("broken"), graph_id: "operate@1.0.0" };
    renderAlone(<ResultCard run={run} onRollback={ignore} />);
    expect(screen.getByLabelText("The operation failed")).toBeDefined();
  });
});
