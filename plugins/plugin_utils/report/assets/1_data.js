// Copyright: (c) 2026, winfleet.containers contributors
// GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later
// What every part needs: the data, and how texts become nodes.
const FEW = 20; // more hosts than this are grouped by release, more than twice as many are folded
const SVG = "http://www.w3.org/2000/svg";
// The page shows all it has, should anything below fail.
setTimeout(() => (document.documentElement.className = ""));
const { hosts, images, flags, words } = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const index = new Map(hosts.map((host, i) => [host.name, i]));
const state = { query: [], filters: new Set(), release: "", level: "", sort: null, down: false, opened: new Map(), details: new Set() };

// Texts only ever become text nodes or attribute values.
const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
};
const draw = (tag, attributes, ...children) => {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
};
const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;
const badge = (kind, name, [sign, word]) =>
  make("span", { class: `badge ${kind}-${name}` }, make("b", { "aria-hidden": "true" }, sign), ` ${word}`);
