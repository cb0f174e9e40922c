// Checks deploy/kubernetes without a cluster and without a network: every folder against Kubernetes' schemas
// and against the rules by which its resources fit together. Where kubectl is installed, what it makes of
// the folders is compared with what was checked. With --self-test, breaks the manifests in many ways and
// tells whether each was found. Status 0 if all is well, else 1.

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { parseAllDocuments } from "yaml";
import { discovery, release, selectors, services, targets, unique } from "./fitting.mjs";
import { build } from "./kustomize.mjs";
import { policies } from "./network.mjs";
import { confinement, draining, probes, secrets, settings } from "./pods.mjs";
import { deployments, described, environment, ofKind } from "./resources.mjs";
import { violations } from "./schema.mjs";
import { BREAKAGES } from "./self-test.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const HOME = "deploy/kubernetes";
const BASE = `${HOME}/base`;

const RULES = {
  "names are unique": unique,
  "selectors choose the pods that are meant": selectors,
  "Services and Ingresses lead to ports that exist": services,
  "the cluster is found by DNS": discovery,
  "settings are documented and agree with the ports": settings,
  "secrets are referenced, mounted, and created by the README": secrets,
  "probes keep a process alive without its database": probes,
  "there is time to drain": draining,
  "containers are confined": confinement,
  "budgets and autoscalers have targets": targets,
  "network policies name pods and ports that exist": policies,
};

function read(file) {
  const at = path.join(ROOT, file);
  return fs.existsSync(at) ? fs.readFileSync(at, "utf8") : undefined;
}

const folders = () =>
  fs
    .readdirSync(path.join(ROOT, HOME), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${HOME}/${name}`);

/** What the rest of the repository says: the settings that there are, and the Secrets that the README creates. */
function facts(files) {
  const rows = files("docs/configuration.md")
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  const names = rows.flatMap((row) =>
    [...row.split("|")[1].matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name]) => name),
  );
  const created = new Map();
  const commands = files(`${HOME}/README.md`)
    .replaceAll("\\\n", " ")
    .matchAll(/create secret generic (\S+)(.*)/g);
  for (const [, name, rest] of commands) {
    created.set(name, new Set([...rest.matchAll(/--from-file=([\w-]+)/g)].map(([, key]) => key)));
  }
  return { settings: new Set(names), secrets: created };
}

/** What is wrong with one folder, one line each. */
function problems(folder, files) {
  const found = [];
  const resources = build(folder, files, (text) => found.push(text));
  resources.forEach((resource) =>
    violations(resource).forEach((text) => found.push(`${described(resource)}: ${text}`)),
  );
  if (found.length) {
    return { found, resources }; // rules may take for granted what the schemas say
  }
  const rules = folder === BASE ? RULES : { ...RULES, "one release everywhere": release };
  for (const rule of Object.values(rules)) {
    rule(resources, (text) => found.push(text), facts(files));
  }
  return { found, resources, rules };
}

/** Files of a folder that its kustomization does not name. */
function forgotten(folder) {
  const text = read(`${folder}/kustomization.yaml`) ?? "";
  return fs
    .readdirSync(path.join(ROOT, folder))
    .filter((name) => name !== "kustomization.yaml" && !text.includes(`- ${name}\n`))
    .map((name) => `${folder}/${name} is not in kustomization.yaml`);
}

/** Whether kubectl makes the same of a folder; undefined where it is not installed. */
function sameAsKubectl(folder, resources) {
  const { status, stdout } = spawnSync("kubectl", ["kustomize", path.join(ROOT, folder)], {
    encoding: "utf8",
  });
  if (status !== 0) {
    return status === null ? undefined : false;
  }
  const theirs = parseAllDocuments(stdout.replaceAll(/(twinlane-settings)-\w{10}\b/g, "$1"), {
    version: "1.1",
  });
  const ordered = (list) => list.sort((a, b) => (described(a) < described(b) ? -1 : 1));
  return isDeepStrictEqual(ordered([...resources]), ordered(theirs.map((document) => document.toJS())));
}

/** The most connections that a folder's pods open, one pod more of each kind being there during a rollout. */
function connections(resources) {
  return deployments(resources)
    .filter(({ resource }) => resource.metadata.name !== "api-gateway")
    .map(({ resource, pod }) => {
      const { name } = resource.metadata;
      const scaler = ofKind(resources, "HorizontalPodAutoscaler").find(
        ({ spec }) => spec.scaleTargetRef.name === name,
      );
      const pods =
        (scaler?.spec.maxReplicas ?? resource.spec.replicas) + resource.spec.strategy.rollingUpdate.maxSurge;
      return { name, pods, each: Number(environment(pod, resources).POOL_MAX) };
    });
}

function check() {
  let wrong = 0;
  for (const folder of folders()) {
    const { found, resources, rules = {} } = problems(folder, read);
    const all = [...forgotten(folder), ...found];
    const same = sameAsKubectl(folder, resources);
    if (same === false) {
      all.push(`${folder}: kubectl kustomize makes something else of it`);
    }
    console.log(`${folder}: ${resources.length} resources, ${all.length} problems`);
    all.forEach((text) => console.log(`  ${text}`));
    if (!all.length) {
      tell(resources, rules, same);
    }
    wrong += all.length;
  }
  return wrong === 0;
}

function tell(resources, rules, same) {
  console.log("  Kubernetes' schemas, no unknown fields");
  Object.keys(rules).forEach((rule) => console.log(`  ${rule}`));
  console.log(
    `  ${same ? "the same as kubectl kustomize makes" : "not compared with kubectl, which is not installed"}`,
  );
  const pools = connections(resources);
  const sum = pools.reduce((total, { pods, each }) => total + pods * each, 0);
  const terms = pools.map(({ name, pods, each }) => `${name} ${pods} × ${each}`).join(" + ");
  console.log(`  connections at most: ${terms} + 1 for the migrator = ${sum + 1}, and those of the users of SQL over HTTP`);
}

function selfTest() {
  const missed = BREAKAGES.filter(({ what, file, from, to, found: expected }) => {
    const at = `${HOME}/${file}`;
    const text = read(at);
    const broken = text?.replace(from, to);
    const { found } = problems(`${HOME}/production`, (name) => (name === at ? broken : read(name)));
    const hit = broken !== text && found.find((line) => line.includes(expected));
    console.log(`${hit ? "found " : "MISSED"} ${what}: ${hit || JSON.stringify(found)}`);
    return !hit;
  });
  console.log(`${BREAKAGES.length - missed.length} of ${BREAKAGES.length} found`);
  return missed.length === 0;
}

const passed = process.argv.includes("--self-test") ? selfTest() : check();
process.exitCode = passed ? 0 : 1;
