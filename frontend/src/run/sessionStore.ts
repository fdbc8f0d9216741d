/**
 * A session while the page is open: events from the socket go through the reducer once per frame, commands go out,
 * and the person's messages stand there from the moment they are sent.
 */

import {
  AgentSocket,
  asServiceError,
  type ClientCommand,
  type ConnectionStatus,
  type Surroundings,
} from "@/connection";
import type { Event, TurnPiece } from "@/contract";
import { draftAfter, type Draft } from "@/run/draft";
import { keepOutgoing, keptOutgoing, type OutgoingMessage } from "@/run/outgoing";
import { emptySession, reduceSession } from "@/run/reduceSession";
import type { SessionState } from "@/run/types";

const PASSING = new Set(["E_OFFLINE", "E_UNAUTHENTICATED"]);

export interface SessionSnapshot {
  session: SessionState;
  connection: ConnectionStatus;
  outgoing: readonly OutgoingMessage[];
  /** The reply that is being written, as far as it has come. */
  draft: Draft | null;
  /** A message was taken, and its reply is not there yet. */
  is_answering: boolean;
  /** Everything that the log had when the page came has been read. */
  is_loaded: boolean;
}

export interface StoreSurroundings extends Surroundings {
  /** Runs the action once, before the next frame is drawn. */
  onNextFrame: (action: () => void) => void;
}

export class SessionStore {
  private snapshot: SessionSnapshot;
  private waiting: Event[] = [];
  private pieces: TurnPiece[] = [];
  private unanswered = 0;
  private isScheduled = false;
  private last_known = 0;
  private readonly listeners = new Set<() => void>();
  private readonly socket: AgentSocket;
  private readonly world: StoreSurroundings;

  constructor(session_id: string, url: string, world: StoreSurroundings) {
    this.world = world;
    this.snapshot = {
      session: emptySession(session_id),
      connection: { state: "connecting", since_ms: world.now_ms(), attempt: 1 },
      outgoing: keptOutgoing(session_id),
      draft: null,
      is_answering: false,
      is_loaded: false,
    };
    this.socket = new AgentSocket(
      url,
      {
        onEvents: (events) => this.take(events),
        onReset: () => this.reset(),
        onPiece: (piece) => this.takePiece(piece),
        onStatus: (status) => this.connectionIs(status),
      },
      world,
    );
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): SessionSnapshot => this.snapshot;

  connect(): void {
    this.socket.connect();
  }

  close(): void {
    this.socket.close();
  }

  /** A command other than a message; rejects with the refusal. */
  request(command: ClientCommand): Promise<void> {
    return this.socket.request(command);
  }

  /** Send a message; what becomes of it shows in `outgoing`. */
  sendMessage(text: string): void {
    const message: OutgoingMessage = { message_id: this.world.newId(), text, state: "sending", error: null };
    this.change({ outgoing: [...this.snapshot.outgoing, message] });
    this.transmit(message);
  }

  /** Send a failed message again, under the same id: the service takes it once. */
  retryMessage(message_id: string): void {
    const message = this.snapshot.outgoing.find((each) => each.message_id === message_id);
    if (!message) return;
    this.changeOutgoing(message_id, { state: "sending", error: null });
    this.transmit(message);
  }

  /** Forget a message that was not taken. */
  discardMessage(message_id: string): void {
    this.change({ outgoing: this.snapshot.outgoing.filter((each) => each.message_id !== message_id) });
  }

  private transmit({ message_id, text }: OutgoingMessage): void {
    this.answering(1);
    this.socket
      .request({ type: "send_message", message_id, text })
      .catch((error: unknown) => {
        this.changeOutgoing(message_id, { state: "failed", error: asServiceError(error) });
      })
      .finally(() => this.answering(-1));
  }

  private answering(change: 1 | -1): void {
    this.unanswered += change;
    this.change({ is_answering: this.unanswered > 0 });
  }

  private changeOutgoing(message_id: string, changes: Partial<OutgoingMessage>): void {
    const outgoing = this.snapshot.outgoing.map((each) =>
      each.message_id === message_id ? { ...each, ...changes } : each,
    );
    this.change({ outgoing });
  }

  private connectionIs(connection: ConnectionStatus): void {
    if (connection.state === "live") this.last_known = this.snapshot.session.last_sequence + connection.caught_up;
    const is_loaded = this.snapshot.is_loaded || (connection.state === "live" && connection.caught_up === 0);
    // Who connects again is told the whole draft again.
    const draft = connection.state === "live" ? this.snapshot.draft : null;
    this.change({ connection, is_loaded, draft });
    if (connection.state === "live") this.sendAgain();
  }

  /** What was lost on the way, or found nobody signed in, goes out again; other refusals stay. */
  private sendAgain(): void {
    for (const { message_id, error } of this.snapshot.outgoing) {
      if (error && PASSING.has(error.error_code)) this.retryMessage(message_id);
    }
  }

  private reset(): void {
    this.waiting = [];
    this.pieces = [];
    this.change({ draft: null, session: emptySession(this.snapshot.session.session_id) });
  }

  private take(events: readonly Event[]): void {
    this.waiting.push(...events);
    this.schedule();
  }

  private takePiece(piece: TurnPiece): void {
    this.pieces.push(piece);
    this.schedule();
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    this.world.onNextFrame(() => this.flush());
  }

  private flush(): void {
    const session = reduceSession(this.snapshot.session, this.waiting);
    const draft = draftAfter(this.snapshot.draft, this.pieces, session.turns);
    this.waiting = [];
    this.pieces = [];
    this.isScheduled = false;
    const known = new Set(Object.values(session.turns).map((turn) => turn.message_id));
    const outgoing = this.snapshot.outgoing.filter((each) => !known.has(each.message_id));
    const is_loaded = this.snapshot.is_loaded || session.last_sequence >= this.last_known;
    this.change({ session, outgoing, is_loaded, draft });
  }

  private change(changes: Partial<SessionSnapshot>): void {
    const count = this.snapshot.outgoing.length;
    this.snapshot = { ...this.snapshot, ...changes };
    const { session, outgoing } = this.snapshot;
    if (outgoing.length !== count) keepOutgoing(session.session_id, outgoing);
    for (const listener of [...this.listeners]) listener();
  }
}
