import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

const NEAR_PX = 64;
const MARGIN_PX = 20;

interface Follow {
  container: RefObject<HTMLDivElement | null>;
  onScroll: () => void;
  /** How many items came since the reader left the end. */
  unseen: number;
  isFollowing: boolean;
  jump: () => void;
}

/**
 * Keeps what is new in view while the reader is there, and never moves the view otherwise. `version` changes with
 * every content that counts; what a reader opens or closes does not. A question that waits for an answer (marked with
 * `data-question`) is never scrolled past: a long one stands with its first line on top.
 */
export function useFollow(count: number, version: unknown): Follow {
  const container = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const placed = useRef({ top: 0, width: 0 });
  const hasItems = count > 0;
  const [isFollowing, setIsFollowing] = useState(true);
  const [seen, setSeen] = useState(count);
  if (isFollowing && seen !== count) setSeen(count);

  const follow = useCallback((isFollowingNow: boolean) => {
    following.current = isFollowingNow;
    setIsFollowing(isFollowingNow);
  }, []);

  const place = useCallback(() => {
    const view = container.current;
    if (!view) return;
    placed.current.width = view.clientWidth;
    if (!following.current || !hasItems) return;
    const top = Math.min(endOf(view), questionIn(view) ?? Infinity);
    placed.current.top = top;
    view.scrollTo({ top, behavior: "instant" });
  }, [hasItems]);

  useLayoutEffect(place, [version, place]);

  // A window that changes its size is not a reader who scrolls.
  useEffect(() => {
    const view = container.current;
    if (!view) return;
    const observer = new ResizeObserver(place);
    observer.observe(view);
    return () => observer.disconnect();
  }, [place]);

  const onScroll = useCallback(() => {
    const view = container.current;
    if (view?.clientWidth !== placed.current.width) return;
    const isNearEnd = endOf(view) - view.scrollTop < NEAR_PX;
    follow(isNearEnd || Math.abs(view.scrollTop - placed.current.top) < 2);
  }, [follow]);

  const jump = useCallback(() => {
    const view = container.current;
    if (!view) return;
    follow(true);
    placed.current.top = endOf(view);
    view.scrollTo({ top: placed.current.top, behavior: "instant" });
  }, [follow]);

  return { container, onScroll, unseen: count - seen, isFollowing, jump };
}

function endOf(view: HTMLElement): number {
  return view.scrollHeight - view.clientHeight;
}

function questionIn(view: HTMLElement): number | null {
  const question = view.querySelector("[data-question]");
  if (!question) return null;
  const offset = question.getBoundingClientRect().top - view.getBoundingClientRect().top;
  return view.scrollTop + offset - MARGIN_PX;
}
