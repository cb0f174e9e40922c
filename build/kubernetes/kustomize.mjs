// What kustomize makes of a folder, for the part of kustomize that deploy/kubernetes uses. Anything else in
// a kustomization.yaml is refused by name rather than passed over. Differs from kustomize in one point: the
// name of a generated ConfigMap gets no hash.

import path from "node:path";
import { parseAllDocuments } from "yaml";
import { workloads } from "./resources.mjs";

const KNOWN = ["apiVersion", "kind", "namespace", "resources", "images", "configMapGenerator", "patches"];
const WITHOUT_NAMESPACE = ["Namespace"];

/** The resources of a folder, in order. `read` gives a file's text; `problem` is told what is wrong. */
export function build(folder, read, problem) {
  const file = path.join(folder, "kustomization.yaml");
  const [kustomization] = documents(file, read, problem);
  if (!kustomization) {
    return [];
  }
  for (const key of Object.keys(kustomization)) {
    if (!KNOWN.includes(key)) {
      problem(`${file}: ${key} is more than this check knows`);
    }
  }
  const resources = (kustomization.resources ?? []).flatMap((name) => {
    const resource = path.join(folder, name);
    return name.endsWith(".yaml") ? documents(resource, read, problem) : build(resource, read, problem);
  });
  for (const generator of kustomization.configMapGenerator ?? []) {
    generate(generator, folder, resources, read, (text) => problem(`${file}: ${text}`));
  }
  for (const patch of kustomization.patches ?? []) {
    apply(patch, resources, (text) => problem(`${file}: ${text}`));
  }
  for (const image of kustomization.images ?? []) {
    rename(image, resources, (text) => problem(`${file}: ${text}`));
  }
  for (const resource of resources) {
    if (kustomization.namespace && !WITHOUT_NAMESPACE.includes(resource.kind)) {
      resource.metadata.namespace = kustomization.namespace;
    }
  }
  return resources;
}

function documents(file, read, problem) {
  const text = read(file);
  if (text === undefined) {
    problem(`${file} does not exist`);
    return [];
  }
  // 1.1, as Kubernetes reads it: there "on" is a boolean and 0440 is octal
  return parseAllDocuments(text, { version: "1.1" }).flatMap((document) => {
    [...document.errors, ...document.warnings].forEach((error) => problem(`${file}: ${error.message}`));
    const value = document.errors.length ? null : document.toJS();
    return value && typeof value === "object" ? [value] : [];
  });
}

function generate(
  { name, envs = [], literals = [], behavior = "create", ...more },
  folder,
  resources,
  read,
  problem,
) {
  Object.keys(more).forEach((key) => problem(`configMapGenerator.${key} is more than this check knows`));
  const lines = envs.flatMap((env) => {
    const text = read(path.join(folder, env));
    if (text === undefined) {
      problem(`${env} does not exist`);
    }
    return (text ?? "").split("\n").filter((line) => line.trim() && !line.startsWith("#"));
  });
  const data = Object.fromEntries(
    [...lines, ...literals].map((line) => [
      line.slice(0, line.indexOf("=")),
      line.slice(line.indexOf("=") + 1),
    ]),
  );
  const existing = resources.find(
    (resource) => resource.kind === "ConfigMap" && resource.metadata.name === name,
  );
  if (behavior === "merge" && existing) {
    Object.assign(existing.data, data);
  } else if (behavior === "create" && !existing) {
    resources.push({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data });
  } else {
    problem(`ConfigMap ${name} cannot be made by ${behavior}: it ${existing ? "exists" : "does not exist"}`);
  }
}

function apply({ target, patch, options: _, ...more }, resources, problem) {
  Object.keys(more).forEach((key) => problem(`patches.${key} is more than this check knows`));
  const name = new RegExp(`^(?:${target.name})$`);
  const targets = resources.filter(({ kind, metadata }) => kind === target.kind && name.test(metadata.name));
  const wanted = target.name.split("|").length;
  if (targets.length !== wanted) {
    problem(`a patch is for ${wanted} of ${target.kind} ${target.name}, and there are ${targets.length}`);
  }
  const operations = parseAllDocuments(patch, { version: "1.1" })[0].toJS();
  for (const resource of targets) {
    for (const operation of operations) {
      operate(operation, resource, (text) => problem(`${target.kind} ${target.name}: ${text}`));
    }
  }
}

/** One operation of RFC 6902 on a resource: add and replace of a member, and remove. */
function operate({ op, path: pointer, value }, resource, problem) {
  const keys = pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = keys.pop();
  const parent = keys.reduce((at, key) => at?.[key], resource);
  if (!parent || (op !== "add" && !(last in parent))) {
    problem(`there is no ${pointer} to ${op}`);
  } else if (op === "remove" && !Array.isArray(parent)) {
    delete parent[last];
  } else if (op === "replace" || (op === "add" && !Array.isArray(parent))) {
    parent[last] = value;
  } else {
    problem(`${op} ${pointer} is more than this check knows`);
  }
}

function rename({ name, newName, newTag }, resources, problem) {
  const containers = workloads(resources)
    .flatMap(({ pod }) => pod.containers)
    .filter(({ image }) => image.split(":")[0] === name);
  containers.forEach((container) => (container.image = `${newName ?? name}:${newTag}`));
  if (!containers.length) {
    problem(`no container has the image ${name}`);
  }
}
