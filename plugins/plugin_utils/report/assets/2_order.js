// Copyright: (c) 2026, winfleet.containers contributors
// GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later
// Which hosts are shown, in which order?
const texts = hosts.map((host) =>
  [
    host.name, host.release, host.product, host.edition, host.version, host.installation, host.platform,
    host.engine.state, host.engine.version, host.engine.source, ...host.engine.holes, words.levels[host.level],
    ...host.lacks.flatMap((item) => [item.what, ...item.why, ...item.remedies]),
    ...host.running.flatMap((item) => [item.name, item.project, item.image, item.state, ...item.drift.map((one) => one.text)]),
    ...host.containers.flatMap((item) => [item.name, item.image, item.isolation, words.outcomes[item.outcome][1]]),
  ].join("\n").toLowerCase());
const rank = (table, name) => Object.keys(table).indexOf(name);
const VERDICT_RANK = { yes: 0, by_rule: 1, unknown: 2, no: 3 };
const SORTS = {
  level: (host) => rank(words.levels, host.level),
  name: (host) => host.name,
  release: (host) => index.get(host.name),
  edition: (host) => host.edition,
  process: (host) => VERDICT_RANK[host.isolation.process.verdict],
  hyperv: (host) => VERDICT_RANK[host.isolation.hyperv.verdict],
  engine: (host) => `${host.engine.state} ${host.engine.version}`,
  reboot: (host) => (host.reboot.pending ? 0 : host.reboot.pending === false ? 1 : 2),
  support: (host) => host.support.ends || "9999",
  containers: (host) => host.containers.length,
};
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const compare = (a, b) => (typeof a === "number" ? a - b : collator.compare(a, b));
const fits = (i) =>
  (!state.release || hosts[i].release === state.release) &&
  (!state.level || hosts[i].level === state.level) &&
  [...state.filters].every((name) => flags[i].includes(name)) &&
  state.query.every((word) => texts[i].includes(word));
const ordered = () => {
  const found = hosts.map((_, i) => i).filter(fits);
  if (!state.sort) return found;
  const key = SORTS[state.sort];
  const turn = state.down ? -1 : 1;
  return found.sort((a, b) => turn * compare(key(hosts[a]), key(hosts[b])) || a - b);
};
