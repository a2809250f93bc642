import { useEffect } from "react";

/** The reader stands at the field when its step begins, and again whenever something is wrong with it. */
export function useFocused(id: string, error: string): void {
  useEffect(() => {
    document.getElementById(id)?.focus();
  }, [id]);
  useEffect(() => {
    if (error) document.getElementById(id)?.focus();
  }, [id, error]);
}
