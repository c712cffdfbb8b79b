// The mark: two discs that share a lens, as two strangers share a room. Also the waiting animation.
interface Props {
  /** `moving`: somebody is looked for; `met`: somebody is found. */
  state?: "still" | "moving" | "met";
}

export function Mark({ state = "still" }: Props) {
  return (
    <span class={`mark mark-${state}`} aria-hidden="true">
      <span class="disc disc-me" />
      <span class="disc disc-you" />
    </span>
  );
}
