/** A number that is pressed up and down: shown at once, sent when the presses rest, corrected by the answer. */
import { useEffect, useRef, useState } from "react";

const REST = 350; // ms without another press

interface Wanted {
  shown: number;
  change: (next: number) => void;
  /** What was asked for and refused: the number is the allowed one again. */
  isSettling: boolean;
}

export function useQuantity(known: number, send: (quantity: number, settled: () => void) => void): Wanted {
  const [wanted, setWanted] = useState<number | null>(null);
  const timer = useRef(0);
  const sender = useRef(send);
  sender.current = send;
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const change = (next: number) => {
    setWanted(next);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      sender.current(next, () => setWanted((now) => (now === next ? null : now)));
    }, REST);
  };
  return { shown: wanted ?? known, change, isSettling: wanted !== null };
}
