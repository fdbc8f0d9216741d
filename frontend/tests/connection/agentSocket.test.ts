import { beforeEach, describe, expect, it } from "vitest";

import { AgentSocket, type ConnectionStatus } from "@/connection";
import { backoff_ms } from "@/connection/backoff";
import type { Event } from "@/contract";

import { pieceOf, turnOf } from "../doubles/events";
import { FakeWorld } from "../doubles/fakeSocket";

const ANSWER_TIME_MS = 20_000;

describe("the socket of a session", () => {
  let world: FakeWorld;
  let seen: Event[];
  let statuses: ConnectionStatus[];
  let resets: number;
  let pieces: string[];
  let socket: AgentSocket;

  beforeEach(() => {
    world = new FakeWorld();
    seen = [];
    statuses = [];
    resets = 0;
    pieces = [];
    socket = new AgentSocket(
      "ws://service/ws/agent?session_id=ses_1",
      {
        onEvents: (events) => seen.push(...events),
        onReset: () => (resets += 1),
        onPiece: ({ text }) => pieces.push(text),
        onStatus: (status) => statuses.push(status),
      },
      world,
    );
    socket.connect();
  });

  const sequences = () => seen.map(({ sequence }) => sequence);
  const reply = (sequence: number) => turnOf(sequence, "assistant", `reply ${sequence}`);

  it("subscribes from the beginning, without an epoch", () => {
    world.socket.accept();
    expect(world.socket.sent).toEqual([{ type: "subscribe", after_sequence: 0, epoch: null }]);
  });

  it("drops what it has, and hands on the rest in order", () => {
    world.socket.accept();
    world.socket.deliverEvents(reply(1), reply(2), reply(2), reply(1), reply(3));
    expect(sequences()).toEqual([1, 2, 3]);
  });

  it("hands on pieces of a reply without touching the sequence", () => {
    world.socket.accept();
    world.socket.deliverEvents(reply(1));
    world.socket.deliver(pieceOf({ text: "Hel" }));
    world.socket.deliver({ type: "turn_piece", turn_id: 7, text: "not one" });
    world.socket.deliverEvents(reply(2));
    expect([pieces, sequences()]).toEqual([["Hel"], [1, 2]]);
  });

  it("asks again once when there is a gap, and takes nothing from behind it", () => {
    world.socket.accept();
    world.socket.deliverEvents(reply(1), reply(4), reply(5));
    expect(sequences()).toEqual([1]);
    expect(world.socket.sent.slice(1)).toEqual([{ type: "subscribe", after_sequence: 1, epoch: "epoch-1" }]);
    world.socket.deliverEvents(reply(2), reply(3), reply(4), reply(5));
    expect(sequences()).toEqual([1, 2, 3, 4, 5]);
  });

  it("names the last sequence when it comes back, and says how far behind it was", () => {
    world.socket.accept();
    world.socket.deliverEvents(reply(1), reply(2));
    world.socket.drop();
    world.pass(60_000);
    world.socket.accept("epoch-1", 44);
    expect(world.socket.sent).toEqual([{ type: "subscribe", after_sequence: 2, epoch: "epoch-1" }]);
    expect(statuses.at(-1)).toMatchObject({ state: "live", caught_up: 42 });
    expect(resets).toBe(0);
  });

  it("starts anew when the log is another one", () => {
    world.socket.accept();
    world.socket.deliverEvents(reply(1), reply(2));
    world.socket.drop();
    world.pass(60_000);
    world.socket.accept("epoch-2", 1);
    world.socket.deliverEvents(reply(1));
    expect(resets).toBe(1);
    expect(sequences()).toEqual([1, 2, 1]);
  });

  it("waits longer from try to try, up to 15 seconds", () => {
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      world.socket.drop();
      const status = statuses.at(-1);
      if (status?.state !== "offline") throw new Error("it should be offline");
      const wait_ms = status.retry_at_ms - world.now_ms();
      waits.push(wait_ms);
      world.pass(wait_ms);
    }
    expect(waits).toEqual([400, 800, 1600, 3200, 6400, 12_800, 15_000, 15_000]);
    expect(world.sockets).toHaveLength(9);
    expect([backoff_ms(1, 0), backoff_ms(1, 1)]).toEqual([200, 400]);
  });

  it.each([
    [4401, { state: "signed_out" }],
    [4403, { state: "refused", reason: "forbidden" }],
    [4404, { state: "refused", reason: "not_found" }],
  ])("does not try again when the service ends it for good (%i)", (code, status) => {
    world.socket.drop(code);
    world.pass(600_000);
    expect(statuses.at(-1)).toMatchObject(status);
    expect(world.sockets).toHaveLength(1);
  });

  it.each([
    ["begins anew after a line that lasted", 60_000, 400],
    ["waits longer where each line is closed at once", 0, 800],
  ])("%s", (_, lasted_ms, expected_ms) => {
    world.socket.drop(4429);
    world.pass(400);
    world.socket.accept();
    world.pass(lasted_ms);
    world.socket.drop(4429);
    expect(statuses.at(-1)).toMatchObject({ state: "offline", retry_at_ms: world.now_ms() + expected_ms });
  });

  it("does not try again after it was closed", () => {
    world.socket.accept();
    world.socket.drop();
    socket.close();
    world.pass(600_000);
    expect(world.sockets).toHaveLength(1);
  });

  it("ties answers to requests", async () => {
    world.socket.accept();
    const taken = socket.request({ type: "cancel_run", graph_run_id: "run_1" });
    const refused = socket.request({ type: "cancel_run", graph_run_id: "run_2" });
    const [, first, second] = world.socket.sent;
    world.socket.deliver({
      type: "refused",
      request_id: second?.request_id,
      error_code: "E_NOT_FOUND",
      message: "There is no such run.",
      next_step: "Look at the list.",
      fields: {},
    });
    world.socket.deliver({ type: "accepted", request_id: first?.request_id });
    await expect(taken).resolves.toBeUndefined();
    await expect(refused).rejects.toMatchObject({ error_code: "E_NOT_FOUND", next_step: "Look at the list." });
  });

  it("rejects a command with E_OFFLINE when nothing is connected", async () => {
    const asked = socket.request({ type: "cancel_run", graph_run_id: "run_1" });
    await expect(asked).rejects.toMatchObject({ error_code: "E_OFFLINE" });
  });

  it.each([
    ["the line drops before the answer", () => world.socket.drop()],
    ["no answer comes", () => world.pass(ANSWER_TIME_MS)],
  ])("rejects a command with E_OFFLINE when %s", async (_, happen) => {
    world.socket.accept();
    const asked = socket.request({ type: "cancel_run", graph_run_id: "run_1" });
    happen();
    await expect(asked).rejects.toMatchObject({ error_code: "E_OFFLINE" });
  });

  it.each(["no json", "[]", "null", '{"type":"connected"}', '{"type":"party"}', '{"type":"event","event":7}'])(
    "ignores the frame %s",
    (data) => {
      world.socket.accept();
      world.socket.deliver(data);
      expect(seen).toEqual([]);
      expect(statuses.at(-1)?.state).toBe("live");
    },
  );
});
