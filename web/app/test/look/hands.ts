// What a state needs to be arranged beyond the double: a press on a button, a picture to be sent.
/** Presses one button after the other, each as soon as it is there; by its English name. */
export async function press(...names: readonly string[]): Promise<void> {
  const named = (name: string) => (one: HTMLElement) =>
    (one.getAttribute("aria-label") ?? one.textContent)?.trim() === name;
  for (const name of names) {
    let button: HTMLElement | undefined;
    while (!button) {
      button = [...document.querySelectorAll("button")].find(named(name));
      await new Promise(requestAnimationFrame);
    }
    button.click();
  }
}

/** A picture that is somewhere between Stockholm and Narvik. */
export function landscape(): Promise<Blob> {
  const canvas = Object.assign(document.createElement("canvas"), { width: 800, height: 500 });
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  const sky = context.createLinearGradient(0, 0, 0, 320);
  sky.addColorStop(0, "#2b3a67");
  sky.addColorStop(1, "#f2a65a");
  context.fillStyle = sky;
  context.fillRect(0, 0, 800, 500);
  context.fillStyle = "#fff3c4";
  context.beginPath();
  context.arc(560, 270, 46, 0, 7);
  context.fill();
  for (const [colour, height, wave] of [
    ["#495867", 300, 60],
    ["#2f3e46", 360, 40],
    ["#1b262c", 420, 20],
  ] as const) {
    context.fillStyle = colour;
    context.beginPath();
    context.moveTo(0, 500);
    for (let x = 0; x <= 800; x += 8)
      context.lineTo(x, height - wave * Math.sin(x / (wave * 2 + 40)));
    context.lineTo(800, 500);
    context.fill();
  }
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob as Blob), "image/webp"));
}
