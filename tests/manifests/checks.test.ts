// The checks themselves: a sound small system passes all of them, and each planted fault is found by its check, and said.
import { expect, test } from "vitest";
import { checks } from "./checks/all.ts";
import { parse } from "./objects.ts";

const sound = `
apiVersion: v1
kind: Service
metadata: {name: node}
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector: {app: node}
  ports: [{name: users, port: 80, targetPort: users}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: node}
data: {node.yaml: "{}"}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: node}
spec:
  serviceName: node
  replicas: 3
  selector: {matchLabels: {app: node}}
  template:
    metadata: {labels: {app: node, version: v1}}
    spec:
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: 40
      securityContext: {runAsNonRoot: true, runAsUser: 10001, seccompProfile: {type: RuntimeDefault}}
      topologySpreadConstraints:
        - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: node}}}
      containers:
        - name: node
          image: ghcr.io/parley-chat/parley-chat-node:1.0.0
          args: [--id, $(ID)]
          env: [{name: ID, value: a}]
          ports: [{name: users, containerPort: 7100}]
          readinessProbe: {httpGet: {path: /readyz, port: users}}
          livenessProbe: {httpGet: {path: /healthz, port: users}}
          lifecycle: {preStop: {sleep: {seconds: 5}}}
          resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 256Mi}}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: {drop: [ALL]}
          volumeMounts: [{name: config, mountPath: /etc/node.yaml, subPath: node.yaml}]
      volumes: [{name: config, configMap: {name: node}}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: node}
spec: {minAvailable: 2, selector: {matchLabels: {app: node}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: node}
spec:
  podSelector: {matchLabels: {app: node}}
  ingress: [{from: [{podSelector: {matchLabels: {app: node}}}], ports: [{port: users}]}]
  egress: [{to: [{podSelector: {matchLabels: {app: node}}}], ports: [{port: 7100}]}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: node}
spec: {rules: [{backendRefs: [{name: node, port: 80}]}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: other}
spec: {minReplicas: 2, scaleTargetRef: {kind: Deployment, name: other}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: other}
spec: {selector: {matchLabels: {app: other}}, template: {metadata: {labels: {app: other}}}}
`;

test.each(Object.entries(checks))("%s finds nothing wrong in what is sound", (_name, check) => {
  expect(check(parse(sound))).toEqual([]);
});

