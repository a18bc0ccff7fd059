import type { ReactNode } from 'react';

/** Small signs that stand beside words, never instead of them. As large as the text is: `size` is at 16 px. */
function Icon({ children, size = 10 }: { children: ReactNode; size?: number }) {
  return (
    <svg
      viewBox="0 0 10 10"
      width={`${size / 16}rem`}
      height={`${size / 16}rem`}
      fill="currentColor"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export function PlayIcon() {
  return (
    <Icon>
      <path d="M1.5.6v8.8L9.3 5z" />
    </Icon>
  );
}

export function PauseIcon() {
  return (
    <Icon>
      <path d="M1 0h3v10H1zM6 0h3v10H6z" />
    </Icon>
  );
}

export function RightIcon() {
  return (
    <Icon size={11}>
      <path d="M1 5.4 3.8 8.2 9 2" fill="none" stroke="currentColor" strokeWidth="1.8" />
    </Icon>
  );
}

export function WrongIcon() {
  return (
    <Icon size={11}>
      <path d="m1.8 1.8 6.4 6.4m0-6.4L1.8 8.2" fill="none" stroke="currentColor" strokeWidth="1.8" />
    </Icon>
  );
}

export function AfreshIcon() {
  return (
    <Icon size={11}>
      <path
        d="M8.6 5A3.6 3.6 0 1 1 7.3 2.2M7.6.4v2.2H5.4"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.3"
      />
    </Icon>
  );
}

export function CloseIcon() {
  return (
    <Icon size={12}>
      <path d="m1.5 1.5 7 7m0-7-7 7" fill="none" stroke="currentColor" strokeWidth="1.5" />
    </Icon>
  );
}
