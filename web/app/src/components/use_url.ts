// An address for what is in memory.
import { useEffect, useState } from "preact/hooks";

/** It lasts as long as it is drawn; empty until there is one. */
export function useUrl(blob: Blob | null): string {
  const [url, setUrl] = useState("");
  useEffect(() => {
    if (!blob) return;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}
