// compose.yaml as containers of a test: as much of the Compose specification as that file uses, and an error for the rest.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { ContainerSpec } from "./spec.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));

interface Service {
  readonly [key: string]: unknown;
  readonly image: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly extra_hosts?: readonly string[];
  readonly networks?: { readonly default: { readonly aliases: readonly string[] } };
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly mem_limit?: string;
  readonly restart?: string;
  readonly stop_grace_period?: string;
}

// Keys that say nothing about how one container runs, or only to the engine's own health.
const others = [
  "build",
  "depends_on",
  "healthcheck",
  "ports",
  "profiles",
  "pids_limit",
  "network_mode",
];
const known = new Set([
  ...[
    "image",
    "command",
    "entrypoint",
    "environment",
    "volumes",
    "tmpfs",
    "extra_hosts",
    "networks",
    "user",
  ],
  ...[
    "read_only",
    "cap_drop",
    "security_opt",
    "mem_limit",
    "restart",
    "stop_grace_period",
    ...others,
  ],
]);

export interface Compose {
  readonly names: readonly string[];
  readonly service: (name: string) => ContainerSpec;
  readonly graceSeconds: (name: string) => number;
}

// `variables` are those of the environment that compose would be started in; `volumes`, folders for the named volumes.
export function readCompose(
  variables: Readonly<Record<string, string>>,
  volumes: Readonly<Record<string, string>>,
): Compose {
  const text = interpolate(readFileSync(join(root, "compose.yaml"), "utf8"), variables);
  const services = parse(text, { merge: true }).services as Readonly<Record<string, Service>>;
  const find = (name: string): Service => {
    const service = services[name];
    if (!service) throw new Error(`compose.yaml has no service ${name}`);
    return service;
  };
  return {
    names: Object.keys(services),
    service: (name) => specOf(name, find(name), volumes),
    graceSeconds: (name) => Number.parseInt(find(name).stop_grace_period ?? "10s", 10),
  };
}

// ${NAME:-default}, and $$ for a dollar.
function interpolate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$(\$|\{(\w+):-([^}]*)\})/g, (_all, whole, name, otherwise) =>
    whole === "$" ? "$" : (variables[name] ?? otherwise),
  );
}

function specOf(
  name: string,
  from: Service,
  volumes: Readonly<Record<string, string>>,
): ContainerSpec {
  const unknown = Object.keys(from).filter((key) => !known.has(key));
  if (unknown.length > 0) throw new Error(`compose.yaml: ${name}: what is ${unknown.join(", ")}?`);
  return {
    name,
    image: from.image,
    ...(from.entrypoint && { entrypoint: from.entrypoint }),
    command: from.command ?? [],
    ...(from.user && { user: from.user }),
    readOnly: from.read_only ?? false,
    dropped: from.cap_drop ?? [],
    noNewPrivileges: from.security_opt?.includes("no-new-privileges:true") ?? false,
    ...(from.mem_limit && { memory: from.mem_limit }),
    ...(from.restart && { restart: from.restart }),
    env: from.environment ?? {},
    mounts: (from.volumes ?? []).map((volume) => mount(volume, volumes)),
    tmpfs: (from.tmpfs ?? []).map((each) => {
      const [to = "", options = ""] = each.split(":");
      return { to, size: /size=(\w+)/.exec(options)?.[1] ?? "16m" };
    }),
    aliases: from.networks?.default.aliases ?? [],
    hosts: Object.fromEntries((from.extra_hosts ?? []).map((each) => split(each))),
  };
}

function mount(volume: string, volumes: Readonly<Record<string, string>>) {
  const [source = "", to = ""] = volume.split(":");
  const from = source.startsWith("./") ? join(root, source) : volumes[source];
  if (!from) throw new Error(`compose.yaml: no folder for the volume ${source}`);
  return { from, to };
}

function split(pair: string): [string, string] {
  const at = pair.indexOf(":");
  return [pair.slice(0, at), pair.slice(at + 1)];
}
