// Copyright: (c) 2026, winfleet.containers contributors
// GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later
// What to do, the engines and the declared containers, told of the hosts that are shown.
const lists = all("[data-names]").map((node) => ({ node, names: all("span", node).map((span) => span.textContent), drawn: "" }));
const tell = (list, shown) => {
  const names = list.names.filter((name) => shown.has(index.get(name)));
  const details = list.node.closest("details");
  const number = (details.matches(".outcome") ? details : details.closest("li")).querySelector(".number");
  number.textContent = names.length;
  list.fill = () => {
    const key = names.join("\n");
    if (!details.open || list.drawn === key) return;
    list.node.replaceChildren(...names.flatMap((name) => [make("a", { href: `#host-${index.get(name)}` }, name), " "]));
    list.drawn = key;
  };
  list.fill();
  return names.length;
};
// Every container: a word of the search is in its row, or is one of its host's own.
const running = all("tr[data-running]").map((row) => {
  const host = hosts[Number(row.dataset.running)];
  const own = [host.release, host.product, host.edition, host.version, host.engine.version];
  return { row, host: Number(row.dataset.running), text: [row.textContent, ...own].join("\n").toLowerCase() };
});
const tellRunning = (shown) => {
  for (const { row, host, text } of running) {
    row.hidden = !shown.has(host) || !state.query.every((word) => text.includes(word));
  }
};
const tellAll = (order) => {
  const shown = new Set(order);
  tellRunning(shown);
  for (const list of lists) {
    const number = tell(list, shown);
    const holder = list.node.closest(".outcome") || list.node.closest("li");
    holder.hidden = !number;
  }
  for (const none of all(".none")) none.hidden = all(".todo > li:not([hidden])", none.parentNode).length > 0;
  for (const row of all("tr[data-container], tr[data-engine]")) row.hidden = !all(".outcome:not([hidden])", row).length;
};
for (const list of lists) list.node.closest("details").addEventListener("toggle", () => list.fill());
