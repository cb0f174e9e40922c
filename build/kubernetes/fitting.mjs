// Whether the resources fit together: who selects whom, who leads where.

import {
  chosen,
  deployments,
  described,
  environment,
  hasPort,
  matches,
  named,
  ofKind,
  workloads,
} from "./resources.mjs";

export function unique(resources, problem) {
  const seen = new Set();
  for (const resource of resources) {
    if (seen.has(described(resource))) {
      problem(`${described(resource)} is there twice`);
    }
    seen.add(described(resource));
  }
}

export function selectors(resources, problem) {
  for (const { resource, template } of deployments(resources)) {
    const pods = chosen(resource.spec.selector, resources);
    if (!matches(resource.spec.selector, template.metadata.labels) || pods.length !== 1) {
      problem(`${described(resource)} does not select its own pods and no others`);
    }
    for (const { labelSelector } of template.spec.topologySpreadConstraints ?? []) {
      if (!matches(labelSelector, template.metadata.labels)) {
        problem(`${described(resource)} spreads pods that are not its own`);
      }
    }
  }
}

export function services(resources, problem) {
  for (const service of ofKind(resources, "Service")) {
    const pods = chosen({ matchLabels: service.spec.selector }, resources);
    if (!pods.length) {
      problem(`${described(service)} selects no pod`);
    }
    for (const { targetPort } of service.spec.ports) {
      pods
        .filter((workload) => !hasPort(workload, targetPort))
        .forEach(({ resource }) =>
          problem(`${described(service)} leads to ${targetPort}, which ${described(resource)} lacks`),
        );
    }
  }
  for (const ingress of ofKind(resources, "Ingress")) {
    for (const { backend } of ingress.spec.rules.flatMap(({ http }) => http.paths)) {
      const { name, port } = backend.service;
      const service = named(resources, "Service", name);
      if (!service?.spec.ports.some((at) => at.name === port.name || at.port === port.number)) {
        problem(`${described(ingress)} leads to ${name}:${port.name ?? port.number}, which is not there`);
      }
    }
  }
}

export function discovery(resources, problem) {
  for (const { resource, template } of deployments(resources)) {
    const { CLUSTER_MEMBERS: members } = environment(template.spec, resources);
    const service = named(resources, "Service", members);
    const found = service && matches({ matchLabels: service.spec.selector }, template.metadata.labels);
    if (!found || service.spec.clusterIP !== "None" || !service.spec.publishNotReadyAddresses) {
      problem(
        `${described(resource)} is not found by CLUSTER_MEMBERS=${members}: it takes a headless Service that publishes pods before they are ready`,
      );
    }
    const host = template.spec.containers[0].env?.find(({ name }) => name === "CLUSTER_HOST");
    if (host?.valueFrom?.fieldRef?.fieldPath !== "status.podIP") {
      problem(`${described(resource)} does not tell the others its address by CLUSTER_HOST`);
    }
  }
}

export function targets(resources, problem) {
  for (const budget of ofKind(resources, "PodDisruptionBudget")) {
    if (chosen(budget.spec.selector, resources).length !== 1 || budget.spec.maxUnavailable !== 1) {
      problem(`${described(budget)} is not for one pod of one Deployment`);
    }
  }
  for (const scaler of ofKind(resources, "HorizontalPodAutoscaler")) {
    const { kind, name } = scaler.spec.scaleTargetRef;
    const target = named(resources, kind, name);
    if (!target) {
      problem(`${described(scaler)} scales ${kind} ${name}, which is not there`);
    } else if ("replicas" in target.spec) {
      problem(`${described(target)} has replicas, which each apply would set again, and an autoscaler`);
    }
  }
  for (const { resource } of deployments(resources)) {
    const scaler = ofKind(resources, "HorizontalPodAutoscaler").find(
      ({ spec }) => spec.scaleTargetRef.name === resource.metadata.name,
    );
    if (!((resource.spec.replicas ?? scaler?.spec.minReplicas) >= 2)) {
      problem(`${described(resource)} has fewer than two pods`);
    }
  }
}

export function release(resources, problem) {
  const told = new Map();
  const tell = (where, value) => told.set(value, [...(told.get(value) ?? []), where]);
  for (const { resource, pod } of workloads(resources)) {
    tell(`the image of ${pod.containers[0].name}`, pod.containers[0].image.split(":")[1]);
    if (resource.kind === "Job") {
      tell("the name of the Job", resource.metadata.name.replace("twinlane-migrator-", ""));
      tell("RELEASE", environment(pod, resources).RELEASE);
    }
  }
  if (told.size !== 1) {
    problem(
      `several releases: ${[...told].map(([value, where]) => `${value} by ${where.join(", ")}`).join("; ")}`,
    );
  }
}
