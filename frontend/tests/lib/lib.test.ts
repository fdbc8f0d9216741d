import { describe, expect, it } from "vitest";

import { matchPath, navigate } from "@/lib/router";
import { actorName, formatAccount, formatBytes, humanize, shortenArn, shortenDigest } from "@/lib/text";
import { elapsed_ms, formatAgo, formatDuration, formatUntil, plural } from "@/lib/time";

const NOON = "2026-05-04T12:00:00Z";
const NOON_MS = Date.parse(NOON);

describe("durations", () => {
  it.each([
    [0, "0.0 s"],
    [449, "0.4 s"],
    [9_999, "10.0 s"],
    [59_999, "59 s"],
    [65_000, "1 min 05 s"],
    [7_800_000, "2 h 10 min"],
  ])("%i ms is %s", (duration_ms, text) => expect(formatDuration(duration_ms)).toBe(text));

  it("are never negative, because clocks of two machines differ", () => {
    expect(elapsed_ms(NOON, NOON_MS - 5)).toBe(0);
  });

  it.each([
    [30_000, "just now"],
    [120_000, "2 min ago"],
    [7_200_000, "2 h ago"],
    [86_400_000, "1 day ago"],
    [3 * 86_400_000, "3 days ago"],
  ])("%i ms ago is %s", (ago_ms, text) => expect(formatAgo(NOON, NOON_MS + ago_ms)).toBe(text));

  it("count down to now", () => {
    expect([formatUntil(NOON, NOON_MS - 30_000), formatUntil(NOON, NOON_MS)]).toEqual(["in 30 s", "now"]);
  });
});

it("texts are shortened without losing what tells them apart", () => {
  expect(shortenArn("arn:aws:sts::123456789012:assumed-role/a:b/c")).toBe("assumed-role/a:b/c");
  expect(shortenArn("not an arn")).toBe("not an arn");
  expect(formatAccount("123456789012")).toBe("1234-5678-9012");
  expect(formatAccount("unknown")).toBe("unknown");
  expect(shortenDigest(`sha256:${"ab".repeat(32)}`)).toBe("abababababab");
  expect(humanize("plan_drafting")).toBe("Plan drafting");
  expect(actorName({ user_id: "usr_1", user_name: "ada" })).toBe("ada");
  expect(actorName({ user_id: "local_owner", user_name: null })).toBe("Local owner");
  expect([formatBytes(999), formatBytes(1500), formatBytes(3_266_796)]).toEqual(["999 B", "1.5 kB", "3.3 MB"]);
  expect([plural(1, "step"), plural(2, "step"), plural(2, "entry", "entries")]).toEqual([
    "1 step",
    "2 steps",
    "2 entries",
  ]);
});

it("paths are matched part by part", () => {
  expect(matchPath("/deployments/:deployment_id", "/deployments/dep_1")).toEqual({ deployment_id: "dep_1" });
  expect(matchPath("/deployments/:deployment_id", "/deployments")).toBeNull();
  expect(matchPath("/settings", "/deployments")).toBeNull();
  expect(matchPath("/", "/")).toEqual({});
  expect(matchPath("/deployments/:deployment_id", "/deployments/%E0%A4%A")).toEqual({ deployment_id: "%E0%A4%A" });
});

it("going to where one is leaves no entry behind", () => {
  const before = window.history.length;
  navigate("/settings");
  navigate("/settings");
  expect([window.location.pathname, window.history.length]).toEqual(["/settings", before + 1]);
});
