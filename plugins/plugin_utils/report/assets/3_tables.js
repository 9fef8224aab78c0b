// Copyright: (c) 2026, winfleet.containers contributors
// GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later
// The two tables of hosts: rows, and groups by release.
const tables = all("table[data-rows]").map((table) => ({
  table,
  body: table.tBodies[0],
  rows: new Map(all("tr[data-host]", table).map((row) => [Number(row.dataset.host), row])),
  matrix: table.classList.contains("matrix"),
}));
const isOpen = (release, shown) => state.opened.get(release) ?? shown <= 2 * FEW;

const groupButton = (release, members, open) => {
  const button = make("button", { type: "button", "aria-expanded": String(open) }, release);
  button.addEventListener("click", () => {
    state.opened.set(release, !open);
    const { matrix } = tables.find(({ body }) => body.contains(button));
    layout();
    all(`${matrix ? ".matrix" : ".hosts"} tr.group`).find((row) => row.dataset.release === release).querySelector("button").focus();
  });
  return make("th", { scope: "row", class: "host" }, button, make("small", {}, count(members.length, "host", "hosts")));
};
const share = (members, column) => {
  const cells = Object.keys(words.cells).map((cell) => [cell, members.filter((i) => hosts[i].cells[column] === cell).length]);
  const bar = draw("svg", { class: "share", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" });
  let from = 0;
  const said = [];
  for (const [cell, number] of cells.filter(([, some]) => some)) {
    const width = (100 * number) / members.length;
    bar.append(draw("rect", { class: cell, x: from, y: 0, width, height: 10 }));
    from += width;
    said.push(make("span", { title: words.cells[cell][1] }, make("b", {}, words.cells[cell][0]), `\u00a0${number}`), " ");
  }
  return make("td", {}, bar, make("span", { class: "shares" }, ...said));
};
const some = (members, test, total) => {
  const number = members.filter((i) => test(hosts[i])).length;
  return total ? `${number} of ${members.length}` : String(number);
};
const groupRow = (release, members, open, matrix) => {
  const row = make("tr", { class: "group" });
  row.dataset.release = release;
  const head = groupButton(release, members, open);
  if (matrix) {
    row.append(head, ...images.map((_, column) => share(members, column)));
    return row;
  }
  const runs = (mode) => (host) => VERDICT_RANK[host.isolation[mode].verdict] < 2;
  const ends = new Set(members.map((i) => hosts[i].support.ends));
  const { ends: last, state: standing } = hosts[members[0]].support;
  const until = make("td", { class: "p3 num" }, ends.size > 1 ? "several" : last || "");
  if (ends.size === 1 && words.support[standing]) until.append(" ", badge("s", standing, words.support[standing]));
  const work = members.filter((i) => hosts[i].level === "bad").length;
  head.setAttribute("colspan", "2");
  row.append(
    head,
    make("td", { class: "p2 num" }, work ? `${words.levels.bad}: ${work}` : ""),
    make("td", { class: "p3" }),
    make("td", { class: "p1 num" }, some(members, runs("process"), true)),
    make("td", { class: "p1 num" }, some(members, runs("hyperv"), true)),
    make("td", { class: "p3 num" }, `${some(members, (host) => host.engine.state === "running")} running`),
    make("td", { class: "p2 num" }, `${some(members, (host) => host.reboot.pending)} pending`),
    until,
    make("td", { class: "p3 num" }, String(members.reduce((sum, i) => sum + hosts[i].containers.length, 0))),
  );
  return row;
};

const lay = ({ table, body, rows, matrix }, order) => {
  table.classList.toggle("grouped", $("group").checked);
  const parts = [];
  const put = (i, folded) => {
    const row = rows.get(i);
    row.classList.toggle("folded", folded);
    parts.push(row);
    if (!matrix && state.details.has(i)) {
      const detail = detailRow(i);
      detail.classList.toggle("folded", folded);
      parts.push(detail);
    }
  };
  if ($("group").checked) {
    const groups = Map.groupBy ? Map.groupBy(order, (i) => hosts[i].release) : grouped(order);
    for (const [release, members] of groups) {
      const open = isOpen(release, order.length);
      parts.push(groupRow(release, members, open, matrix));
      members.forEach((i) => put(i, !open));
    }
  } else {
    order.forEach((i) => put(i, false));
  }
  if (!order.length) parts.push(make("tr", {}, make("td", { colspan: "20", class: "weak" }, "No host fits. Clear the search and the filters to see all.")));
  body.replaceChildren(...parts);
};
const grouped = (order) => {
  const groups = new Map();
  for (const i of order) groups.set(hosts[i].release, [...(groups.get(hosts[i].release) || []), i]);
  return groups;
};
