// Whether the pods run as they should: settings, secrets, probes, time to drain, and what confines them.

import {
  deployments,
  described,
  environment,
  hasPort,
  named,
  ofKind,
  ports,
  workloads,
} from "./resources.mjs";

const MANAGEMENT = "management";

const PORT_SETTINGS = {
  http: "HTTP_PORT",
  [MANAGEMENT]: "MANAGEMENT_PORT",
  membership: "CLUSTER_PORT",
  bus: "CLUSTER_BUS_PORT",
};

export function settings(resources, problem, facts) {
  for (const workload of workloads(resources)) {
    const { resource, pod } = workload;
    for (const { configMapRef } of pod.containers.flatMap(({ envFrom = [] }) => envFrom)) {
      if (!named(resources, "ConfigMap", configMapRef.name)) {
        problem(
          `${described(resource)} takes settings of ConfigMap ${configMapRef.name}, which is not there`,
        );
      }
    }
    const env = environment(pod, resources);
    Object.keys(env)
      .filter((name) => !facts.settings.has(name))
      .forEach((name) =>
        problem(`${described(resource)} sets ${name}, which docs/configuration.md does not have`),
      );
    for (const { name, containerPort } of ports(workload)) {
      if (Number(env[PORT_SETTINGS[name]]) !== containerPort) {
        problem(
          `${described(resource)} has port ${name} ${containerPort}, but ${PORT_SETTINGS[name]}=${env[PORT_SETTINGS[name]]}`,
        );
      }
    }
  }
}

export function secrets(resources, problem, facts) {
  ofKind(resources, "Secret").forEach((secret) =>
    problem(`${described(secret)}: secrets do not belong into files`),
  );
  for (const { resource, pod } of workloads(resources)) {
    const paths = pod.volumes
      .flatMap(({ name, projected }) =>
        (projected?.sources ?? []).map(({ secret }) => ({ volume: name, secret })),
      )
      .flatMap(({ volume, secret }) =>
        secret.items.map(({ key, path }) => ({ volume, secret: secret.name, key, path })),
      );
    for (const { secret, key } of paths) {
      if (!facts.secrets.get(secret)?.has(key)) {
        problem(`${described(resource)} needs ${key} of Secret ${secret}, which the README does not create`);
      }
    }
    const files = pod.containers[0].volumeMounts.flatMap(({ name, mountPath }) =>
      paths.filter(({ volume }) => volume === name).map(({ path }) => `${mountPath}/${path}`),
    );
    for (const [name, value] of Object.entries(environment(pod, resources))) {
      if (name.endsWith("_FILE") && !files.includes(value)) {
        problem(`${described(resource)} reads ${name}=${value}, where nothing is mounted`);
      }
      if (/^(?!.*_FILE$).*(SECRET|PASSWORD|DATABASE_URL)/.test(name)) {
        problem(`${described(resource)} sets ${name} in clear text: use ${name}_FILE`);
      }
    }
  }
}

const PROBES = {
  startupProbe: "/health/started",
  livenessProbe: "/health/live",
  readinessProbe: "/health/ready",
};

export function probes(resources, problem) {
  for (const workload of deployments(resources)) {
    const [container] = workload.pod.containers;
    for (const [probe, path] of Object.entries(PROBES)) {
      const {
        httpGet,
        timeoutSeconds = 1,
        periodSeconds = 10,
        failureThreshold = 3,
      } = container[probe] ?? {};
      const at = `${described(workload.resource)}: ${probe}`;
      if (httpGet?.path !== path || httpGet.port !== MANAGEMENT || !hasPort(workload, MANAGEMENT)) {
        problem(`${at} does not ask ${path} on the management port`);
      }
      if (probe !== "readinessProbe" && periodSeconds * failureThreshold < 60) {
        problem(`${at} restarts a process within ${periodSeconds * failureThreshold} s`);
      }
      if (timeoutSeconds < 2) {
        problem(`${at} gives an answer less than 2 s`);
      }
    }
  }
}

export function draining(resources, problem) {
  for (const { resource, pod } of deployments(resources)) {
    const { DRAIN_DELAY_MS, GRACE_MS } = environment(pod, resources);
    const needed = (Number(DRAIN_DELAY_MS) + Number(GRACE_MS)) / 1000 + 5;
    if (!(pod.terminationGracePeriodSeconds >= needed)) {
      problem(
        `${described(resource)} is killed after ${pod.terminationGracePeriodSeconds} s and may need ${needed} s`,
      );
    }
    const { maxUnavailable, maxSurge } = resource.spec.strategy?.rollingUpdate ?? {};
    if (maxUnavailable !== 0 || !(maxSurge >= 1)) {
      problem(`${described(resource)} takes pods away before there are new ones`);
    }
  }
}

export function confinement(resources, problem) {
  for (const { resource, pod } of workloads(resources)) {
    const [container] = pod.containers;
    const { securityContext: own = {}, resources: bounds = {}, volumeMounts = [] } = container;
    const tmp = volumeMounts.find(({ mountPath }) => mountPath === "/tmp")?.name;
    const held = {
      "runs as nobody in particular":
        pod.securityContext?.runAsNonRoot && pod.securityContext.runAsUser === 65532,
      "has the default seccomp profile": pod.securityContext?.seccompProfile?.type === "RuntimeDefault",
      "has a read-only root": own.readOnlyRootFilesystem === true,
      "has no capabilities": own.capabilities?.drop?.includes("ALL") && !own.capabilities.add,
      "gains no privileges": own.allowPrivilegeEscalation === false,
      "has no token of the API server": pod.automountServiceAccountToken === false,
      "has no variables of other Services": pod.enableServiceLinks === false,
      "has an emptyDir at /tmp": pod.volumes?.some(
        ({ name, emptyDir }) => name === tmp && emptyDir?.sizeLimit,
      ),
      "has bounded memory": bounds.limits?.memory && bounds.limits.memory === bounds.requests?.memory,
      "asks for CPU": bounds.requests?.cpu,
    };
    Object.entries(held)
      .filter(([, holds]) => !holds)
      .forEach(([what]) => problem(`${described(resource)}: not so: ${what}`));
  }
}
