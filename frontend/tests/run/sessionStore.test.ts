import { beforeEach, describe, expect, it, vi } from "vitest";

import { SessionStore } from "@/run/sessionStore";

import { pieceOf, turnOf } from "../doubles/events";
import { FakeWorld } from "../doubles/fakeSocket";

describe("the store of a session", () => {
  let world: FakeWorld;
  let store: SessionStore;
  let updates: number;

  beforeEach(() => {
    world = new FakeWorld();
    store = new SessionStore("ses_1", "ws://service", world);
    updates = 0;
    store.connect();
    store.subscribe(() => (updates += 1));
  });

  const texts = () => {
    const { session } = store.getSnapshot();
    return session.items.map((item) => (item.kind === "turn" ? session.turns[item.turn_id]?.text : item.kind));
  };

  it("updates once per frame, whatever arrives in between", () => {
    world.socket.accept("epoch-1", 200);
    updates = 0;
    for (let sequence = 1; sequence <= 200; sequence += 1) {
      world.socket.deliverEvents(turnOf(sequence, "assistant", String(sequence)));
    }
    expect([updates, texts().length]).toEqual([0, 0]);
    expect(world.drawFrame()).toBe(1);
    expect([updates, texts().length]).toEqual([1, 200]);
  });

  const write = (...pieces: Parameters<typeof pieceOf>[0][]) => {
    for (const piece of pieces) world.socket.deliver(pieceOf(piece));
    world.drawFrame();
    return store.getSnapshot().draft;
  };

  it("joins the pieces of a reply, once per frame", () => {
    world.socket.accept();
    updates = 0;
    expect(write({ text: "It " }, { text: "creates " }, { text: "twelve." })?.text).toBe("It creates twelve.");
    expect(updates).toBe(1);
  });

  it("forgets a draft that is void, and begins it anew", () => {
    world.socket.accept();
    write({ text: "wrong" });
    expect(write({ is_void: true }, { text: "right" })?.text).toBe("right");
    expect(write({ is_void: true })).toBeNull();
  });

  it("puts the turn in the place of its draft, and takes no late piece", () => {
    world.socket.accept();
    world.socket.deliverEvents(turnOf(1, "person", "why?"));
    write({ text: "Because" });
    world.socket.deliverEvents(turnOf(2, "assistant", "Because of you."));
    world.drawFrame();
    expect(store.getSnapshot().draft).toBeNull();
    expect(write({ text: "late" })).toBeNull();
    expect(texts()).toEqual(["why?", "Because of you."]);
  });

  it("forgets the draft with the line: who comes back is told it again", () => {
    world.socket.accept();
    write({ text: "half" });
    world.socket.drop();
    expect(store.getSnapshot().draft).toBeNull();
  });

  it("knows that a reply is awaited until the service has taken the message", async () => {
    world.socket.accept();
    store.sendMessage("why?");
    expect(store.getSnapshot().is_answering).toBe(true);
    world.socket.deliver({ type: "accepted", request_id: world.socket.sent.at(-1)?.request_id });
    await vi.waitFor(() => expect(store.getSnapshot().is_answering).toBe(false));
  });

  it("is loaded when it has read what the log had", () => {
    world.socket.accept("epoch-1", 2);
    world.socket.deliverEvents(turnOf(1, "person", "hello"));
    world.drawFrame();
    expect(store.getSnapshot().is_loaded).toBe(false);
    world.socket.deliverEvents(turnOf(2, "assistant", "hi"));
    world.drawFrame();
    expect(store.getSnapshot().is_loaded).toBe(true);
  });

  it("is loaded at once when the log is empty", () => {
    world.socket.accept();
    expect(store.getSnapshot().is_loaded).toBe(true);
  });

  it("shows a message from the moment it is sent until the log has it", () => {
    world.socket.accept();
    store.sendMessage("deploy it");
    const [message] = store.getSnapshot().outgoing;
    expect(message).toMatchObject({ text: "deploy it", state: "sending" });
    expect(world.socket.sent.at(-1)).toMatchObject({ type: "send_message", message_id: message?.message_id });
    world.socket.deliverEvents(turnOf(1, "person", "deploy it", { message_id: message?.message_id ?? null }));
    world.drawFrame();
    expect(store.getSnapshot().outgoing).toEqual([]);
    expect(texts()).toEqual(["deploy it"]);
  });

  it("sends a lost message again when it is back, under the same id", async () => {
    world.socket.accept();
    store.sendMessage("deploy it");
    world.socket.drop();
    await Promise.resolve();
    await Promise.resolve();
    expect(store.getSnapshot().outgoing[0]).toMatchObject({ state: "failed" });
    const before = world.socket.sent.at(-1)?.message_id;
    world.pass(60_000);
    world.socket.accept();
    expect(world.socket.sent.at(-1)).toMatchObject({ type: "send_message", message_id: before });
    expect(store.getSnapshot().outgoing[0]?.state).toBe("sending");
  });

  it("sends what an earlier page could not, once, under the same id", async () => {
    world.socket.accept();
    store.sendMessage("deploy it");
    const message_id = store.getSnapshot().outgoing[0]?.message_id;
    world.socket.deliver({
      type: "refused",
      request_id: world.socket.sent.at(-1)?.request_id,
      error_code: "E_UNAUTHENTICATED",
      message: "Nobody is signed in.",
      next_step: "Sign in.",
      fields: {},
    });
    await Promise.resolve();
    store.close();

    const later = new FakeWorld();
    const next = new SessionStore("ses_1", "ws://service", later);
    next.connect();
    later.socket.accept();
    expect(later.socket.sent.at(-1)).toMatchObject({ type: "send_message", text: "deploy it", message_id });
    later.socket.deliverEvents(turnOf(1, "person", "deploy it", { message_id: message_id ?? null }));
    later.drawFrame();
    expect(new SessionStore("ses_1", "ws://service", new FakeWorld()).getSnapshot().outgoing).toEqual([]);
  });

  it("keeps a refused message, with the reason, until it is sent again or discarded", async () => {
    world.socket.accept();
    store.sendMessage("deploy it");
    world.socket.deliver({
      type: "refused",
      request_id: world.socket.sent.at(-1)?.request_id,
      error_code: "E_RATE_LIMIT",
      message: "Too many messages.",
      next_step: "Wait a moment.",
      fields: {},
    });
    await Promise.resolve();
    await Promise.resolve();
    const [message] = store.getSnapshot().outgoing;
    expect(message).toMatchObject({ state: "failed", error: { error_code: "E_RATE_LIMIT" } });
    store.discardMessage(message?.message_id ?? "");
    expect(store.getSnapshot().outgoing).toEqual([]);
  });

  it("forgets everything when the log was reset", () => {
    world.socket.accept();
    world.socket.deliverEvents(turnOf(1, "assistant", "old"));
    world.drawFrame();
    world.socket.drop();
    world.pass(60_000);
    world.socket.accept("epoch-2", 1);
    world.socket.deliverEvents(turnOf(1, "assistant", "new"));
    world.drawFrame();
    expect(texts()).toEqual(["new"]);
  });
});
