// How the rules look at the resources of one folder.

/** Every pod template among the resources, with the resource that has it. */
export function workloads(resources) {
  return resources
    .filter((resource) => resource.spec?.template?.spec)
    .map((resource) => ({ resource, template: resource.spec.template, pod: resource.spec.template.spec }));
}

/** The workloads that run on, and not the one that runs once. */
export const deployments = (resources) => workloads(ofKind(resources, "Deployment"));

export const described = ({ kind, metadata }) => `${kind} ${metadata.name}`;

export const ofKind = (resources, kind) => resources.filter((resource) => resource.kind === kind);

export const named = (resources, kind, name) =>
  ofKind(resources, kind).find(({ metadata }) => metadata.name === name);

/** Whether a label selector chooses these labels; it knows exact labels, In and Exists. */
export function matches(selector = {}, labels = {}) {
  const exact = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return (
    exact &&
    (selector.matchExpressions ?? []).every(({ key, operator, values }) =>
      operator === "In" ? values.includes(labels[key]) : operator === "Exists" && key in labels,
    )
  );
}

/** The workloads whose pods a selector chooses. */
export function chosen(selector, resources) {
  return workloads(resources).filter(({ template }) => matches(selector, template.metadata.labels));
}

export const ports = ({ pod }) => pod.containers.flatMap(({ ports = [] }) => ports);

/** Whether a workload has the port that somebody else names by name or number. */
export const hasPort = (workload, port) =>
  ports(workload).some(({ name, containerPort }) => port === name || port === containerPort);

/** The settings of a pod's container; what comes from elsewhere, such as its address, is empty. */
export function environment(pod, resources) {
  const [{ env = [], envFrom = [] }] = pod.containers;
  const shared = envFrom.map(
    ({ configMapRef }) => named(resources, "ConfigMap", configMapRef.name)?.data ?? {},
  );
  return Object.assign({}, ...shared, Object.fromEntries(env.map(({ name, value }) => [name, value ?? ""])));
}
