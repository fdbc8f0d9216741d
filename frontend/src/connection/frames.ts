/** Frames of `/ws/agent`: what comes in is looked at before it is believed. */

import type { ClientFrames, ServerFrames } from "@/contract";

export type ServerFrame = ServerFrames["frame"];
export type ClientFrame = ClientFrames["frame"];
/** A command as the page gives it; its `request_id` is added on the way. */
export type ClientCommand = Exclude<ClientFrame, { type: "subscribe" }>;

/** The frame in a message, or `null` where it is none that this page understands. */
export function parseFrame(data: unknown): ServerFrame | null {
  const frame = typeof data === "string" ? parsed(data) : null;
  if (typeof frame !== "object" || frame === null) return null;
  const fields = frame as Record<string, unknown>;
  return isServerFrame(fields) ? (fields as unknown as ServerFrame) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isServerFrame(frame: Record<string, unknown>): boolean {
  switch (frame.type) {
    case "connected":
      return typeof frame.epoch === "string" && typeof frame.last_sequence === "number";
    case "event":
      return typeof frame.event === "object" && frame.event !== null && "sequence" in frame.event;
    case "accepted":
      return typeof frame.request_id === "string";
    case "refused":
      return typeof frame.error_code === "string" && typeof frame.message === "string";
    case "turn_piece":
      return typeof frame.turn_id === "string" && typeof frame.text === "string";
    default:
      return false;
  }
}
