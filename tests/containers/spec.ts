// One container, as a manifest or compose.yaml describes it and an engine starts it.

export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly entrypoint?: readonly string[];
  readonly command: readonly string[];
  readonly user?: string; // "10001:10001"
  readonly readOnly: boolean;
  readonly dropped: readonly string[]; // capabilities
  readonly noNewPrivileges: boolean;
  readonly memory?: string; // "256m"
  readonly restart?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: readonly { readonly from: string; readonly to: string }[]; // read-only
  readonly tmpfs: readonly { readonly to: string; readonly size: string }[];
  readonly aliases: readonly string[]; // further names in its network
  readonly hosts: Readonly<Record<string, string>>; // names that it knows the address of
}
