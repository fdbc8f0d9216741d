/**
 * One session's line to the service. It keeps the promise that every event arrives once and in order: it names the
 * last sequence that it has, drops what it knows, asks again when there is a gap, and starts anew when the log's
 * epoch is another one.
 */

import { backoff_ms } from "@/connection/backoff";
import { offlineError, ServiceError } from "@/connection/errors";
import { parseFrame, type ClientCommand, type ServerFrame } from "@/connection/frames";
import type { Event, TurnPiece } from "@/contract";

export type ConnectionStatus =
  | { state: "connecting"; since_ms: number; attempt: number }
  | { state: "live"; since_ms: number; caught_up: number }
  | { state: "offline"; since_ms: number; attempt: number; retry_at_ms: number }
  | { state: "signed_out"; since_ms: number }
  | { state: "refused"; since_ms: number; reason: "not_found" | "forbidden" };

/** The parts of a browser's WebSocket that are used. */
export type SocketLike = Pick<
  WebSocket,
  "close" | "onclose" | "onmessage" | "onopen" | "readyState" | "send"
>;

/** What the socket needs of the world. */
export interface Surroundings {
  open: (url: string) => SocketLike;
  now_ms: () => number;
  random: () => number;
  after: (delay_ms: number, action: () => void) => () => void;
  newId: () => string;
}

export interface SocketListener {
  onEvents: (events: readonly Event[]) => void;
  /** The log was reset: what is known belongs to another one. */
  onReset: () => void;
  /** More of a reply that is being written; of no sequence, and never asked for again. */
  onPiece: (piece: TurnPiece) => void;
  onStatus: (status: ConnectionStatus) => void;
}

interface Pending {
  resolve: () => void;
  reject: (error: ServiceError) => void;
}

const OPEN = 1;
const ANSWER_TIME_MS = 20_000;
/** A line that lasted shorter than this counts as another failed try: the service may be closing it each time. */
const STEADY_MS = 5000;

export class AgentSocket {
  private socket: SocketLike | null = null;
  private epoch: string | null = null;
  private last_sequence = 0;
  private attempt = 0;
  private live_since_ms = Infinity;
  private isGapAsked = false;
  private cancelRetry: () => void = () => undefined;
  private readonly pending = new Map<string, Pending>();
  private readonly url: string;
  private readonly listener: SocketListener;
  private readonly world: Surroundings;

  constructor(url: string, listener: SocketListener, world: Surroundings) {
    this.url = url;
    this.listener = listener;
    this.world = world;
  }

  /** Connect now, also while waiting for the next try. */
  connect(): void {
    if (this.socket) return;
    this.cancelRetry();
    this.attempt += 1;
    this.listener.onStatus({ state: "connecting", since_ms: this.world.now_ms(), attempt: this.attempt });
    const socket = this.world.open(this.url);
    this.socket = socket;
    socket.onopen = () => this.subscribe();
    socket.onmessage = (message: MessageEvent) => this.receive(parseFrame(message.data));
    socket.onclose = (event: CloseEvent) => this.lost(socket, event.code);
  }

  /** End it; nothing is tried again until `connect`. */
  close(): void {
    this.cancelRetry();
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.rejectPending();
  }

  /**
   * Send a command. It resolves when the service accepted it and rejects with its refusal, or with `E_OFFLINE` when
   * no answer came: then whether it was taken is not known, and the events will tell.
   */
  request(command: ClientCommand): Promise<void> {
    const socket = this.socket;
    if (socket?.readyState !== OPEN) return Promise.reject(offlineError());
    const request_id = this.world.newId();
    return new Promise((resolve, reject) => {
      const stopWaiting = this.world.after(ANSWER_TIME_MS, () => this.settle(request_id)?.reject(offlineError()));
      this.pending.set(request_id, {
        resolve: () => {
          stopWaiting();
          resolve();
        },
        reject: (error) => {
          stopWaiting();
          reject(error);
        },
      });
      socket.send(JSON.stringify({ ...command, request_id }));
    });
  }

  private subscribe(): void {
    const { epoch, last_sequence: after_sequence } = this;
    this.socket?.send(JSON.stringify({ type: "subscribe", after_sequence, epoch }));
  }

  private receive(frame: ServerFrame | null): void {
    switch (frame?.type) {
      case "connected":
        this.connected(frame.epoch, frame.last_sequence);
        break;
      case "event":
        this.event(frame.event);
        break;
      case "turn_piece":
        this.listener.onPiece(frame);
        break;
      case "accepted":
        this.settle(frame.request_id)?.resolve();
        break;
      case "refused":
        this.settle(frame.request_id ?? "")?.reject(new ServiceError(frame, frame.fields));
        break;
      case undefined:
    }
  }

  private connected(epoch: string, last_sequence: number): void {
    if (this.epoch !== null && this.epoch !== epoch) {
      this.last_sequence = 0;
      this.listener.onReset();
    }
    this.epoch = epoch;
    this.live_since_ms = Math.min(this.live_since_ms, this.world.now_ms());
    const caught_up = Math.max(0, last_sequence - this.last_sequence);
    this.listener.onStatus({ state: "live", since_ms: this.world.now_ms(), caught_up });
  }

  private event(event: Event): void {
    const sequence = event.sequence ?? 0;
    if (sequence <= this.last_sequence) return;
    if (sequence > this.last_sequence + 1) {
      if (!this.isGapAsked) this.subscribe();
      this.isGapAsked = true;
      return;
    }
    this.isGapAsked = false;
    this.last_sequence = sequence;
    this.listener.onEvents([event]);
  }

  private lost(socket: SocketLike, code: number): void {
    if (this.socket !== socket) return;
    this.socket = null;
    this.isGapAsked = false;
    this.rejectPending();
    const since_ms = this.world.now_ms();
    if (since_ms - this.live_since_ms >= STEADY_MS) this.attempt = 0;
    this.live_since_ms = Infinity;
    const ending = endingOf(code, since_ms);
    if (ending) {
      this.listener.onStatus(ending);
      return;
    }
    const wait_ms = backoff_ms(Math.max(1, this.attempt), this.world.random());
    this.cancelRetry = this.world.after(wait_ms, () => this.connect());
    this.listener.onStatus({
      state: "offline",
      since_ms,
      attempt: this.attempt,
      retry_at_ms: since_ms + wait_ms,
    });
  }

  private settle(request_id: string): Pending | undefined {
    const waiting = this.pending.get(request_id);
    this.pending.delete(request_id);
    return waiting;
  }

  private rejectPending(): void {
    const waiting = [...this.pending.values()];
    this.pending.clear();
    for (const each of waiting) each.reject(offlineError());
  }
}

/** What a close code says for good; `null`: try again. From 4000 on they are the service's own, like HTTP's. */
function endingOf(code: number, since_ms: number): ConnectionStatus | null {
  switch (code) {
    case 4401:
      return { state: "signed_out", since_ms };
    case 4403:
      return { state: "refused", since_ms, reason: "forbidden" };
    case 4404:
      return { state: "refused", since_ms, reason: "not_found" };
    default:
      return null;
  }
}
