import { useEffect, useState } from "react";

const SECOND = 1_000; // ms

/** Whole seconds until a moment, never less than none. */
export function secondsUntil(deadline: number, now: number = Date.now()): number {
  return Math.max(0, Math.ceil((deadline - now) / SECOND));
}

/** The same, counting down. It follows the clock, so that a tab that slept is right when it wakes. */
export function useSecondsUntil(deadline: number): number {
  const [left, setLeft] = useState(() => secondsUntil(deadline));
  useEffect(() => {
    const look = () => setLeft(secondsUntil(deadline));
    look();
    const timer = window.setInterval(look, SECOND);
    return () => window.clearInterval(timer);
  }, [deadline]);
  return left;
}
