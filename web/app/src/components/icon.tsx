// The page's drawings, each one path on a field of 16 by 16.
const shapes = {
  another:
    "M3.3 8a4.7 4.7 0 0 1 8-3.3l1.4 1.3m0-3.3V6H9.4M12.7 8a4.7 4.7 0 0 1-8 3.3L3.3 10m0 3.3V10h3.3",
  attach:
    "M13 7.6 7.8 12.8a3.1 3.1 0 0 1-4.4-4.4l5.7-5.7a2.1 2.1 0 0 1 3 3l-5.6 5.6a1 1 0 0 1-1.5-1.5l4.8-4.8",
  close: "m4.5 4.5 7 7m0-7-7 7",
  down: "M8 3v10M3.5 8.5 8 13l4.5-4.5",
  download: "M8 2.5v8M4.5 7 8 10.5 11.5 7M3 13.5h10",
  flag: "M4 14V2.5h8L9.8 5.7 12 9H4",
  more: "M8 3.5v.01M8 8v.01m0 4.49v.01",
  pen: "m3 13 .6-2.8 7-7a1.3 1.3 0 0 1 1.9 0l.3.3a1.3 1.3 0 0 1 0 1.9l-7 7z",
  send: "M8 13V3M3.5 7.5 8 3l4.5 4.5",
  spark:
    "M8 2.2c.5 3.6 2.2 5.3 5.8 5.8-3.6.5-5.3 2.2-5.8 5.8-.5-3.6-2.2-5.3-5.8-5.8C5.8 7.5 7.5 5.8 8 2.2Z",
  waiting: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM8 5v3.2l2 1.3",
  stored: "m3.5 8.5 3 3 6-7",
  delivered: "m1 8.5 3 3 6-7m-2.2 6.2.8.8 6-7",
} as const;

export type Shape = keyof typeof shapes;

export function Icon({ shape }: { shape: Shape }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" class={`icon-${shape}`}>
      <path d={shapes[shape]} />
    </svg>
  );
}

interface IconButtonProps {
  shape: Shape;
  label: string;
  onClick(): void;
}

export function IconButton({ shape, label, onClick }: IconButtonProps) {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon shape={shape} />
    </button>
  );
}
