// The rules, as a page of its own over whatever is there: reached by its address, left by the browser's way back.
import { useEffect, useRef, useState } from "preact/hooks";
import { RulesSheet } from "../later_parts.tsx";
import { rulesHash } from "../model/address.ts";
import { useStrings } from "../strings/strings.ts";

export function RulesLink() {
  return <a href={rulesHash}>{useStrings().start.rules}</a>;
}

export function Rules() {
  const [open, setOpen] = useState(location.hash === rulesHash);
  const before = useRef(""); // an invite's key, say
  useEffect(() => {
    const look = ({ oldURL }: HashChangeEvent) => {
      const isOpen = location.hash === rulesHash;
      before.current = isOpen ? new URL(oldURL).hash : "";
      setOpen(isOpen);
    };
    window.addEventListener("hashchange", look);
    return () => window.removeEventListener("hashchange", look);
  }, []);
  const close = (): void => {
    history.replaceState(history.state, "", location.pathname + location.search + before.current);
    setOpen(false);
  };
  return open ? <RulesSheet onClose={close} /> : null;
}
