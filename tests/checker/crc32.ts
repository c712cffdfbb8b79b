// CRC-32 as zlib has it, for the made histories. Node.js 20.20 has it in zlib, older ones of 20 do not.

const table = Array.from({ length: 256 }, (_, byte) => {
  let c = byte;
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c >>> 0;
});

// 8 lower-case hex digits.
export function crc32(text: string): string {
  let c = 0xffffffff;
  for (const byte of Buffer.from(text)) c = (c >>> 8) ^ (table[(c ^ byte) & 255] ?? 0);
  return ((c ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
}
