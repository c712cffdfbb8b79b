// The rules, as a page of its own over whatever is there: reached by its address, left by the browser's way back.
import { useEffect, useState } from "preact/hooks";
import { useStrings } from "../strings/strings.ts";
import { Sheet } from "./sheet.tsx";

const address = "#rules";

export function RulesLink() {
  return <a href={address}>{useStrings().start.rules}</a>;
}

export function Rules() {
  const s = useStrings().rules;
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
  if (!open) return null;
  return (
    <Sheet title={s.title} onClose={close}>
      <ol class="rules">
        {s.list.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ol>
      <p>{s.report}</p>
      <p>{s.kept}</p>
    </Sheet>
  );
}
