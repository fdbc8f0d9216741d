import { expect, it } from "vitest";

import { markdownBlocks } from "@/features/conversation/markdownBlocks";

it("cuts at blank lines", () => {
  expect(markdownBlocks("one\ntwo\n\nthree\n")).toEqual(["one\ntwo", "three"]);
});

it("keeps code and lists whole", () => {
  const code = "```py\na = 1\n\nb = 2\n```";
  expect(markdownBlocks(`before\n\n${code}\n\nafter`)).toEqual(["before", code, "after"]);
  expect(markdownBlocks("- one\n\n- two")).toEqual(["- one\n\n- two"]);
});

it("closes a fence only with one as long", () => {
  const code = "````\n```\n\nstill code\n````";
  expect(markdownBlocks(`${code}\n\nafter`)).toEqual([code, "after"]);
});

it("has nothing for nothing", () => {
  expect(markdownBlocks(" \n\n ")).toEqual([]);
});
