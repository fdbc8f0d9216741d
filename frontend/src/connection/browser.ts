/** The browser as the socket's surroundings. */

import type { Surroundings } from "@/connection/agentSocket";

export const browser: Surroundings = {
  open: (url) => new WebSocket(url),
  now_ms: () => Date.now(),
  random: () => Math.random(),
  after: (delay_ms, action) => {
    const timer = window.setTimeout(action, delay_ms);
    return () => window.clearTimeout(timer);
  },
  newId,
};

/** The address of a session's socket on the server that the page came from. */
export function socketUrl(session_id: string): string {
  const { protocol, host } = window.location;
  return `${protocol === "https:" ? "wss:" : "ws:"}//${host}/ws/agent?session_id=${encodeURIComponent(session_id)}`;
}

/** 128 random bits. `crypto.randomUUID` exists only where the page came over https or loopback. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
