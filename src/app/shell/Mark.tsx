/** The mark: a signal that bends through a network. */
export function Mark() {
  return (
    <svg
      viewBox="0 0 24 24"
      width="1.375rem"
      height="1.375rem"
      fill="none"
      stroke="var(--accent)"
      strokeWidth="2.2"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M4 18C7 6 10 5 12 12s5 6 8-6" />
      <circle cx="4" cy="18" r="1.6" fill="var(--accent)" />
      <circle cx="20" cy="6" r="1.6" fill="var(--accent)" />
    </svg>
  );
}
