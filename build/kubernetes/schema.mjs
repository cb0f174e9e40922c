// Kubernetes' own schemas, strictly: they say what a field must be, and this adds that a field they do not
// know is an error, as it is with `kubectl apply --validate=strict`. A validator looks at every field that it
// knows, so a field that it did not look at is one that does not exist.

import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** What is wrong with a resource, one line each. */
export function violations(resource) {
  const Model = model(resource);
  if (!Model) {
    return [`there is no ${resource.kind} in ${resource.apiVersion}`];
  }
  const seen = new Map();
  const checked = new Model(resource);
  return [...wrong(watched(checked, seen)), ...unknown(checked, seen, "")];
}

function model({ apiVersion, kind }) {
  try {
    return require(`kubernetes-models/${apiVersion}/${kind}`)[kind];
  } catch {
    return undefined;
  }
}

function wrong(checked) {
  try {
    checked.validate();
    return [];
  } catch (error) {
    if (!error.errors) {
      throw error;
    }
    return error.errors.map(({ instancePath, message }) => `${instancePath} ${message}`);
  }
}

/** A view of a value that notes which members were asked for. */
function watched(value, seen) {
  if (value === null || typeof value !== "object") {
    return value;
  }
  const keys = seen.get(value) ?? new Set();
  seen.set(value, keys);
  return new Proxy(value, {
    get(target, key) {
      keys.add(key);
      return watched(target[key], seen);
    },
  });
}

function unknown(value, seen, at) {
  if (value === null || typeof value !== "object") {
    return [];
  }
  const keys = seen.get(value) ?? new Set();
  return Object.keys(value).flatMap((key) =>
    Array.isArray(value) || keys.has(key)
      ? unknown(value[key], seen, `${at}/${key}`)
      : [`${at}/${key} is not known`],
  );
}
