// What a file is by its first bytes: a photo without a type, as some systems give it, must not go out with all its notes.

/** So many bytes tell. */
export const headSize = 12;

/** Of the formats that cameras and browsers write; those after TIFF raw ones too. `.` is any byte. */
const pictures = [
  /^\xff\xd8\xff/, // JPEG
  /^\x89PNG/,
  /^GIF8/,
  /^RIFF....WEBP/s,
  /^(II\*\0|MM\0\*)/, // TIFF
  /^....ftyp(hei[cmsx]|hev[cmsx]|mif1|msf1|avi[fs]|crx )/s, // HEIC, AVIF, a raw one
  /^(\xff\n|\0{3}\fJXL )/, // JPEG XL
];

export const looksLikePicture = (head: Uint8Array): boolean => {
  const bytes = String.fromCharCode(...head);
  return pictures.some((picture) => picture.test(bytes));
};
