import { Bar, Waiting } from "../../shared/ui/states";

/** The frame of a list that is on its way. */
export function Rows({ onRetry }: { onRetry: () => void }) {
  return (
    <Waiting onRetry={onRetry}>
      {[1, 2, 3].map((row) => (
        <Bar key={row} className="mb-3 h-20" />
      ))}
    </Waiting>
  );
}
