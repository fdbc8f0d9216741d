/** A server that does what it is told, and a world whose time stands still until it is moved. */

import type { SocketLike } from "@/connection";
import type { Event } from "@/contract";
import type { StoreSurroundings } from "@/run/sessionStore";

export class FakeSocket implements SocketLike {
  onclose: SocketLike["onclose"] = null;
  onmessage: SocketLike["onmessage"] = null;
  onopen: SocketLike["onopen"] = null;
  readyState: SocketLike["readyState"] = 0;
  readonly sent: Record<string, unknown>[] = [];

  send(data: string): void {
    this.sent.push(JSON.parse(data) as Record<string, unknown>);
  }

  close(): void {
    this.readyState = 3;
  }

  /** The server accepted the connection and says where its log is. */
  accept(epoch = "epoch-1", last_sequence = 0): void {
    this.readyState = 1;
    this.onopen?.call(this as unknown as WebSocket, new window.Event("open"));
    this.deliver({ type: "connected", session_id: "ses_1", epoch, last_sequence });
  }

  deliver(frame: unknown): void {
    const data = typeof frame === "string" ? frame : JSON.stringify(frame);
    this.onmessage?.call(this as unknown as WebSocket, new MessageEvent("message", { data }));
  }

  deliverEvents(...events: Event[]): void {
    for (const event of events) this.deliver({ type: "event", event });
  }

  /** The line is gone. */
  drop(code = 1006): void {
    this.readyState = 3;
    this.onclose?.call(this as unknown as WebSocket, new CloseEvent("close", { code }));
  }
}

export class FakeWorld implements StoreSurroundings {
  readonly sockets: FakeSocket[] = [];
  private now = 0;
  private ids = 0;
  private timers: { at: number; action: () => void }[] = [];
  private frames: (() => void)[] = [];

  open = (): FakeSocket => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  };

  now_ms = (): number => this.now;
  random = (): number => 1;

  newId = (): string => {
    this.ids += 1;
    return `id-${this.ids}`;
  };

  after = (delay_ms: number, action: () => void): (() => void) => {
    const timer = { at: this.now + delay_ms, action };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((each) => each !== timer);
    };
  };

  onNextFrame = (action: () => void): void => {
    this.frames.push(action);
  };

  /** The newest connection. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("nothing was connected");
    return socket;
  }

  /** Let time pass. */
  pass(duration_ms: number): void {
    this.now += duration_ms;
    const due = this.timers.filter(({ at }) => at <= this.now);
    this.timers = this.timers.filter(({ at }) => at > this.now);
    for (const { action } of due) action();
  }

  /** Draw a frame; the answer is how many updates it took. */
  drawFrame(): number {
    const { frames } = this;
    this.frames = [];
    for (const action of frames) action();
    return frames.length;
  }
}
