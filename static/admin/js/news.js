/*
 * "What happened?": the fields follow the kind, and what does not apply is out of the
 * way. Without this script a button shows the fields of the kind that was chosen.
 */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("news-form");
  if (!form) return;
  const kind = form.querySelector("#id_kind");
  const follow = () => {
    for (const part of form.querySelectorAll("[data-kinds]")) {
      const isAsked = part.dataset.kinds.split(" ").includes(kind.value);
      part.hidden = part.disabled = !isAsked;
    }
  };
  form.querySelector("[data-switch]").hidden = true;
  kind.addEventListener("change", follow);

  const show = (name, isShown) => {
    form.querySelector(`.news-field--${name}`).hidden = !isShown;
  };
  const readers = () => {
    const chosen = form.querySelector("[name=public]:checked")?.value;
    show("public_from", chosen === "at");
    show("embargo", chosen === "embargo");
  };
  form.querySelector("[data-readers]").addEventListener("change", readers);

  const starts = form.querySelector("#id_start_story");
  const story = () => {
    form.querySelector("[data-story]").hidden = !starts.checked;
  };
  starts?.addEventListener("change", story);

  follow();
  readers();
  if (starts) story();
  (document.getElementById("news-errors") ?? document.getElementById("outlook-title"))?.focus();
});
