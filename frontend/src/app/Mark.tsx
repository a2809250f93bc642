/** The house's mark: an arch over a threshold, and one lamp. */
export function Mark() {
  return (
    <svg aria-hidden viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" strokeWidth="2">
      <path d="M3 21V11a9 9 0 0 1 18 0v10M8 21v-9a4 4 0 0 1 8 0v9M1 21h22" />
      <circle cx="12" cy="16" r="1.75" stroke="none" className="fill-signal" />
    </svg>
  );
}
