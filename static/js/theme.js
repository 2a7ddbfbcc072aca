/*
 * Light or dark by choice, remembered under the key that the desk's own pages use, so
 * that one choice holds for both. What the system asks for anyway is not remembered.
 * `_theme.html` reads it before the page is painted.
 */
"use strict";

(() => {
  const KEY = "theme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const buttons = document.querySelectorAll("[data-theme-toggle]");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  const show = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(isDark()));
    const paper = getComputedStyle(root).backgroundColor;
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.content = paper;
  };

  const choose = (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    show();
  };

  const remember = (theme) => {
    try {
      if (theme) localStorage.setItem(KEY, theme);
      else localStorage.removeItem(KEY);
    } catch {
      // Storage is closed to us: the choice holds for this page.
    }
  };

  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const wanted = isDark() ? "light" : "dark";
      const theme = (wanted === "dark") === system.matches ? "" : wanted;
      choose(theme);
      remember(theme);
    });
  }
  system.addEventListener("change", show);
  addEventListener("storage", (event) => {
    if (event.key === KEY) choose(["light", "dark"].includes(event.newValue) ? event.newValue : "");
  });
  show();
})();
