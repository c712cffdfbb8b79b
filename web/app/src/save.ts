// Puts a file onto the visitor's disk, under a name; nothing is sent anywhere.
export function save(name: string, blob: Blob): void {
  const href = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement("a"), { href, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000); // the browser has begun to read it by then
}
