import type { Event, KnownEvent } from "@/contract";

/** The event with the payload that its type promises; the service checked it before it sent it. */
export function knownEvent(event: Event): KnownEvent {
  return event as unknown as KnownEvent;
}
