// Copyright: (c) 2026, winfleet.containers contributors
// GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later
// The details of one host, made when they are opened.
const block = (title, ...content) => make("div", {}, make("h3", {}, title), ...content);
const reason = ({ rule, value, fact, source }) => {
  const inside = [[value, "asked"], [fact, "this host"]].filter(([part]) => part !== undefined && part !== null && part !== "");
  const told = inside.length ? `${rule} (${inside.map(([part, label]) => `${label}: ${part}`).join("; ")})` : String(rule ?? "");
  const line = make("p", { class: "why" }, told);
  if (/^https:\/\//.test(source || "")) line.append(" ", make("a", { href: source, rel: "noreferrer noopener" }, "source"));
  return line;
};
const remedies = (list) => list.map((text) => make("p", { class: "remedy" }, text));
const container = (item) =>
  make("div", { class: "container-card" },
    make("p", {}, badge("o", item.outcome, words.outcomes[item.outcome]), " ", make("strong", {}, item.name), ` ${item.isolation}`,
      item.claimed && item.claimed !== item.isolation ? `, the engine claims ${item.claimed}` : ""),
    make("p", { class: "why" }, item.image, item.os_version ? ` (Windows ${item.os_version})` : ""),
    ...(item.verdict === "yes" ? [] : [...item.reasons.map(reason), ...remedies(item.remedies)]),
    ...item.evidence.map((text) => make("p", { class: "why" }, `evidence: ${text}`)));
const gib = (bytes) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
const facts = (host) => {
  const list = make("dl");
  const told = [
    ["Product", host.product], ["Version", host.version], ["Edition", host.edition], ["Installation", host.installation],
    ["Machine", host.platform],
    ["Engine", [host.engine.state, host.engine.version, host.engine.default_isolation && `default isolation ${host.engine.default_isolation}`].filter(Boolean).join(", ")],
    ["Installed by", host.engine.source], ["Program", host.engine.path], ["Configuration", host.engine.config_path], ["Data root", host.engine.data_root],
    ["Engine update", host.engine.update_to && `${host.engine.update_to} is the newest for this Windows`],
    ...host.disks.map((disk) => [`Drive ${disk.drive}`, [disk.free === null ? "" : `${gib(disk.free)} free`, disk.size === null ? "" : `of ${gib(disk.size)}`,
      disk.layers === null ? "" : `; layers use ${gib(disk.layers)}`].filter(Boolean).join(" ").replace(" ;", ";")]),
    ["Support", host.support.ends ? `${host.support.state}, until ${host.support.ends}` : ""],
    ["Mainstream", host.support.mainstream_ends ? `until ${host.support.mainstream_ends}` : ""],
  ];
  for (const [name, value] of told) if (value) list.append(make("dt", {}, name), make("dd", {}, value));
  return list;
};
const made = new Map();
const detailRow = (i) => {
  if (made.has(i)) return made.get(i);
  const host = hosts[i];
  const grid = make("div", { class: "detail-grid" });
  if (host.lacks.length) {
    grid.append(block("What it lacks", ...host.lacks.map((item) =>
      make("div", { class: "container-card" }, make("p", {}, make("strong", {}, item.what)),
        ...(item.mode ? [] : item.why.map((text) => make("p", { class: "why" }, text))), ...remedies(item.remedies)))));
  }
  if (host.reached) {
    const modes = [["process", "Process isolation"], ["hyperv", "Hyper-V isolation"]];
    grid.append(block("Isolation", ...modes.map(([mode, title]) =>
      make("div", { class: "container-card" }, make("p", {}, `${title}: `, badge("v", host.isolation[mode].verdict, words.verdicts[host.isolation[mode].verdict])),
        ...host.isolation[mode].reasons.map(reason)))));
    grid.append(block("Facts", facts(host)));
  }
  if (host.containers.length) {
    const cards = block("Declared containers", make("div", { class: "detail-grid" }, ...host.containers.map(container)));
    cards.classList.add("whole");
    grid.append(cards);
  }
  const row = make("tr", { class: "detail", id: `detail-${i}` }, make("td", { colspan: "10" }, grid));
  made.set(i, row);
  return row;
};
const toggle = (i, open = !state.details.has(i)) => {
  state.details[open ? "add" : "delete"](i);
  const row = tables.find(({ matrix }) => !matrix).rows.get(i);
  row.querySelector("button.open").setAttribute("aria-expanded", String(open));
  if (open) row.after(detailRow(i));
  else made.get(i)?.remove();
};
const show = (i) => {
  if (!fits(i)) clear();
  state.opened.set(hosts[i].release, true);
  layout();
  toggle(i, true);
  const button = $(`host-${i}`).querySelector("button.open");
  button.focus({ preventScroll: true });
  button.scrollIntoView({ block: "center" });
};
