// The rules, as a page of its own over whatever is there: reached by its address, left by the browser's way back.
import { useEffect, useState } from "preact/hooks";
import { RulesSheet } from "../later_parts.tsx";
import { useStrings } from "../strings/strings.ts";

const address = "#rules";

export function RulesLink() {
  return <a href={address}>{useStrings().start.rules}</a>;
}

export function Rules() {
  const [open, setOpen] = useState(location.hash === address);
  useEffect(() => {
    const look = () => setOpen(location.hash === address);
    window.addEventListener("hashchange", look);
    return () => window.removeEventListener("hashchange", look);
  }, []);
  const close = (): void => {
    history.replaceState(history.state, "", location.pathname + location.search);
    setOpen(false);
  };
  return open ? <RulesSheet onClose={close} /> : null;
}
