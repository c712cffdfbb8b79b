// Brings chaos into the page that is asked for with `?chaos`: the monkey between library and browser, and its panel.
import type { ParleyOptions } from "@parley-chat/client";
import type { VNode } from "preact";
import { needParts } from "../later_parts.tsx";
import type { View } from "../model/view.ts";
import { type Count, Monkey } from "./monkey.ts";
import { ChaosPanel } from "./panel.tsx";

const key = "parley.chaos";

export interface Chaos {
  readonly options: ParleyOptions;
  panel(view: View): VNode;
}

export async function beginChaos(): Promise<Chaos> {
  const { defaultEnvironment, webSocketTransport } = await needParts(() => true);
  const monkey = new Monkey(webSocketTransport(WebSocket), defaultEnvironment(), keptCount());
  monkey.onChange(() => sessionStorage.setItem(key, JSON.stringify(monkey.count)));
  const reload = (): void => {
    monkey.struck();
    location.reload();
  };
  return {
    options: { transport: monkey, environment: monkey },
    panel: (view) => <ChaosPanel monkey={monkey} view={view} reload={reload} />,
  };
}

/** The count goes on over a reload, which is one of the strikes. */
function keptCount(): Count {
  const { struck = 0, recovered = 0 } = JSON.parse(sessionStorage.getItem(key) ?? "{}");
  return { struck, recovered };
}
