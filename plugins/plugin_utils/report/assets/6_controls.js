// Copyright: (c) 2026, winfleet.containers contributors
// GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later
// Search, filters, sorting and keys; then the first layout.
const mores = all(".show-all").map((more) => ({ more, todo: more.closest("section").querySelector(".todo") }));
for (const { more, todo } of mores) {
  const turn = (open) => {
    more.setAttribute("aria-expanded", String(open));
    more.textContent = open ? more.dataset.less : more.dataset.more;
    todo.classList.toggle("short", !open);
  };
  more.addEventListener("click", () => turn(more.getAttribute("aria-expanded") !== "true"));
  turn(false);
}
const layout = () => {
  const order = ordered();
  for (const table of tables) lay(table, order);
  tellAll(order);
  const filtered = Boolean(state.query.length || state.filters.size || state.release || state.level);
  $("shown").textContent = filtered ? `${order.length} of ${count(hosts.length, "host", "hosts")}` : count(hosts.length, "host", "hosts");
  $("clear").disabled = !filtered;
  for (const { more, todo } of mores) {
    more.hidden = filtered;
    todo.classList.toggle("filtered", filtered);
  }
};
const clear = () => {
  Object.assign(state, { query: [], release: "", level: "" });
  state.filters.clear();
  for (const id of ["query", "release", "level"]) $(id).value = "";
  for (const button of all("[data-filter]")) button.setAttribute("aria-pressed", "false");
  layout();
};
let waiting = 0;
$("query").addEventListener("input", () => {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(() => {
    state.query = $("query").value.toLowerCase().split(/\s+/).filter(Boolean);
    layout();
  });
});
for (const id of ["release", "level"]) {
  $(id).addEventListener("change", () => {
    state[id] = $(id).value;
    layout();
  });
}
for (const button of all("[data-filter]")) {
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    state.filters[on ? "add" : "delete"](button.dataset.filter);
    layout();
  });
}
$("group").addEventListener("change", layout);
$("clear").addEventListener("click", () => {
  clear();
  $("query").focus();
});
for (const head of all("th[data-sort]")) {
  const button = make("button", { type: "button" }, head.textContent);
  head.replaceChildren(button);
  button.addEventListener("click", () => {
    state.down = state.sort === head.dataset.sort && !state.down;
    state.sort = head.dataset.sort;
    for (const other of all("th[data-sort]")) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
    layout();
  });
}
for (const [i, row] of tables.find(({ matrix }) => !matrix).rows) {
  const name = row.querySelector(".open");
  const button = make("button", { type: "button", class: "open", "aria-expanded": "false" }, name.textContent);
  button.addEventListener("click", () => toggle(i));
  name.replaceWith(button);
}
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#host-"]');
  if (!link) return;
  event.preventDefault();
  show(Number(link.hash.slice("#host-".length)));
});
// Where a slash is a letter: a checkbox takes none.
const TYPED = "input:not([type=checkbox]), select, textarea";
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !target.matches(TYPED)) {
    event.preventDefault();
    $("query").focus();
    $("query").select();
  } else if (event.key === "Escape" && target === $("query")) {
    clear();
  } else if (event.key in STEPS && target.matches("table[data-rows] tbody button, table[data-rows] tbody a")) {
    const stops = all("tr:not(.detail) :is(button, a)", target.closest("tbody")).filter((stop) => stop.offsetParent);
    const next = stops[stops.indexOf(target) + STEPS[event.key]];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }
});

$("group").checked = hosts.length > FEW;
for (const hiddenOne of [$("theme"), document.querySelector(".controls")]) hiddenOne.hidden = false;
layout();
document.documentElement.className = "";
if (/^#host-\d+$/.test(location.hash) && Number(location.hash.slice(6)) < hosts.length) show(Number(location.hash.slice(6)));
