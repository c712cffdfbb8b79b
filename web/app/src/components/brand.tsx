// The mark: two discs that share a lens, as two strangers share a room. Also the waiting animation.
interface Props {
  /** The discs drift together and apart, as long as somebody is looked for. */
  moving?: boolean;
  met?: boolean;
}

export function Mark({ moving = false, met = false }: Props) {
  const state = met ? "met" : moving ? "moving" : "still";
  return (
    <span class={`mark mark-${state}`} aria-hidden="true">
      <span class="disc disc-me" />
      <span class="disc disc-you" />
    </span>
  );
}
