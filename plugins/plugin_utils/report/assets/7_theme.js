// Copyright: (c) 2026, winfleet.containers contributors
// GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later
// Light or dark, where the system's choice does not suit.
const THEMES = ["auto", "light", "dark"];
const stored = (theme) => {
  try {
    if (theme) localStorage.setItem("winfleet-theme", theme);
    return localStorage.getItem("winfleet-theme");
  } catch {
    return theme; // a browser that keeps nothing for files
  }
};
const dress = (theme) => {
  document.documentElement.dataset.theme = theme;
  $("theme").textContent = `Theme: ${theme}`;
};
$("theme").addEventListener("click", () => {
  const theme = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
  stored(theme);
  dress(theme);
});
const kept = stored();
dress(THEMES.includes(kept) ? kept : "auto");