// What is changed in the sound system, and the finding that names it.
const faults: ReadonlyArray<readonly [check: string, from: string, to: string, found: RegExp]> = [
  [
    "selectors",
    "labels: {app: node, version: v1}",
    "labels: {app: nodes, version: v1}",
    /does not take its own pods/,
  ],
  ["selectors", "version: v1", "release: v1", /no label version/],
  [
    "selectors",
    "selector: {app: node}",
    "selector: {app: nod}",
    /Service\/node: its selector takes no pod/,
  ],
  [
    "selectors",
    "metadata: {labels: {app: other}}",
    "metadata: {labels: {app: node, version: v1}}, spec: {containers: []}",
    /StatefulSet\/node: its selector takes the pods of Deployment\/other/,
  ],
  [
    "selectors",
    "labelSelector: {matchLabels: {app: node}}",
    "labelSelector: {matchLabels: {app: n}}",
    /spread among/,
  ],
  [
    "selectors",
    "minAvailable: 2, selector: {matchLabels: {app: node}}",
    "selector: {matchLabels: {app: n}}",
    /PodDisruptionBudget/,
  ],
  [
    "selectors",
    "podSelector: {matchLabels: {app: node}}\n",
    "podSelector: {matchLabels: {app: n}}\n",
    /holds for no pod/,
  ],
  [
    "selectors",
    "from: [{podSelector: {matchLabels: {app: node}}}]",
    "from: [{podSelector: {matchLabels: {app: n}}}]",
    /a peer of it is no pod/,
  ],
  ["selectors", "clusterIP: None", "clusterIP: 10.0.0.1", /not a headless Service/],
  [
    "selectors",
    "publishNotReadyAddresses: true",
    "publishNotReadyAddresses: false",
    /pods that drain have no name/,
  ],
  [
    "selectors",
    "scaleTargetRef: {kind: Deployment, name: other}",
    "scaleTargetRef: {kind: StatefulSet, name: node}",
    /sets StatefulSet\/node back/,
  ],
  [
    "selectors",
    "scaleTargetRef: {kind: Deployment, name: other}",
    "scaleTargetRef: {kind: Deployment, name: x}",
    /no Deployment\/x/,
  ],
  ["references", "configMap: {name: node}", "configMap: {name: nodes}", /no ConfigMap\/nodes/],
  ["references", "configMap: {name: node}", "secret: {secretName: keys}", /no Secret\/keys/],
  [
    "references",
    "automountServiceAccountToken: false",
    "serviceAccountName: node",
    /no ServiceAccount\/node/,
  ],
  ["references", "subPath: node.yaml", "subPath: node.yml", /ConfigMap\/node has no node.yml/],
  ["references", "volumeMounts: [{name: config", "volumeMounts: [{name: conf", /no volume conf/],
  ["references", "$(ID)", "$(IDS)", /\$\(IDS\) is not known/],
  [
    "references",
    "env: [{name: ID, value: a}]",
    "env: [{name: ID, value: a}, {name: ID, value: b}]",
    /ID is set twice/,
  ],
  [
    "ports",
    "targetPort: users",
    "targetPort: user",
    /Service\/node: StatefulSet\/node has no port user/,
  ],
  [
    "ports",
    "path: /readyz, port: users",
    "path: /readyz, port: 99999",
    /a probe of node asks at 99999/,
  ],
  ["ports", "ports: [{port: users}]}]", "ports: [{port: admin}]}]", /nobody has the port admin in/],
  ["ports", "ports: [{port: 7100}]", "ports: [{port: 7200}]", /nobody has the port 7200 out/],
  ["ports", "ports: [{port: 7100}]", "ports: [{port: users}]", /users out is not a number/],
  [
    "ports",
    "backendRefs: [{name: node, port: 80}]",
    "backendRefs: [{name: node, port: 81}]",
    /no Service\/node with a port 81/,
  ],
  ["restricted", "runAsNonRoot: true, ", "", /may run as root/],
  ["restricted", "runAsUser: 10001, ", "runAsUser: 0, ", /names no user, or root/],
  ["restricted", ", seccompProfile: {type: RuntimeDefault}", "", /no seccomp profile/],
  [
    "restricted",
    "allowPrivilegeEscalation: false",
    "allowPrivilegeEscalation: true",
    /may gain privileges/,
  ],
  ["restricted", "{drop: [ALL]}", "{drop: [NET_RAW]}", /keeps capabilities/],
  ["restricted", "{drop: [ALL]}", "{drop: [ALL], add: [NET_ADMIN]}", /adds capabilities/],
  [
    "restricted",
    "readOnlyRootFilesystem: true",
    "readOnlyRootFilesystem: false",
    /may write to its image/,
  ],
  [
    "restricted",
    "containerPort: 7100",
    "containerPort: 7100, hostPort: 80",
    /takes a port of its machine/,
  ],
  ["restricted", "configMap: {name: node}", "hostPath: {path: /}", /volume config is a hostPath/],
  ["restricted", "automountServiceAccountToken: false", "hostNetwork: true", /hostNetwork/],
  ["restricted", "automountServiceAccountToken: false", "hostIPC: false", /holds a token/],
  ["resources", "memory: 64Mi", "memory: 1Gi", /asks for more memory than its limit/],
  ["resources", "cpu: 100m, ", "", /asks for no cpu/],
  ["resources", ", limits: {memory: 256Mi}", "", /no limit of memory/],
  [
    "resources",
    "livenessProbe: {httpGet: {path: /healthz",
    "livenessProbe: {httpGet: {path: /readyz",
    /because Redis is away/,
  ],
  ["resources", "livenessProbe", "startupProbe", /no liveness probe/],
  ["resources", "sleep: {seconds: 5}", "sleep: {seconds: 50}", /killed while it sleeps/],
  ["disruption", "minAvailable: 2", "minAvailable: 3", /can ever be evicted/],
  ["disruption", "minAvailable: 2", "maxUnavailable: 0", /can ever be evicted/],
  ["disruption", "replicas: 3", "replicas: 1", /can ever be evicted/],
  ["images", "parley-chat-node:1.0.0", "parley-chatnode:1.0.0", /no workflow pushes it/],
  [
    "images",
    "ghcr.io/parley-chat/parley-chat-node:1.0.0",
    "docker.io/library/redis",
    /has no version/,
  ],
  ["images", "ghcr.io/parley-chat/parley-chat-node:1.0.0", "redis:7", /names no registry/],
];

test.each(faults)("%s: %s → %s", (name, from, to, found) => {
  expect(sound).toContain(from);
  const findings = checks[name]?.(parse(sound.replace(from, to))) ?? [];
  expect(findings.join("\n")).toMatch(found);
});
