// Whether the network policies name pods and ports that exist, and close and open all of them.

import { chosen, described, hasPort, matches, ofKind, ports, workloads } from "./resources.mjs";

export function policies(resources, problem) {
  const all = ofKind(resources, "NetworkPolicy");
  const open = new Set();
  for (const policy of all) {
    const pods = chosen(policy.spec.podSelector, resources);
    if (!pods.length) {
      problem(`${described(policy)} is for no pod`);
    }
    for (const port of (policy.spec.ingress ?? []).flatMap(({ ports = [] }) => ports)) {
      for (const workload of pods) {
        open.add(
          `${described(workload.resource)} ${ports(workload).find(({ name, containerPort }) => [name, containerPort].includes(port.port))?.name}`,
        );
        if (!hasPort(workload, port.port)) {
          problem(`${described(policy)} opens ${port.port}, which ${described(workload.resource)} lacks`);
        }
      }
    }
    for (const { to = [], ports: wanted = [] } of policy.spec.egress ?? []) {
      const peers = to.filter(({ podSelector, namespaceSelector }) => podSelector && !namespaceSelector);
      for (const workload of peers.flatMap(({ podSelector }) => chosen(podSelector, resources))) {
        wanted
          .filter(({ port }) => !hasPort(workload, port))
          .forEach(({ port }) =>
            problem(`${described(policy)} lets out to ${port}, which ${described(workload.resource)} lacks`),
          );
      }
    }
  }
  for (const workload of workloads(resources)) {
    const denied = all.some(
      ({ spec }) =>
        !spec.ingress &&
        !spec.egress &&
        spec.policyTypes.length === 2 &&
        matches(spec.podSelector, workload.template.metadata.labels),
    );
    if (!denied) {
      problem(`${described(workload.resource)} is not closed by default`);
    }
    ports(workload)
      .filter(({ name }) => !open.has(`${described(workload.resource)} ${name}`))
      .forEach(({ name }) =>
        problem(`${described(workload.resource)}: no policy lets anybody in to ${name}`),
      );
  }
}
