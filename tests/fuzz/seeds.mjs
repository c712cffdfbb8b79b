// Where the fuzzers begin: node seeds.mjs DIR writes DIR/NAME/… for each, from the vectors of the protocol, the histories
// of the checkers, the plans that the documentation shows, and, for what is written down nowhere else, seeds.json.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const into = process.argv[2];
const read = (path) => readFileSync(join(root, path), "utf8");
const vectors = (file) => JSON.parse(read(`core/wire/vectors/${file}.json`)).vectors;

// Named by what it holds, as libFuzzer names what it finds: writing it again adds nothing.
function seed(name, bytes) {
  const folder = join(into, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, createHash("sha1").update(bytes).digest("hex")), bytes);
}

const readers = { matchmaker: "to_matchmaker", node: "to_node", client: "from_service" };
for (const file of ["to_matchmaker", "to_node", "from_service", "refused"]) {
  for (const { to, frame, frame_hex } of vectors(file)) {
    const text = typeof frame === "string" ? frame : JSON.stringify(frame);
    seed(readers[to], frame_hex === undefined ? text : Buffer.from(frame_hex, "hex"));
  }
}

for (const { token } of vectors("tokens")) {
  seed("tokens", token);
  seed("tokens", Buffer.from(token.split(".")[1] ?? "", "base64url"));
}

const histories = "chaos/checks/histories";
for (const file of readdirSync(join(root, histories)).filter((name) => name.endsWith(".jsonl"))) {
  const history = read(join(histories, file));
  seed("history", history);
  for (const line of history.split("\n")) seed("history_line", line);
}

for (const [, plan] of read("docs/faults.md").matchAll(/^```yaml\n([\s\S]*?)^```/gm))
  seed("plan", plan);

for (const [name, texts] of Object.entries(JSON.parse(read("tests/fuzz/seeds.json")))) {
  for (const text of texts) seed(name, text);
}
